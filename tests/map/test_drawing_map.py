"""The map to draw on has the base map of all maps, and its state says what is drawn."""

from __future__ import annotations

import json
import re

import pytest
import shapely
from shapely.geometry import LineString, MultiLineString
from tests.conftest import shipped

from routemap.map import STATES, map_script
from routemap.map.base import base_map
from routemap.map.drawing_map import Drawing, drawing_state
from routemap.map.map_state import LOOKS
from routemap.map.scripts import ASSETS
from routemap.map.style import style_table
from routemap.ui.parts.drawing_map import Clicked, sent_click

DATASET = shipped().dataset
LINE = LineString([(130.6, 42.4), (130.5, 42.3)])
KEY = "drawing"


def test_every_feature_of_the_data_is_drawn_as_existing() -> None:
    state = drawing_state(DATASET, Drawing(), data_url="features.json").to_json()
    assert state["looks"] == "drawing"
    assert len(state["shown"]) == len(DATASET.features)
    assert {STATES[letter] for letter in state["shown"]} == {("existing", "")}
    assert state["ahead"] == state["evidence"] == state["query"] == ""


def test_nothing_is_drawn_by_default() -> None:
    sent = drawing_state(DATASET, Drawing(), data_url="features.json").to_json()["sketch"]
    assert sent["place"] is sent["line"] is None
    assert sent["stops"] == []


@pytest.mark.parametrize("line", [LINE, MultiLineString([LINE, LineString([(1, 2), (3, 4)])])])
def test_what_is_drawn_is_sent_as_json_in_longitude_and_latitude(
    line: shapely.geometry.base.BaseGeometry,
) -> None:
    drawing = Drawing((130.6, 42.4), 5.0, line, "schematic", ((130.6, 42.4), (130.5, 42.3)))
    sent = json.loads(json.dumps(drawing.to_json(), allow_nan=False))
    assert shapely.geometry.shape(sent.pop("line")).equals(line)
    assert sent == {
        "place": [130.6, 42.4],
        "radius_km": 5.0,
        "basis": "schematic",
        "stops": [[130.6, 42.4], [130.5, 42.3]],
    }


def test_what_is_sent_is_described_for_the_scripts() -> None:
    types = (ASSETS / "types.js").read_text(encoding="utf-8")
    (comment,) = re.findall(r"@typedef \{object\} Sketch\n((?s:.*?))\*/", types)
    assert {*re.findall(r"@property \{.*\} (\w+)", comment)} == {*Drawing().to_json()}


def test_every_table_of_looks_has_rows_that_the_states_can_have() -> None:
    table = style_table()
    named = {look for look, _hides in STATES.values()}
    for looks in LOOKS:
        rows = table[looks]
        assert isinstance(rows, list)
        assert {row["key"] for row in rows} - named <= {"drawn"}


def test_the_base_map_does_not_depend_on_what_is_drawn() -> None:
    before = base_map("a/").get_root().render()
    drawing_state(DATASET, Drawing((1.0, 2.0), 3.0, LINE), data_url="features.json")
    ids = re.compile(r"[0-9a-f]{32}")
    assert ids.sub("", base_map("a/").get_root().render()) == ids.sub("", before)
    assert '"sketch.js"' in map_script()


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The session state, in which the component puts what the browser has sent."""
    state: dict[str, object] = {}
    monkeypatch.setattr("routemap.ui.parts.map_component.st.session_state", state)
    return state


def clicked(send: dict[str, object], feature: object) -> Clicked | None:
    send[KEY] = {"last_active_drawing": feature}
    return sent_click(DATASET, KEY)


def at(*coordinates: object, **properties: object) -> dict[str, object]:
    point = {"type": "Point", "coordinates": list(coordinates)}
    return {"type": "Feature", "properties": properties, "geometry": point}


def test_a_click_on_the_ground_is_a_position(send: dict[str, object]) -> None:
    assert clicked(send, at(130.1234567, -0.0000001)) == Clicked(130.12346, 0.0, "")
    assert clicked(send, at(-180, 90, clicks=3)) == Clicked(-180.0, 90.0, "")


def test_a_click_on_a_place_has_its_id_and_its_own_position(send: dict[str, object]) -> None:
    point = DATASET.places.geometry["rason-port"]
    found = clicked(send, {"properties": {"id": "rason-port"}, "geometry": None})
    assert found == Clicked(round(point.x, 5), round(point.y, 5), "rason-port")
    assert clicked(send, at(1.0, 2.0, id="rason-port")) == found


@pytest.mark.parametrize("key", ["nowhere", "", 7, None, ["rason-port"], DATASET.routes.index[0]])
def test_only_places_of_the_data_have_an_id(send: dict[str, object], key: object) -> None:
    assert clicked(send, at(1.0, 2.0, id=key)) == Clicked(1.0, 2.0, "")
    assert clicked(send, {"properties": {"id": key}, "geometry": None}) is None


@pytest.mark.parametrize(
    "coordinates",
    [
        (), (1.0,), (1.0, 2.0, 3.0), ("1", "2"), (True, False), (None, None), ([1], [2]),
        (float("nan"), 0.0), (0.0, float("inf")), (180.1, 0.0), (0.0, -90.1), (10**400, 0),
    ],
)  # fmt: skip
def test_a_forged_position_is_no_click(
    send: dict[str, object], coordinates: tuple[object, ...]
) -> None:
    assert clicked(send, at(*coordinates)) is None


@pytest.mark.parametrize(
    "feature", [None, 1, "text", [], {}, {"geometry": 1}, {"properties": []}, {"geometry": {}}]
)
def test_a_forged_feature_is_no_click(send: dict[str, object], feature: object) -> None:
    assert clicked(send, feature) is None
    assert sent_click(DATASET, "another key") is None
    send[KEY] = feature
    assert sent_click(DATASET, KEY) is None
