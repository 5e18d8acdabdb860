"""The data that is sent to the map in the browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from tests.conftest import WriteFolder, small_rows

from routemap.data.load import SHIPPED, load
from routemap.map import HIDDEN, STATES, code
from routemap.map.payload import feature_collection, popup, shown_string
from routemap.model.comparisons import COMPARISONS
from routemap.model.differences import DIFFERENCES
from routemap.model.vocabulary import STANCES, STATUSES, Status
from routemap.questions.evidence import evidence
from routemap.questions.query import Query
from routemap.questions.selection import select

MARKUP = "<script>alert('1')</script> {{ 7*7 }} ${1}"


def test_the_features_are_geojson_in_longitude_and_latitude() -> None:
    sent = json.loads(json.dumps(feature_collection(load(SHIPPED).dataset), allow_nan=False))
    assert sent["type"] == "FeatureCollection"
    ids = [feature["properties"]["id"] for feature in sent["features"]]
    assert len(ids) == len(set(ids)) > 0
    for feature in sent["features"]:
        assert feature["type"] == "Feature"
        geometry = shapely.geometry.shape(feature["geometry"])
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        assert geometry.geom_type == ("Point" if feature["properties"]["type"] == "place"
                                      else "LineString")  # fmt: skip


def test_a_line_of_several_parts_stays_one_feature(write_folder: WriteFolder) -> None:
    parts = [[[130.6, 42.4], [130.5, 42.3]], [[130.4, 42.3], [130.3, 42.2]]]
    rows = small_rows()
    rows["routes"][0]["geometry"] = {"type": "MultiLineString", "coordinates": parts}
    loaded = load(write_folder(rows))
    assert loaded.problems == ()
    sent = json.loads(json.dumps(feature_collection(loaded.dataset)))["features"][3]
    assert sent["geometry"] == rows["routes"][0]["geometry"]


def test_labels_have_the_ends_of_a_route_and_the_uncertainty(folder: Path) -> None:
    by_id = {f["properties"]["id"]: f["properties"]
             for f in feature_collection(load(folder).dataset)["features"]}  # fmt: skip
    assert by_id["line"]["label"] == "Rail, North to South"
    assert (by_id["line"]["from_name"], by_id["line"]["to_name"]) == ("North", "South")
    assert by_id["lane"]["geometry_basis"] == "schematic"
    assert (by_id["area"]["precision"], by_id["area"]["uncertainty_km"]) == ("locality", 10)
    assert by_id["north"]["local_names"] == ["두만강역", "Туманган"]


def test_markup_is_sent_as_text(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["places"][0]["name_en"] = MARKUP
    rows["sources"][1]["name"] = MARKUP
    rows["claims"][0].update(excerpt=MARKUP, note=MARKUP)
    dataset = load(write_folder(rows)).dataset
    assert feature_collection(dataset)["features"][0]["properties"]["name"] == MARKUP
    shown = popup(evidence(select(dataset, Query(stance=("asserts",))), "north"))
    assert shown["title"] == MARKUP
    (claim,) = shown["claims"]
    assert {claim["excerpt"], claim["source"], claim["note"]} == {MARKUP}


@pytest.mark.parametrize("stance", STANCES.keys)
def test_each_feature_has_its_own_character(stance: str) -> None:
    selection = select(load(SHIPPED).dataset, Query(stance=(stance,)))
    shown = shown_string(selection)
    for key, letter in zip(selection.dataset.features.index, shown, strict=True):
        assert (letter == ".") == (key not in selection.status)
        place = selection.dataset.features.index.get_loc(key)
        hides = selection.hides_denials[place] or selection.hides_assertions[place]
        assert letter.isupper() == hides


def test_every_status_has_a_character_of_its_own() -> None:
    letters = [HIDDEN, *STATES]
    assert {look for look, _ in STATES.values()} == {
        *STATUSES.keys, *COMPARISONS.keys, *DIFFERENCES.keys, "existing",
    }  # fmt: skip
    assert [code(look) for look in ("", *Status)] == [".", "a", "d", "x", "b", "w"]
    assert code("denied", assertions_hidden=True) == "X"
    assert all(len(letter) == 1 for letter in letters)
