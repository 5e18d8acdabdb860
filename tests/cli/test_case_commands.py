"""``routemap new`` and ``routemap basemap``: an empty case that works, and its basemap."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from frictionless import Package
from tests.cases import STRAIT

from routemap.cli import main
from routemap.data.basemap import DRAWN, basemap_of
from routemap.data.load import load
from routemap.data.natural_earth.cut import WORLD
from routemap.map.payload import features_document
from routemap.questions.query import Query
from routemap.questions.selection import select


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new case; it is written once, because its basemap takes seconds."""
    folder = tmp_path_factory.mktemp("new") / "case"
    assert main(["new", str(folder)]) == 0
    return folder


def test_a_new_case_checks_clean_and_validates(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(new)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("0 problems; read 0 places")
    report = Package(str(new / "datapackage.json")).validate()
    assert report.flatten(["message"]) == []
    written = (new / "README.md").read_bytes()
    assert main(["describe", str(new)]) == 0
    assert (new / "README.md").read_bytes() == written


def test_a_new_case_can_be_shown(new: Path) -> None:
    dataset = load(new).dataset
    assert len(select(dataset, Query()).positions) == 0
    document = features_document(dataset)
    assert document["features"] == []
    assert document["case"]["bounds"] == [[WORLD[1], WORLD[0]], [WORLD[3], WORLD[2]]]
    assert dataset.basemap.folder == new / "basemap"


def test_a_folder_with_files_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["new", str(tmp_path)]) == 2
    assert "already exists and is not empty; give a new folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert main(["new", str(tmp_path / "notes.txt")]) == 2
    assert "notes.txt: it is a file; give a new folder" in capsys.readouterr().err
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_the_basemap_is_cut_for_the_home_of_the_case(tmp_path: Path) -> None:
    folder = tmp_path / "ferries"
    shutil.copytree(STRAIT, folder, ignore=shutil.ignore_patterns("basemap"))
    (folder / "case.toml").write_text("home = [8.0, 56.0, 14.0, 60.0]", encoding="utf-8")
    assert main(["basemap", str(folder)]) == 0
    overview = json.loads((folder / "basemap" / "overview.geojson").read_text(encoding="utf-8"))
    assert overview["bbox"] == [5.0, 54.0, 17.0, 62.0]
    assert {"NOR", "SWE"} <= {feature["properties"].get("a3") for feature in overview["features"]}
    assert basemap_of(folder).bounds == (-40.0, 9.0, 62.0, 82.0)
    assert [name for name in DRAWN if basemap_of(folder).has(name)] == ["far", "overview"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["basemap", "nowhere"], "the data folder does not exist"),
        (["basemap", str(STRAIT), "--atlas", "nowhere.json"], "the file does not exist; give"),
        (["basemap", str(STRAIT), "--atlas", str(STRAIT / "places.geojson")], "is not TopoJSON"),
    ],
)
def test_what_cannot_be_read_is_named(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err
    assert not (STRAIT / "basemap" / "closeup.geojson").exists()
