"""Editing features of a GeoJSON file changes nothing else in the file."""

from __future__ import annotations

import difflib
import json

import pytest

from routemap.data.load import SHIPPED
from routemap.data.reading.edits import Edits
from routemap.data.reading.feature_edits import with_features
from routemap.model.errors import DataFileError
from routemap.model.tables import PLACES, ROUTES

POINT = '{"type": "Point", "coordinates": [130.50, 42.3]}'
NEW = {"name_en": "New “place”", "uncertainty_km": "0.5", "aliases": "1", "": POINT}


def lines(before: bytes, after: bytes) -> list[str]:
    """Return the lines that differ, as a diff shows them."""
    found = difflib.unified_diff(*(text.decode().splitlines() for text in (before, after)), n=0)
    return [line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def features(content: bytes) -> dict[str, dict]:
    found = json.loads(content.decode("utf-8-sig"))["features"]
    return {feature["properties"]["id"]: feature for feature in found}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_features_of_the_edit_differ(indent: int | None, mark: str) -> None:
    before = (SHIPPED / "places.geojson").read_bytes()
    if indent:
        before = json.dumps(json.loads(before), ensure_ascii=False, indent=indent).encode()
    before = mark.encode() + before
    first, second, *_, last = features(before)
    after = with_features(
        before,
        PLACES,
        Edits(
            {second: {"note": 'Seen "here".', "uncertainty_km": "7", "": POINT, "own": "x"}},
            {"new-place": NEW},
            [first, last],
        ),
    )
    was, now = features(before), features(after)
    assert [*now] == [key for key in was if key not in (first, last)] + ["new-place"]
    assert now[second]["properties"] == {
        **was[second]["properties"],
        "note": 'Seen "here".',
        "uncertainty_km": 7,
        "own": "x",
    }
    assert now["new-place"]["properties"]["uncertainty_km"] == 0.5
    assert now["new-place"]["properties"]["aliases"] == "1"
    assert now["new-place"]["geometry"] == json.loads(POINT)
    assert all(now[key] == was[key] for key in now if key not in (second, "new-place"))
    assert [*now["new-place"]["properties"]] == [*PLACES.keys]
    if indent:
        return
    # a line is a feature, and the comma of the last one goes with it
    assert sum(line[0] == "+" for line in lines(before, after)) == 2
    assert sum(line[0] == "-" for line in lines(before, after)) == 3


def test_an_indented_file_stays_indented() -> None:
    document = json.loads((SHIPPED / "routes.geojson").read_bytes())
    document["features"] = document["features"][:3]
    before = json.dumps(document, ensure_ascii=False, indent=1).encode()
    line = '{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}'
    after = with_features(before, ROUTES, Edits(added={"new": {"": line}}))
    assert json.dumps(json.loads(after), ensure_ascii=False, indent=1).encode() == after
    assert [text for text in lines(before, after) if text[0] == "-"] == []


def test_the_first_and_the_last_feature_of_a_file() -> None:
    empty = b'{"type": "FeatureCollection", "features": [\n]}\n'
    one = with_features(empty, PLACES, Edits(added={"a": {"": POINT}}))
    two = with_features(one, PLACES, Edits(added={"b": {"": POINT}}))
    assert [*features(one)], [*features(two)] == (["a"], ["a", "b"])
    assert with_features(two, PLACES, Edits(removed=["b"])) == one
    assert features(with_features(two, PLACES, Edits(removed=["a", "b"]))) == {}


@pytest.mark.parametrize(
    ("content", "edit", "fault"),
    [
        (b"{", {"removed": ["a"]}, "places.geojson: the file is not a GeoJSON"),
        (b'{"features": [{}]}', {"removed": ["a"]}, "not a GeoJSON"),
        (b'{"features": []}', {"removed": ["a"]}, "no feature has “a”"),
        (
            b'{"features": [{"properties": {"id": "a"}}, {"properties": {"id": "a"}}]}',
            {"changed": {"a": {"note": "x"}}},
            "two features have the id “a”",
        ),
        (b'{"features": [{"properties": {"id": "a"}}]}', {"added": {"a": {}}}, "already has"),
        (b"{}", {"added": {"a": {}}}, "no list of features"),
    ],
)
def test_a_file_that_cannot_be_edited_is_left_alone(content: bytes, edit: dict, fault: str) -> None:
    with pytest.raises(DataFileError, match=fault):
        with_features(content, PLACES, Edits(**edit))


def test_a_new_feature_has_the_properties_of_the_others_and_its_own() -> None:
    empty = b'{"type": "FeatureCollection", "features": []}'
    named = {"": POINT, "name_en": "Quay", "country": "RUS"}
    one = with_features(empty, PLACES, Edits(added={"a": named}))
    # not the languages of other cases
    assert list(features(one)["a"]["properties"]) == ["id", "name_en", "country"]
    two = with_features(one, PLACES, Edits(added={"b": {"": POINT, "name_fi": "Laituri"}}))
    found = features(two)["b"]["properties"]
    assert found == {"id": "b", "name_en": "", "country": "", "name_fi": "Laituri"}
