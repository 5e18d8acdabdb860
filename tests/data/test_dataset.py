"""The checked data of one revision: frames, their order, and counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import WriteFolder, small_rows

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.data.word_index import fold
from routemap.map.payload import feature_collection, shown_string
from routemap.model.claim_table import CLAIMS
from routemap.model.errors import RoutemapError, UnknownFeatureError
from routemap.model.tables import TABLES
from routemap.questions.matrix import allegation_summaries
from routemap.questions.query import Query
from routemap.questions.reconcile import reconcile
from routemap.questions.selection import select


@pytest.fixture
def dataset(folder: Path) -> Dataset:
    return load(folder).dataset


def test_features_are_the_places_and_then_the_routes_in_file_order(dataset: Dataset) -> None:
    assert list(dataset.features.index) == ["north", "south", "area", "line", "lane"]
    assert list(dataset.features["type"]) == ["place"] * 3 + ["route"] * 2
    assert list(dataset.features["mode"]) == ["", "", "", "rail", "sea"]


def test_both_frames_of_geometry_are_wgs_84(dataset: Dataset) -> None:
    assert dataset.places.crs == "EPSG:4326"
    assert dataset.routes.crs == "EPSG:4326"
    assert dataset.places.geometry["north"].coords[0] == (130.6, 42.4)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_cells_of_several_values_are_tuples_and_unknown_ones_empty_text(
    table, dataset: Dataset
) -> None:
    frame = getattr(dataset, table.name)
    for column in table.columns[1:]:
        expected = tuple if column.many else float if column.key == "uncertainty_km" else str
        assert all(isinstance(value, expected) for value in frame[column.key]), column.key


def test_every_mention_is_a_pair_of_claim_and_feature(dataset: Dataset) -> None:
    claim, feature = dataset.about
    pairs = {
        (dataset.claims.index[c], dataset.features.index[f])
        for c, f in zip(claim, feature, strict=True)
    }
    assert pairs == {
        ("c1", "north"), ("c1", "line"), ("c2", "north"), ("c2", "line"), ("c3", "lane"),
        ("c3", "south"), ("c3", "north"), ("c4", "area"), ("c4", "south"),
    }  # fmt: skip


def test_date_bounds_are_those_of_the_date_or_open(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0]["happened"] = "2022-11/.."
    bounds = load(write_folder(rows)).dataset.bounds["happened"]
    assert list(bounds.known) == [True, False, True, True]
    assert date.fromordinal(int(bounds.first[0])) == date(2022, 11, 1)
    assert bounds.last[0] > date.max.toordinal()
    assert date.fromordinal(int(bounds.last[3])) == date(2013, 12, 31)


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        pytest.param("KHASAN", "khasan", id="case"),
        pytest.param("Nāmp'o", "namp'o", id="accent"),
        pytest.param("Ｒａｓｏｎ", "rason", id="width"),
        pytest.param("Туманган", "ТУМАНГАН", id="russian"),
        pytest.param("두만강역", "\u1103\u116e\u1106\u1161\u11ab", id="korean letter by letter"),
    ],
)
def test_search_does_not_depend_on_how_a_word_is_typed(written: str, sought: str) -> None:
    assert fold(sought) in fold(written)


def test_an_unknown_feature_is_refused_by_name(dataset: Dataset) -> None:
    with pytest.raises(UnknownFeatureError, match="“moon” is neither a place nor a route") as error:
        dataset.feature("moon")
    assert isinstance(error.value, RoutemapError)
    assert isinstance(error.value, LookupError)


def test_data_without_a_single_record_still_answers_every_question(
    write_folder: WriteFolder,
) -> None:
    loaded = load(write_folder({table.name: [] for table in TABLES}))
    selection = select(loaded.dataset, Query(first=date(2022, 1, 1), mode=("rail",), text="x"))
    assert loaded.problems == ()
    assert list(loaded.dataset.claims.columns) == list(CLAIMS.keys[1:])
    assert (len(selection.claims), selection.undated, shown_string(selection)) == (0, 0, "")
    assert not selection.hides_denials.any()
    assert allegation_summaries(selection) == ()
    assert feature_collection(loaded.dataset)["features"] == []
    assert reconcile(Query(source=("ministry",)), loaded.dataset)[0].source == ()
