"""Areas of regions and days of observed tracks, as the evidence panel and the map show them."""

from __future__ import annotations

import json

import pytest
import shapely
from tests.cases import STRAIT
from tests.conftest import WriteFolder, outlined_rows

from routemap.data.load import load
from routemap.data.losses import losses
from routemap.map.compact import compact_document
from routemap.map.payload import feature_collection
from routemap.questions.evidence import evidence
from routemap.questions.place_areas import area_json, area_of, area_source
from routemap.questions.query import Query
from routemap.questions.selection import select

DATASET = load(STRAIT).dataset


def test_the_area_of_a_place_is_read_by_its_id() -> None:
    assert list(DATASET.areas.index) == ["kelp-banks"]
    assert DATASET.areas.crs == "EPSG:4326"
    assert shapely.covers(area_of(DATASET, "kelp-banks"), DATASET.places.geometry["kelp-banks"])
    assert area_of(DATASET, "vellmar") is None
    assert area_source(DATASET, "kelp-banks") == "drawn by hand for the tests (CC0-1.0)"
    assert area_source(DATASET, "vellmar") == ""


@pytest.mark.parametrize(
    ("feature", "facts"),
    [
        (
            "kelp-banks",
            {
                "Location": "Osterholm, within the outlined region",
                "Outline from": "drawn by hand for the tests",
                "Licence of the outline": "CC0-1.0",
            },
        ),
        (
            "vellmar-banks-track",
            {"Drawn as": "Observed track", "Observed": "27 February to 1 March 1931"},
        ),
    ],
)
def test_the_panel_has_the_area_and_the_days(feature: str, facts: dict[str, str]) -> None:
    found = dict(evidence(select(DATASET, Query()), feature).facts)
    assert {label: found[label] for label in facts} == facts


def test_other_features_have_no_such_facts() -> None:
    everything = select(DATASET, Query())
    for feature in set(DATASET.features.index) - {"kelp-banks", "vellmar-banks-track"}:
        found = dict(evidence(everything, feature).facts)
        assert not {"Observed", "Outline from", "Licence of the outline"} & set(found)


@pytest.mark.parametrize(("icon", "codes"), [("region", []), ("port", ["area-kind"])])
def test_a_kind_that_a_case_adds_with_the_sign_of_a_region_has_an_area(
    icon: str, codes: list[str], write_folder: WriteFolder
) -> None:
    rows = outlined_rows()
    rows["places"][2]["kind"] = "bay"
    folder = write_folder(rows)
    term = f'key = "bay"\nlabel = "Bay"\nmeaning = "A bay."\nicon = "{icon}"\n'
    (folder / "case.toml").write_text(f"[[terms.place_kinds]]\n{term}", encoding="utf-8")
    loaded = load(folder)
    assert [problem.code for problem in loaded.problems] == codes
    assert len(loaded.dataset.areas) == (not codes)


def test_the_map_gets_areas_with_five_digits_in_both_formats(write_folder: WriteFolder) -> None:
    loaded = load(write_folder(outlined_rows()))
    assert loaded.problems == ()
    dataset = loaded.dataset
    sent = json.loads(json.dumps(feature_collection(dataset)))["features"]
    areas = {f["properties"]["id"]: f["properties"].get("area") for f in sent}
    assert [key for key, area in areas.items() if area] == ["area"]
    outer = areas["area"]["coordinates"][0][0]
    assert [126.51235, 39.5] in outer
    assert shapely.LinearRing(outer).is_ccw  # RFC 7946, section 3.1.6
    exact = area_json(dataset, "area")
    assert exact is not None
    assert (126.5123456789, 39.5) in exact["coordinates"][0][0]
    compact = json.loads(json.dumps(compact_document(dataset)))
    assert compact["places"]["areas"] == {"2": areas["area"]}


def test_the_map_gets_the_days_of_an_observed_track() -> None:
    sent = {f["properties"]["id"]: f["properties"] for f in feature_collection(DATASET)["features"]}
    assert sent["vellmar-banks-track"]["observed"] == "observed 27 February to 1 March 1931"
    assert sent["vellmar-ostby-ferry"]["observed"] == ""


def test_an_area_that_can_no_longer_be_read_is_a_loss(write_folder: WriteFolder) -> None:
    good = load(write_folder(outlined_rows()))
    rows = outlined_rows()
    rows["places"][2]["kind"] = "city"
    (loss,) = losses(good, load(write_folder(rows)))
    assert "only a region or a country has an area" in str(loss)
    rows["areas"] = []  # removed on purpose
    assert losses(good, load(write_folder(rows))) == ()
