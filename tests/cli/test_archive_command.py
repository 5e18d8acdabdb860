"""The commands ``archive`` and ``verify``: saved pages, their hashes, quotations and links."""

from __future__ import annotations

import hashlib
import socket
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.conftest import Rows, WriteFolder, small_rows
from tests.saved_pages import html, mhtml, pdf, wacz

from routemap.cli import main
from routemap.data import links
from routemap.data.archive import ARCHIVE
from routemap.data.load import load

TEXT = "It said thirty horses left the station."
URL = "https://paper.example/arms"
PAGES = {
    "page.html": html(TEXT).encode(),
    "page.pdf": pdf(TEXT),
    "page.mhtml": mhtml(TEXT),
    "page.wacz": wacz({URL: html(TEXT).encode()}),
    "page": TEXT.encode(),
}
Told = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in ("page.html", "page.pdf") else pytest.mark.thorough)
        for name in PAGES
    ],
)
def test_a_page_is_kept_hashed_and_compared(
    name: str, folder: Path, tmp_path: Path, capsys: Told
) -> None:
    file, table = tmp_path / name, folder / "articles.csv"
    file.write_bytes(PAGES[name])
    before = table.read_text("utf-8")
    sha256 = hashlib.sha256(PAGES[name]).hexdigest()
    given = ["archive", f"paper={file}", "--data", str(folder), "--retrieved", "2024-05-03"]
    assert main(given) == 0
    assert "quotations: 1 verified" in capsys.readouterr().err
    assert table.read_text("utf-8").replace("2024-05-03", "").replace(sha256, "") == before
    loaded = load(folder)
    assert loaded.problems == ()
    article = loaded.dataset.articles.loc["paper"]
    assert (article["sha256"], article["retrieved_on"]) == (sha256, "2024-05-03")
    (kept,) = (tmp_path / "small-archive").iterdir()
    assert kept.name.startswith(f"paper-{sha256}.")
    assert kept.read_bytes() == PAGES[name]
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert main(["verify", str(folder)]) == 0
    out, told = capsys.readouterr()
    assert out == ""
    assert "quotations: 1 verified" in told
    assert "0 problems; read 1 saved page" in told


def archived(folder: Path, tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_bytes(PAGES["page.html"])
    assert main(["archive", f"paper={file}", "--data", str(folder)]) == 0
    return next((tmp_path / "small-archive").iterdir())


def test_a_quotation_that_is_not_in_the_page_is_told_and_the_page_is_kept(
    folder: Path, tmp_path: Path, capsys: Told
) -> None:
    file = tmp_path / "page.html"
    file.write_text(html("It said forty horses left."), "utf-8")
    assert main(["archive", f"paper={file}", "--data", str(folder)]) == 1
    message = "claims.csv:4 (c3): excerpt: the quotation was not found verbatim in paper"
    assert message in capsys.readouterr().out
    assert main(["verify", str(folder)]) == 1
    assert message in capsys.readouterr().out


def test_a_page_that_was_changed_or_lost_is_told(
    folder: Path, tmp_path: Path, capsys: Told
) -> None:
    kept = archived(folder, tmp_path)
    kept.write_bytes(kept.read_bytes() + b" ")
    assert main(["verify", str(folder)]) == 1
    out, told = capsys.readouterr()
    assert "articles.csv:2 (paper): sha256: " in out
    assert "has changed since it was saved" in out
    assert "articles with quotations but without a verified page: 1 (paper)" in told
    kept.unlink()
    assert main(["verify", str(folder)]) == 1
    assert "the saved page is not in" in capsys.readouterr().out


def test_saved_pages_are_never_inside_the_published_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGES["page.html"])
    before = {path: path.read_bytes() for path in folder.iterdir()}
    (tmp_path / "link").symlink_to(folder)
    for inside in (folder, folder / "pages", tmp_path / "link" / "pages"):
        monkeypatch.setenv(ARCHIVE, str(inside))
        assert main(["archive", f"paper={file}", "--data", str(folder)]) == 2
        assert f"set {ARCHIVE} to another folder" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    monkeypatch.setenv(ARCHIVE, str(tmp_path / "own" / "pages"))
    assert main(["archive", f"paper={file}", "--data", str(folder)]) == 0
    assert len(list((tmp_path / "own" / "pages").iterdir())) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("paper", "paper: write ID=FILE"),
        ("other={file}", "“other” is not an id in articles.csv"),
        ("paper={file} paper={file}", "give one file for each article"),
        ("paper=/missing", "/missing: the file does not exist; give a saved page"),
        ("paper={file} --retrieved 2024-05", "--retrieved 2024-05: give a day such as 2024-05-03"),
        ("paper={file} --retrieved soon", "--retrieved soon: give a day such as 2024-05-03"),
        ("paper={broken}", "page.pdf: the PDF document cannot be read: it is damaged ("),
    ],
)
def test_what_cannot_be_archived_changes_nothing(
    arguments: str, told: str, folder: Path, tmp_path: Path, capsys: Told
) -> None:
    file, broken = tmp_path / "page.html", tmp_path / "page.pdf"
    file.write_bytes(PAGES["page.html"])
    broken.write_bytes(b"%\0\0\0-1.7 nothing")
    before = (folder / "articles.csv").read_bytes()
    given = [word.format(file=file, broken=broken) for word in arguments.split()]
    assert main(["archive", *given, "--data", str(folder)]) == 2
    assert told in capsys.readouterr().err
    assert (folder / "articles.csv").read_bytes() == before
    assert not (tmp_path / "small-archive").exists()


