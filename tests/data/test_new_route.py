"""The cells of new places and routes are those of the lines, and the checks accept their rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shapely.geometry import mapping, shape
from tests.conftest import shipped

from routemap.data.drafts.drafted_files import with_draft
from routemap.data.lines.drawn import Stop
from routemap.data.lines.lines import line_between
from routemap.data.lines.new_route import place_cells, route_cells
from routemap.data.load import load
from routemap.model.draft import GEOMETRY, Change, Draft, FieldEdit, RecordEdit
from routemap.model.errors import CoordinateError, LineError, UnknownFeatureError
from routemap.model.vocabulary import MODES, PRECISIONS

CASE = Path(__file__).parents[1] / "cases" / "strait"
STRAIT = load(CASE)
DATASET = shipped().dataset
WHARF = Stop("Wharf", (-22.45, -34.25), 2.0, "locality")


def added(table: str, record: str, cells: dict[str, str]) -> RecordEdit:
    fields = tuple(FieldEdit(key, "", text) for key, text in cells.items() if text)
    return RecordEdit(table, record, Change.ADDED, fields)


def test_the_cells_of_a_route_are_those_of_its_line() -> None:
    places = ["pyongyang", "tumen-river-station", "khasan-station"]
    drawn = line_between(DATASET, "rail", places)
    cells = route_cells(DATASET, "rail", places)
    assert json.loads(cells.pop(GEOMETRY)) == json.loads(json.dumps(mapping(drawn.geometry)))
    assert cells == {
        "mode": "rail",
        "from": "pyongyang",
        "via": "tumen-river-station",
        "to": "khasan-station",
        "geometry_basis": drawn.basis,
        "geometry_source": drawn.source,
        "note": drawn.sentence,
    }


def test_every_place_on_the_way_is_in_via_in_order() -> None:
    places = ["vellmar", "ostby", "needle-light", "ostby"]
    assert route_cells(STRAIT.dataset, "road", places)["via"] == "ostby;needle-light"


@pytest.mark.parametrize("mode", MODES.keys)
def test_the_checks_accept_a_new_place_and_a_route_to_it(mode: str) -> None:
    place = {
        "kind": "port", "name_en": "Wharf", "country": "XVA", "coordinate_source": "Invented.",
        **place_cells(WHARF.point, WHARF.precision, WHARF.radius_km),
    }  # fmt: skip
    route = {
        "kind": "route", "name_en": "To the wharf",
        **route_cells(STRAIT.dataset, mode, ["ostby", "wharf"], {"wharf": WHARF}),
    }  # fmt: skip
    edits = (added("places", "wharf", place), added("routes", "to-wharf", route))
    draft = Draft(
        "20260101-abcdef", STRAIT.dataset.revision, "Ann", datetime(2026, 1, 1, tzinfo=UTC),
        "A test.", edits,
    )  # fmt: skip
    after = with_draft(STRAIT, CASE, draft)
    assert {problem.code for problem in after.problems} == {"feature-unclaimed"}
    assert {"wharf", "to-wharf"} <= {*after.dataset.features.index}
    drawn = after.dataset.routes.geometry["to-wharf"]
    assert drawn.equals(line_between(STRAIT.dataset, mode, ["ostby", "wharf"], {"wharf": WHARF})
                        .geometry)  # fmt: skip
    assert drawn.coords[-1] == WHARF.point


def test_a_new_place_replaces_one_of_the_data_with_its_id() -> None:
    moved = Stop("Ostby", (-20.0, -34.0), 1.0, "exact")
    cells = route_cells(STRAIT.dataset, "air", ["vellmar", "ostby"], {"ostby": moved})
    assert shape(json.loads(cells[GEOMETRY])).coords[-1] == moved.point


@pytest.mark.parametrize(
    ("mode", "places", "error", "message"),
    [
        ("rail", ["vellmar", "ostbi"], UnknownFeatureError, "did you mean “ostby”?"),
        ("rail", ["vellmar"], LineError, "at least two places"),
        ("rail", [], LineError, "at least two places"),
        ("rail", ["ostby", "ostby"], LineError, "at the same point"),
        ("rocket", ["vellmar", "ostby"], LineError, "use rail, sea"),
    ],
)
def test_a_route_that_cannot_be_drawn_is_an_error(
    mode: str, places: list[str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        route_cells(STRAIT.dataset, mode, places)


def test_the_cells_of_a_place_are_rounded_to_a_metre() -> None:
    cells = place_cells((130.644912345, -0.000001), "exact", 0.25)
    assert cells == {
        "precision": "exact",
        "uncertainty_km": "0.25",
        GEOMETRY: '{"type": "Point", "coordinates": [130.64491, 0.0]}',
    }
    assert place_cells((130.6, 42.4), "region", 60.0)["uncertainty_km"] == "60"


@pytest.mark.parametrize(
    ("position", "precision", "radius", "message"),
    [
        ((180.1, 0.0), "exact", 1.0, "longitude 180.1 is outside"),
        ((0.0, -90.1), "exact", 1.0, "latitude -90.1 is outside"),
        ((float("nan"), 0.0), "exact", 1.0, "longitude nan"),
        ((0.0, float("inf")), "exact", 1.0, "latitude inf"),
        ((0.0, 0.0), "exakt", 1.0, "did you mean “exact”?"),
        ((0.0, 0.0), "exact", -1.0, "radius -1 km"),
        ((0.0, 0.0), "exact", float("nan"), "radius nan km"),
    ],
)
def test_a_place_that_is_not_on_the_earth_is_an_error(
    position: tuple[float, float], precision: str, radius: float, message: str
) -> None:
    with pytest.raises(CoordinateError) as raised:
        place_cells(position, precision, radius)
    assert message in str(raised.value)


@pytest.mark.parametrize("precision", PRECISIONS.keys)
def test_every_precision_can_be_written(precision: str) -> None:
    assert place_cells((1.0, 2.0), precision, 3.0)["precision"] == precision
