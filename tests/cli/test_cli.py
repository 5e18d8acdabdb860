"""The command line."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.conftest import Rows, WriteFolder, small_rows

from routemap.cli import command, main
from routemap.data.last_good import remember
from routemap.data.load import VARIABLE, load
from routemap.model.tables import TABLES

ARTICLE = "It said thirty horses left the station."


def test_check_is_quiet_and_succeeds_where_nothing_is_wrong(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "article.txt"
    text.write_text(ARTICLE, encoding="utf-8")
    assert main(["check", str(folder), "--article", f"paper={text}"]) == 0
    assert capsys.readouterr().out == ""


def test_check_prints_a_line_per_problem_and_fails(
    write_folder: WriteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = small_rows()
    rows["claims"][0]["excerpt"] = ""
    rows["claims"][1]["said"] = "never"
    assert main(["check", str(write_folder(rows))]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("claims.csv:2 (c1): excerpt: a required value is missing")
    assert lines[1].startswith("claims.csv:3 (c2): said: “never” is not a valid EDTF date")


def test_check_holds_quotations_against_the_article(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "article.txt"
    text.write_text(ARTICLE.replace("thirty", "forty"), encoding="utf-8")
    assert main(["check", str(folder), "--article", f"paper={text}"]) == 1
    assert (
        "claims.csv:4 (c3): excerpt: the quotation was not found verbatim in paper"
        in capsys.readouterr().out
    )


def with_another_quoted_article() -> Rows:
    rows = small_rows()
    rows["articles"].append({**rows["articles"][0], "id": "other", "url": "https://other.example/"})
    rows["claims"].append({**rows["claims"][2], "id": "c5", "article": "other"})
    return rows


def test_check_reads_a_saved_page_and_counts_what_was_verified(
    write_folder: WriteFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<html><script>forty</script><p>{ARTICLE.replace('th', '<i>th</i>')}</p>")
    folder = write_folder(with_another_quoted_article())
    assert main(["check", str(folder), "--article", f"paper={page}"]) == 0
    out, told = capsys.readouterr()
    assert out == ""
    assert "quotations: 1 verified, 0 nearly verbatim, 0 not between prefix" in told
    assert "articles with quotations but without --article: 1 (other)" in told
    both = ["--article", f"paper={page}", "--article", f"other={page}"]
    assert main(["check", str(folder), *both]) == 0
    assert "articles with quotations but without --article: none" in capsys.readouterr().err


def test_a_quotation_that_is_nearly_verbatim_is_a_problem_that_shows_both_wordings(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "article.txt"
    text.write_text(ARTICLE.replace("horses", "horse"), encoding="utf-8")
    assert main(["check", str(folder), "--article", f"paper={text}"]) == 1
    out, told = capsys.readouterr()
    assert (
        "claims.csv:4 (c3): excerpt: the quotation is nearly verbatim in paper; it "
        "differs in 1 character: " in out
    )
    assert "“thirty horses left” in the data, “thirty horse left” in the article" in out
    assert "0 verified, 1 nearly verbatim" in told


def test_an_article_of_several_files_is_read_as_one(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "1.txt", tmp_path / "2.txt"]
    for file, text in zip(files, (ARTICLE[:21], ARTICLE[21:]), strict=True):
        file.write_text(text, encoding="utf-8")
    given = [part for file in files for part in ("--article", f"paper={file}")]
    assert main(["check", str(folder), *given]) == 0
    assert "1 verified" in capsys.readouterr().err


EXPORT = "export --format csv --data {folder} -o {folder}/out.csv"
NO_FOLDER = "give the folder that contains claims.csv, as an argument or in ROUTEMAP_GEODATA"
NO_FILE = "give a saved page (HTML, PDF, WACZ or MHTML) or a text file"
NO_OUTPUT = "give a file in a folder that you can write to"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("check /missing", f"/missing: the data folder does not exist; {NO_FOLDER}"),
        ("check /etc/passwd", f"/etc/passwd: this is not a folder; {NO_FOLDER}"),
        ("check /etc/passwd/x", f"/etc/passwd/x: the data folder does not exist; {NO_FOLDER}"),
        (f"check {'x' * 300}", f"{'x' * 300}: file name too long; {NO_FOLDER}"),
        ("check \0", f"the path is empty; {NO_FOLDER}"),
        ("check {folder} --article paper", "--article paper: write ID=FILE"),
        ("check {folder} --article a=/x", "--article a=/x: “a” is not an id in articles.csv"),
        ("check {folder} --article paper=/missing",
         f"/missing: the file does not exist; {NO_FILE}"),
        ("check {folder} --article paper=/tmp", f"/tmp: this is a folder; {NO_FILE}"),
        ("check {folder} --article paper=/proc/self/mem",
         f"/proc/self/mem: input/output error; {NO_FILE}"),
        ("describe /missing", f"/missing: the data folder does not exist; {NO_FOLDER}"),
        ("describe {folder}",
         "{folder}/README.md: the file does not exist; add this file; it contains the data "
         "dictionary"),
        ("export --format csv --data /missing -o -",
         f"/missing: the data folder does not exist; {NO_FOLDER}"),
        (f"{EXPORT} -o /missing/x.csv",
         f"/missing/x.csv: the folder /missing does not exist; {NO_OUTPUT}"),
        (f"{EXPORT} -o /tmp", f"/tmp: this is a folder; {NO_OUTPUT}"),
        (f"{EXPORT} -o \0", f"the path is empty; {NO_OUTPUT}"),
        (f"{EXPORT} -o /dev/full", f"/dev/full: no space left on device; {NO_OUTPUT}"),
        (f"{EXPORT} --address foo",
         "--address must be the address of the dashboard, such as https://map.example/routes/, "
         "found “foo”"),
        (f"{EXPORT} --address \0",
         "--address must be the address of the dashboard, such as https://map.example/routes/, "
         "found “”"),
        (f"{EXPORT} --q \0", "“q” is empty; give a value, or leave out --q."),
        (f"{EXPORT} --source \0", "“source” is empty; give a value, or leave out --source."),
    ],
)  # fmt: skip
def test_a_path_an_address_or_a_value_that_cannot_be_used_is_told_with_what_to_do(
    arguments: str, told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word.replace("\0", "").format(folder=folder) for word in arguments.split(" ")]
    assert main(given) == 2
    assert capsys.readouterr() == ("", f"routemap: {told.format(folder=folder)}\n")
    assert not (folder / "out.csv").exists()
    assert not (folder / "datapackage.json").exists()


def test_a_file_that_may_not_be_written_is_told_by_its_own_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, _content: bytes) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert main(EXPORT.format(folder=folder).split(" ")) == 2
    told = f"routemap: {folder}/out.csv: permission denied; {NO_OUTPUT}\n"
    assert capsys.readouterr().err == told


def test_an_article_in_another_encoding_is_named_and_not_a_traceback(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "article.txt"
    text.write_bytes("Café: thirty horses left".encode("latin-1"))
    assert main(["check", str(folder), "--article", f"paper={text}"]) == 2
    told = capsys.readouterr().err
    assert "article.txt" in told
    assert "UTF-8" in told


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        pytest.param("sources.csv", b"note", b"n\xf6te", "the column is ignored", id="header"),
        pytest.param(
            "sources.csv", b"The council", b"\xc9,tat", "sources.csv:3 (council): ", id="row"
        ),
        pytest.param(
            "claims.csv", b",denies,", b',"de\nnies",', "claims.csv:3 (c2): stance", id="line"
        ),
        pytest.param("claims.csv", b"2022-11-02", b"2022-0X", "claims.csv:2 (c1): said", id="date"),
        pytest.param(
            "places.geojson", b'"id": "north"', b'"id": "\\ud800"', "(feature 1): id", id="pair"
        ),
    ],
)
def test_every_line_of_the_check_is_one_problem_that_any_terminal_shows(
    file: str, old: bytes, new: bytes, told: str, folder: Path
) -> None:
    path = folder / file
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    status, out, _ = run_at("utf-8", "check", str(folder))
    assert status == 1
    lines = out.splitlines()
    assert any(told in line for line in lines)
    files = tuple(table.file for table in TABLES)
    assert all(line.removeprefix("notice: ").startswith(files) for line in lines)


@pytest.mark.parametrize(
    ("terminal", "short", "shown"), [(True, 0, True), (True, 60, False), (False, 0, False)]
)
def test_progress_is_shown_at_a_terminal_where_reading_takes_long(
    terminal: bool, short: int, shown: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = io.StringIO()
    monkeypatch.setattr(told, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stderr", told)
    monkeypatch.setattr(command, "_LONG", short)
    assert main(["check", str(folder)]) == 0
    assert ("Reading claims.csv" in told.getvalue()) == shown
    assert told.getvalue().rpartition("\r\x1b[K")[2] == (
        "0 problems; read 3 places, 2 routes, 0 areas, 3 sources, 1 articles, 1 vessels, "
        "2 allegations, 4 claims, 1 media\n"
    )


def test_notices_come_after_problems_and_change_no_status(
    write_folder: WriteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = small_rows()
    rows["claims"][0]["stance"] = "Asserts"
    folder = write_folder(rows)
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(
        "notice: claims.csv:2 (c1): stance: the value differs from “asserts” in"
    )
    assert told.err.startswith("0 problems, 1 notice; read 3 places")
    rows["claims"][3]["said"] = "never"
    assert main(["check", str(write_folder(rows))]) == 1
    told = capsys.readouterr()
    assert [line.startswith("notice: ") for line in told.out.splitlines()] == [False, True]
    assert told.err.startswith("1 problem, 1 notice; read 3 places")


def run_at(encoding: str, *arguments: str) -> tuple[int, str, str]:
    """Run the command at a terminal of an encoding; return its status, output and messages."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        try:
            status = main(arguments)
        except SystemExit as done:  # argparse ends like this after printing help
            status = int(done.code or 0)
    for stream in streams:
        stream.flush()
    out, told = (stream.buffer.getvalue().decode(encoding) for stream in streams)
    return status, out, told


