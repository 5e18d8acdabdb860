"""Media: the checks of their records, and of their files."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from tests.cases import STRAIT
from tests.conftest import Rows, WriteFolder, small_rows

from routemap.cli import main
from routemap.data.load import load
from routemap.data.media import media_problems, read_media
from routemap.data.published import held_back
from routemap.data.reading.footprint import footprint_of
from routemap.model.errors import DataFileError
from routemap.model.media_table import ENDINGS, FOLDER, FORMATS, MAX_BYTES, format_of

HASH = "0" * 64
Told = pytest.CaptureFixture[str]


@pytest.fixture
def strait(tmp_path: Path) -> Path:
    """A copy of the invented case, which has one image."""
    return Path(shutil.copytree(STRAIT, tmp_path / "strait"))


def with_media(**changes: str) -> Rows:
    rows = small_rows()
    rows["media"][0] |= changes
    return rows


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"article": ""}, "media-use", "claims"),
        ({"url": ""}, "media-source", "file"),
        ({"file": "pier.png"}, "media-hash", "sha256"),
        ({"sha256": HASH}, "media-hash", "sha256"),
        ({"file": "../claims.csv"}, "value-file", "file"),
        ({"file": "a/pier.png"}, "value-file", "file"),
        ({"file": "/etc/passwd"}, "value-file", "file"),
        ({"file": "a..png"}, "value-file", "file"),
        ({"file": ".png"}, "value-file", "file"),
        ({"file": "pier.svg"}, "value-file", "file"),
        ({"file": "pier.html"}, "value-file", "file"),
        ({"file": "pier"}, "value-file", "file"),
        ({"url": "javascript:alert(1)"}, "value-url", "url"),
        ({"taken": "yesterday"}, "value-date", "taken"),
        ({"taken": "2999"}, "date-future", "taken"),
        ({"credit": ""}, "value-missing", "credit"),
        ({"alt": ""}, "value-missing", "alt"),
        ({"sha256": "abc"}, "value-hash", "sha256"),
        ({"claims": "c1;no-such-claim"}, "reference-unknown", "claims"),
        ({"article": "no-such-article"}, "reference-unknown", "article"),
    ],
)
def test_a_record_that_cannot_be_shown_is_named(
    write_folder: WriteFolder, changes: dict[str, str], code: str, field: str
) -> None:
    (problem,) = load(write_folder(with_media(**changes))).problems
    assert (problem.file, problem.row, problem.record) == ("media.csv", 2, "photo")
    assert (problem.code, problem.field) == (code, field)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("here", "GeoJSON geometry"),
        ("[1, 2]", "GeoJSON geometry"),
        ('{"type": "Point", "coordinates": ["1", "2"]}', "GeoJSON geometry"),
        ('{"type": "Feature", "geometry": null}', "GeoJSON geometry"),
        ('{"type": "Point", "coordinates": [1, 2], "crs": "EPSG:3857"}', "GeoJSON geometry"),
        ('{"type": "Point", "coordinates": [42.3, 130.5]}', "look swapped"),
        ('{"type": "Point", "coordinates": [NaN, 1]}', "not a finite number"),
        ('{"type": "GeometryCollection", "geometries": []}', "is a GeometryCollection"),
        ('{"type": "Polygon", "coordinates": [[[0,0],[2,2],[2,0],[0,2],[0,0]]]}', "not valid"),
        ("[" * 5000, "GeoJSON geometry"),
    ],
)
def test_a_footprint_is_checked_like_other_geometry(
    write_folder: WriteFolder, text: str, words: str
) -> None:
    found = load(write_folder(with_media(footprint=text)))
    (problem,) = found.problems
    assert (problem.code, problem.field) == ("value-geometry", "footprint")
    assert words in str(problem)
    assert found.dataset.media["footprint"].tolist() == [""]


def test_a_footprint_can_be_an_area() -> None:
    area = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    assert footprint_of(json.dumps(area)).geom_type == "Polygon"


def test_no_claim_is_left_out_because_media_refer_to_it(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"].append({**rows["claims"][0], "stance": "estimates"})
    found = load(write_folder(rows))
    assert [problem.code for problem in found.problems] == ["id-twice"]
    assert "c1" in found.dataset.claims.index


def test_a_folder_needs_no_media(folder: Path) -> None:
    (folder / "media.csv").unlink()
    found = load(folder)
    assert not found.problems
    assert found.dataset.media.empty


def test_each_format_has_its_own_endings() -> None:
    assert len(set(ENDINGS)) == len(ENDINGS)
    assert not {"svg", "html", "htm", "xml", "js", "xhtml"} & set(ENDINGS)
    assert [
        row for row in FORMATS if row.is_image and not row.media_type.startswith("image/")
    ] == []


CONTENT = {
    "a.png": b"\x89PNG\r\n\x1a\nrest",
    "a.jpg": b"\xff\xd8\xff\xe0rest",
    "a.jpeg": b"\xff\xd8\xff\xe1rest",
    "a.webp": b"RIFF\n\x00\x00\x00WEBPrest",
    "a.gif": b"GIF89arest",
    "a.gpx": b'<?xml version="1.0"?>\n<!-- a track -->\n<gpx version="1.1"></gpx>',
    "a.geojson": b'\n{"type": "FeatureCollection", "features": []}',
    "a.pdf": b"%PDF-1.7 rest",
}


def written(folder: Path, name: str, content: bytes) -> str:
    path = folder / FOLDER / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", CONTENT)
def test_a_file_is_what_its_ending_says(tmp_path: Path, name: str) -> None:
    content = CONTENT[name]
    assert read_media(tmp_path, name, written(tmp_path, name, content)) == content
    own = format_of(name)
    for other in CONTENT:
        if format_of(other) is not own:
            sha256 = written(tmp_path, other, content)
            with pytest.raises(DataFileError, match="save it again in this format"):
                read_media(tmp_path, other, sha256)


def test_every_ending_is_tested() -> None:
    assert {name.partition(".")[2] for name in CONTENT} == set(ENDINGS)


def test_check_and_verify_accept_the_files_of_a_case(strait: Path, capsys: Told) -> None:
    assert main(["check", str(strait)]) == 0
    assert main(["verify", str(strait)]) == 0
    assert "read 0 saved pages, 1 media file" in capsys.readouterr().err


def _missing(path: Path) -> None:
    path.unlink()


def _changed(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"!")


def _page(path: Path) -> None:
    path.write_bytes(b"<html><script>alert(1)</script>")


def _large(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(MAX_BYTES + 1)


def _outside(path: Path) -> None:
    other = path.parents[2] / "secret.png"
    path.rename(other)
    path.symlink_to(other)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_missing, "is not in the folder media"),
        (_changed, "another hash than its record; if the file is right, write "),
        (_page, "its content is not PNG"),
        (_large, "larger than 20 MB"),
        (_outside, "a link to a file outside the data folder"),
        (_folder, "not a regular file"),
    ],
)
def test_check_and_verify_name_a_file_that_cannot_be_shown(
    strait: Path, capsys: Told, damage: object, words: str
) -> None:
    damage(strait / FOLDER / "pier.png")  # type: ignore[operator]
    assert not load(strait).problems  # no file is read for readers of the map
    for command in ("check", "verify"):
        assert main([command, str(strait)]) == 1
        told = capsys.readouterr().out
        assert told.startswith("media.csv:2 (pier-drawing): file"), told
        assert words in told


def test_a_missing_hash_is_named(strait: Path) -> None:
    table = strait / "media.csv"
    sha256 = hashlib.sha256((strait / FOLDER / "pier.png").read_bytes()).hexdigest()
    table.write_text(table.read_text("utf-8").replace(sha256, ""), "utf-8")
    (problem,) = media_problems(load(strait), strait)
    assert f"write {sha256}" in str(problem)


def test_a_folder_that_had_media_cannot_just_lose_them(strait: Path) -> None:
    good = load(strait)
    (strait / "media.csv").unlink()
    (reason,) = held_back(load(strait), good)
    assert reason.startswith("media.csv: the file is missing")
