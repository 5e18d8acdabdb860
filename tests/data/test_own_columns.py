"""Own columns of a team are kept as text, named by a notice, and never lost without a message."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import Rows, WriteFolder, small_rows, write_rows
from tests.own_rows import own_rows

from routemap.data import cache
from routemap.data.load import Loaded, load
from routemap.data.losses import losses
from routemap.model.tables import TABLES


@pytest.fixture
def own(tmp_path: Path) -> Loaded:
    return load(write_rows(tmp_path / "own", own_rows()))


def claims_with(**own: str) -> Rows:
    rows = small_rows()
    rows["claims"][0]["own"] = own
    return rows


def test_own_columns_of_every_table_are_kept_as_text_in_the_order_of_the_file(own: Loaded) -> None:
    assert own.problems == ()
    assert own.dataset.own_columns == {
        "places": ("fid", "tags", "geometry", "checked"),
        "routes": ("checked", "status"),
        "sources": ("reviewer",),
        "articles": ("archive", "citation"),
        "vessels": ("owner",),
        "allegations": ("Statement (ko)",),
        "claims": ("status", "confidence", "self", "link"),
        "media": ("camera",),
    }
    places = own.dataset.own["places"]
    assert list(places["tags"]) == ['["서울",1.5,null]', "", '{"a":"b"}']
    assert list(places["checked"]) == ["true", "false", ""]
    assert list(own.dataset.own["claims"].loc["c1"]) == ["done", "0.80", "a; b", "x"]
    for table in TABLES:
        frame = getattr(own.dataset, table.name)
        pd.testing.assert_index_equal(frame.index, own.dataset.own[table.name].index)
        assert not set(frame.columns) - {*table.keys, "geometry"}


def test_a_folder_without_own_columns_has_none(folder: Path) -> None:
    dataset = load(folder).dataset
    assert dataset.own_columns == {}
    assert set(dataset.own) == {table.name for table in TABLES}


def test_each_own_column_is_a_notice_that_says_that_it_is_kept(own: Loaded) -> None:
    told = [str(notice) for notice in own.notices if notice.code == "column-unknown"]
    assert len(told) == 16
    assert told[-1].startswith(
        "media.csv:1: camera: unknown column; it is kept and exported unchanged"
    )


def test_own_columns_come_back_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_WORTH", 0)
    folder = write_rows(tmp_path / "own", own_rows())
    first, stages = load(folder), []
    second = load(folder, lambda progress: stages.append(progress.stage))
    assert stages == ["Preparing the map"]
    for name, frame in first.dataset.own.items():
        pd.testing.assert_frame_equal(second.dataset.own[name], frame)


def test_a_record_that_is_left_out_takes_its_own_values_with_it(write_folder: WriteFolder) -> None:
    rows = own_rows()
    rows["claims"][0]["stance"] = "shouts"
    dataset = load(write_folder(rows)).dataset
    assert list(dataset.own["claims"]["confidence"]) == ["high", "", ""]


def test_more_than_fifty_own_columns_are_one_problem_and_the_first_are_kept(
    write_folder: WriteFolder,
) -> None:
    loaded = load(write_folder(claims_with(**{f"x{n}": str(n) for n in range(60)})))
    (problem,) = loaded.problems
    assert str(problem) == (
        "claims.csv:1: x50: and 9 more are ignored; a file can have at most 50 own columns"
    )
    assert loaded.dataset.own_columns["claims"] == tuple(f"x{n}" for n in range(50))


@pytest.mark.parametrize("name", ["two\nlines", "turned\u202ebit", "w" * 101, "a\x1bb"])
def test_a_name_that_no_file_can_carry_is_a_problem(name: str, write_folder: WriteFolder) -> None:
    for table in ("claims", "places"):
        rows = small_rows()
        rows[table][0]["own"] = {name: "x", "fine": "y"}
        loaded = load(write_folder(rows))
        (problem,) = loaded.problems
        assert problem.code == "column-name"
        assert loaded.dataset.own_columns == {table: ("fine",)}


@pytest.mark.parametrize("name", ["", " ", "note "])
def test_a_property_without_a_clear_name_is_a_problem(name: str, write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["places"][0]["own"] = {name: "x"}
    (problem,) = load(write_folder(rows)).problems
    assert problem.code == "column-name"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("w" * 20_001, "value-long"),
        ("half: \ud800", "row-encoding"),
        ({"a": float("inf")}, "value-type"),
        (float("nan"), "value-type"),
        ({"a": ["\udcff"]}, "row-encoding"),
    ],
)
def test_an_own_value_that_cannot_be_kept_costs_no_record(
    value: object, code: str, folder: Path
) -> None:
    path = folder / "places.geojson"
    document = json.loads(path.read_bytes())
    document["features"][0]["properties"]["memo"] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    loaded = load(folder)
    (problem,) = loaded.problems
    assert (problem.code, problem.field, problem.record) == (code, "memo", "north")
    assert problem.message.endswith("; the value is left out")
    assert list(loaded.dataset.places.index) == ["north", "south", "area"]
    assert set(loaded.dataset.own["places"]["memo"]) == {""}


def test_a_member_that_an_own_object_has_twice_is_named(folder: Path) -> None:
    path = folder / "places.geojson"
    content = path.read_text(encoding="utf-8")
    own = '"note": "", "memo": {"a": [{"b": 1, "b": 2}]}'
    path.write_text(content.replace('"note": ""', own, 1), encoding="utf-8")
    loaded = load(folder)
    assert [(problem.code, problem.field) for problem in loaded.problems] == [("member-twice", "b")]
    assert loaded.dataset.own["places"].loc["north", "memo"] == '{"a":[{"b":2}]}'


def test_own_values_are_cleaned_and_judged_like_texts_that_are_known(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    texts = {"a": "=cmd|x!A0", "b": "turn\u202eed", "c": "#REF!", "d": "êµ\xad ì\x82¬ë¡\x9c"}
    rows["claims"][0]["own"] = texts
    loaded = load(write_folder(rows))
    found = {problem.field: problem.code for problem in loaded.problems}
    assert found["a"] == "value-formula"
    assert found["b"] == "value-characters"
    assert found["c"] == "value-spreadsheet"
    assert found["d"] == "value-encoding"
    assert loaded.dataset.own["claims"].loc["c1", "b"] == "turn\ufffded"


def lost(tmp_path: Path, **new: str) -> list[str]:
    """Return the losses when these own columns replace those of the first claim."""
    good = load(write_rows(tmp_path / "good", claims_with(memo="much work", other="yes")))
    return [
        str(loss) for loss in losses(good, load(write_rows(tmp_path / "new", claims_with(**new))))
    ]


def test_an_own_column_that_vanishes_with_its_values_is_a_loss(tmp_path: Path) -> None:
    assert lost(tmp_path, other="yes") == [
        "claims.csv, row 1, claim “c1”, memo: the column is missing, but 1 record had a value in "
        "it; to remove it, empty its values first"
    ]


def test_an_own_value_that_can_no_longer_be_read_is_a_loss(tmp_path: Path) -> None:
    (line,) = lost(tmp_path, memo="w" * 20_001, other="yes")
    assert line.startswith("claims.csv, row 2, claim “c1”, memo “www")
    assert "longer than 20,000 characters" in line


@pytest.mark.parametrize(
    "new",
    [
        {"memo": "other work", "other": "yes"},
        {"memo": "", "other": "yes"},
        {"remark": "much work", "other": "yes"},
        {"other": "yes", "memo": "much work"},
    ],
    ids=["changed", "emptied", "renamed", "moved"],
)
def test_an_own_column_that_an_editor_changes_is_no_loss(
    new: dict[str, str], tmp_path: Path
) -> None:
    assert lost(tmp_path, **new) == []


def test_a_misspelt_column_that_is_corrected_is_no_loss(tmp_path: Path) -> None:
    rows = small_rows()
    rows["claims"][0]["note"] = "a note"
    folder = write_rows(tmp_path / "folder", rows)
    claims = folder / "claims.csv"
    right = claims.read_bytes()
    claims.write_bytes(right.replace(b"note", b"notes", 1))
    good = load(folder)
    assert good.dataset.own["claims"].loc["c1", "notes"] == "a note"
    claims.write_bytes(right)
    assert losses(good, load(folder)) == ()


def test_an_own_property_that_vanishes_is_a_loss(tmp_path: Path) -> None:
    good = load(write_rows(tmp_path / "good", own_rows()))
    rows = own_rows()
    del rows["places"][2]["own"]["tags"]
    found = [str(loss) for loss in losses(good, load(write_rows(tmp_path / "new", rows)))]
    assert len(found) == 1
    assert found[0].startswith("places.geojson, feature 3, place “area”, tags: the property is")