@pytest.fixture
def korean_and_russian(write_folder: WriteFolder) -> Path:
    """A folder with two problems; each message contains letters that some terminals lack."""
    rows = small_rows()
    rows["sources"][0]["kind"] = "정부"
    rows["claims"][2]["said"] = "вчера"
    return write_folder(rows)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp949"])
def test_a_terminal_that_lacks_letters_shows_every_problem_all_the_same(
    encoding: str, korean_and_russian: Path
) -> None:
    status, out, _ = run_at(encoding, "check", str(korean_and_russian))
    assert status == 1
    assert len(out.splitlines()) == 2
    assert "\\uc815\\ubd80" in out or encoding == "cp949"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp949"])
@pytest.mark.parametrize("arguments", [["--help"], ["export", "--help"]])
def test_a_terminal_that_lacks_letters_shows_help_all_the_same(
    encoding: str, arguments: list[str]
) -> None:
    status, out, told = run_at(encoding, *arguments)
    assert (status, told) == (0, "")
    assert out.startswith("usage: routemap")


def test_a_process_reads_the_variable_and_shows_every_problem_at_an_ascii_terminal(
    korean_and_russian: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "routemap", "check"],
        env=os.environ | {VARIABLE: str(korean_and_russian), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
        encoding="ascii",
        timeout=60,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "\\uc815\\ubd80" in done.stdout


def test_check_says_what_a_running_dashboard_holds_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remember(folder, load(folder))
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out == ""
    claims = folder / "claims.csv"
    whole = claims.read_bytes()
    claims.write_bytes(whole.replace(b",denies,", b",deny,"))
    assert main(["check", str(folder)]) == 1
    printed = capsys.readouterr()
    assert "held back: claims.csv, row 3, claim “c2”, stance “deny”: " in printed.out
    assert "a running dashboard continues to show the data read on" in printed.err
    claims.write_bytes(whole.replace(b"c2,paper,", b"c2paper,").replace(b"north;line,p", b",p", 1))
    assert main(["check", str(folder)]) == 1
    printed = capsys.readouterr().out
    assert "held back: claims.csv, row 3, claim “c2”, “c2paper; shells; " in printed
    assert "held back: claims.csv, row 2, claim “c1”, features: the cell is empty, but " in printed
    claims.write_bytes(b"")
    assert main(["check", str(folder)]) == 1
    assert "held back: claims.csv: file: the file is empty" in capsys.readouterr().out
    claims.write_bytes(whole.replace(b"what c1 says", b"what c1 said"))
    assert main(["check", str(folder)]) == 0
    assert "held back" not in "".join(capsys.readouterr())


def test_a_command_does_not_load_at_its_start_what_few_commands_need() -> None:
    few = ("folium", "matplotlib", "openpyxl", "psycopg", "pypdf", "streamlit")
    code = f"import sys, routemap.cli; print([name for name in {few} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