def test_an_old_file_gets_the_columns_and_keeps_its_rows(folder: Path, tmp_path: Path) -> None:
    table = folder / "articles.csv"
    header, row = table.read_text("utf-8").splitlines()
    old = len(header.split(",")) - 6
    table.write_text(f"{','.join(header.split(',')[:old])}\n{row.removesuffix(',' * 6)}\n", "utf-8")
    archived(folder, tmp_path)
    loaded = load(folder)
    assert loaded.problems == ()
    assert table.read_text("utf-8").splitlines()[0] == header
    assert len(loaded.dataset.articles["sha256"]["paper"]) == 64


class Site(BaseHTTPRequestHandler):
    """Answers by path, and remembers what was asked."""

    asked: list[tuple[str, str]]

    def _answer(self) -> None:
        self.asked.append((self.command, self.path))
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
        elif self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        elif self.path == "/no-head":
            self.send_response(405 if self.command == "HEAD" else 200)
        else:
            self.send_response({"/gone": 404, "/moved": 301}.get(self.path, 200))
            if self.path == "/moved":
                self.send_header("Location", "/fine")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def with_links(addresses: list[str]) -> Rows:
    rows = small_rows()
    rows["articles"][0].update(url=addresses[0], archived_url=addresses[1])
    rows["articles"] += [
        {**rows["articles"][0], "id": f"a{number}", "url": address, "archived_url": ""}
        for number, address in enumerate(addresses[2:])
    ]
    return rows


def test_links_are_requested_only_when_asked(
    site: str, write_folder: WriteFolder, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    paths = ("fine", "moved", "gone", "no-head", "loop", "file")
    folder = write_folder(with_links([*(f"{site}/{path}" for path in paths), closed]))
    assert main(["verify", str(folder)]) == 0
    assert Site.asked == []
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(links, "_TIMEOUT", links.urllib3.Timeout(connect=2, read=2))
    assert main(["verify", str(folder), "--links"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "articles.csv:3 (a0)",
        "articles.csv:5 (a2)",
        "articles.csv:6 (a3)",
        "articles.csv:7 (a4)",
    ]
    assert "url: the address answers with status 404" in lines[0]
    assert all("the address does not answer: " in line for line in lines[1:])
    assert ("GET", "/no-head") in Site.asked
    assert ("GET", "/fine") not in Site.asked
    assert len([asked for asked in Site.asked if asked[1] == "/loop"]) == 12
