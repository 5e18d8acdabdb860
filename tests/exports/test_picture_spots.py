"""Places on one spot in a picture: side by side, as on the dashboard's map."""

from __future__ import annotations

from math import dist

import numpy as np
import pytest

from routemap.exports.picture.free_space import DISC
from routemap.exports.picture.lines import crossing_spot, routes_in_view
from routemap.exports.picture.places import Place, places_in_view
from routemap.exports.picture.spots import spread
from routemap.exports.picture.subject import subject
from routemap.exports.picture.viewport import at_view, world
from routemap.map.style import SPOT_STYLE
from routemap.map.zooms import MAX_ZOOM, MIN_ZOOM
from routemap.questions.parameter_values import MapView
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.exports.drawings import DATASET, drawing, features, groups, words

BOX = (0.0, 0.0, 960.0, 560.0)
PYONGYANG = DATASET.places.geometry["pyongyang"]
PAIR = ("pyongyang-factories", "pyongyang")


def view(zoom: float) -> MapView:
    return MapView(PYONGYANG.y, PYONGYANG.x, zoom)


def placed(zoom: float, asked: Query | None = None) -> dict[str, Place]:
    frame = at_view(BOX, view(zoom))
    found = places_in_view(subject(select(DATASET, asked or Query())), frame)
    spread(found, DATASET)
    return {place.key: place for place in found}


@pytest.mark.parametrize("zoom", range(MIN_ZOOM, MAX_ZOOM + 1))
def test_the_disc_of_a_city_does_not_cover_its_factories(zoom: int) -> None:
    frame, found = at_view(BOX, view(zoom)), placed(zoom)
    factories, city = (found[key] for key in PAIR)
    assert dist((factories.x, factories.y), (city.x, city.y)) > 2 * DISC
    ((x, y),) = frame.placed(world(np.array([[PYONGYANG.x, PYONGYANG.y]])))
    assert factories.spot == city.spot == pytest.approx((x, y))


def test_a_place_that_is_alone_on_its_spot_is_drawn_there() -> None:
    for place in placed(9).values():
        if place.key not in PAIR:
            assert (place.x, place.y) == place.spot
    alone = placed(9, Query(allegation=("uniforms-for-russia",)))
    (place,) = (alone[key] for key in PAIR if key in alone)
    assert (place.x, place.y) == place.spot


def test_both_statuses_of_one_spot_are_drawn_and_the_legend_explains_it() -> None:
    root = drawing(Query(view=view(10)))
    assert set(PAIR) <= set(features(root))
    assert set(PAIR) <= {key for key, _ in groups(root, "area")}
    assert SPOT_STYLE.label in words(root)
    assert SPOT_STYLE.label not in words(drawing(Query(view=MapView(42.4, 130.6, 10))))


def test_a_gate_does_not_cover_a_place_in_the_middle_of_its_crossing() -> None:
    frame = at_view(BOX, MapView(42.426, 130.626, 12))
    shown = subject(select(DATASET, Query()))
    (crossing,) = (route for route in routes_in_view(shown, frame) if route.crossing)
    middle = crossing_spot(crossing, [])
    (place, *_) = places_in_view(shown, frame)
    place.x, place.y = middle.x, middle.y
    gate = crossing_spot(crossing, [place])
    assert dist((gate.x, gate.y), (place.x, place.y)) > 2 * DISC
