"""The route of media files: only the files of records, unchanged, and never as a page."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.cases import STRAIT

from routemap.data.load import VARIABLE, load
from routemap.data.repository import forget_repositories
from routemap.model.media_table import FOLDER
from routemap.web.guard.policies import addresses
from routemap.web.media import media_url
from routemap.web.pages import ADDRESSES
from routemap.web.routes import routes

FILE = STRAIT / FOLDER / "pier.png"
HASH = load(STRAIT).dataset.media["sha256"]["pier-drawing"]
PATH = media_url("pier-drawing").removeprefix(".")
TRACK = b'<gpx version="1.1"><trk/></gpx>'


@pytest.fixture
def strait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the invented case, which is served."""
    folder = Path(shutil.copytree(STRAIT, tmp_path / "strait"))
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture
def client(strait: Path) -> TestClient:  # noqa: ARG001
    return TestClient(Starlette(routes=routes()))


def add_row(folder: Path, row: str) -> None:
    table = folder / "media.csv"
    table.write_text(f"{table.read_text('utf-8')}{row}\n", "utf-8")


def test_an_image_is_served_inline_with_its_type(client: TestClient) -> None:
    answer = client.get(PATH)
    assert answer.status_code == 200
    assert answer.content == FILE.read_bytes()
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == 'inline; filename="pier.png"'


def test_a_browser_that_has_the_image_does_not_get_it_again(client: TestClient) -> None:
    headers = client.get(PATH).headers
    assert headers["cache-control"] == "private, no-cache"
    again = client.get(PATH, headers={"If-None-Match": headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(PATH, headers={"If-None-Match": '"other"'}).status_code == 200


def test_another_file_is_a_download(strait: Path) -> None:
    (strait / FOLDER / "log.gpx").write_bytes(TRACK)
    sha256 = hashlib.sha256(TRACK).hexdigest()
    add_row(strait, f"track,watch-1,,log.gpx,,,The watch,,,{sha256},The way of the ferry.,")
    answer = TestClient(Starlette(routes=routes())).get("/data/media/track")
    assert answer.content == TRACK
    assert answer.headers["content-type"] == "application/gpx+xml"
    assert answer.headers["content-disposition"] == 'attachment; filename="log.gpx"'


@pytest.mark.parametrize(
    "key",
    [
        "no-such-id", "pier.png", "watch-plate", "", "..", "../claims.csv", "..%2Fclaims.csv",
        "%2e%2e%2fclaims.csv", "..%5cclaims.csv", "pier-drawing%00", "pier-drawing/x", HASH,
    ],
)  # fmt: skip
def test_only_the_files_of_records_are_served(client: TestClient, key: str) -> None:
    answer = client.get(f"/data/media/{key}")
    assert answer.status_code == 404
    assert b"gazette" not in answer.content


def _missing(path: Path) -> None:
    path.unlink()


def _changed(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"!")


def _link_outside(path: Path) -> None:
    other = path.parents[2] / "other.png"
    path.rename(other)
    path.symlink_to(other)


def _folder_outside(path: Path) -> None:
    other = path.parents[2] / "other"
    path.parent.rename(other)
    path.parent.symlink_to(other)


@pytest.mark.parametrize("damage", [_missing, _changed, _link_outside, _folder_outside])
def test_a_file_that_differs_from_its_record_is_not_served(
    client: TestClient, strait: Path, damage: object
) -> None:
    damage(strait / FOLDER / "pier.png")  # type: ignore[operator]
    answer = client.get(PATH)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert str(strait) not in answer.text


def test_a_withdrawn_record_is_no_longer_served(client: TestClient, strait: Path) -> None:
    assert client.get(PATH).status_code == 200
    table = strait / "media.csv"
    table.write_text(table.read_text("utf-8").replace("pier-drawing", "drawing"), "utf-8")
    forget_repositories()  # a new process
    assert client.get(PATH).status_code == 404
    assert client.get("/data/media/drawing").status_code == 200


def test_the_login_and_the_limits_cover_media() -> None:
    area = addresses("", ADDRESSES).named(PATH)
    assert (area.key, area.is_open, area.rate) == ("data", False, "data")
