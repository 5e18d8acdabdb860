"""The features of a picture: the order of drawing, and the positions of symbols and labels."""

from __future__ import annotations

from collections.abc import Sequence

from routemap.exports.picture.basemap import draw_names
from routemap.exports.picture.clustered import draw_clustered
from routemap.exports.picture.contents import Drawn, drawn_of
from routemap.exports.picture.free_space import OccupiedBoxes
from routemap.exports.picture.lines import (
    draw_route,
    place_badges,
    routes_in_view,
    take_crossing,
)
from routemap.exports.picture.places import (
    draw_place,
    draw_ring,
    places_in_view,
    settle,
    settle_labels,
)
from routemap.exports.picture.sheet import Box
from routemap.exports.picture.spots import draw_leaders, spread, take_dots
from routemap.exports.picture.subject import Subject
from routemap.exports.picture.symbols import Marks
from routemap.exports.picture.viewport import MapFrame
from routemap.map.compact import is_large


def draw_features(
    marks: Marks, subject: Subject, frame: MapFrame, reserved: Sequence[Box]
) -> Drawn:
    """Draw the features into the frame of the map, clustered if the collection is large.

    ``reserved`` are boxes on the map that other elements occupy.
    """
    if is_large(subject.selection.dataset):
        return draw_clustered(marks, subject, frame, reserved)
    routes, places = routes_in_view(subject, frame), places_in_view(subject, frame)
    spread(places, subject.selection.dataset)
    taken = OccupiedBoxes(frame.box, reserved)
    crossings = [route for route in routes if route.crossing]
    lines = sorted((r for r in routes if not r.crossing), key=lambda route: route.shown.chosen)
    gates = {route.key: take_crossing(route, taken, places) for route in crossings}
    settle(places, taken)
    take_dots(places, taken)
    first = sorted(lines, key=lambda route: not route.shown.chosen)
    badges = place_badges(marks, first, frame, taken)
    settle_labels(places, taken)
    written = [(place.name, place.x, place.y) for place in places if place.country]
    draw_names(marks, frame, subject.selection.dataset.map_names, written, reserved)

    for place in places:
        draw_ring(marks, place)
    for route in [*lines, *crossings]:
        draw_route(marks, route, taken)
    for route in lines:
        if route.key in badges:
            at, words = badges[route.key]
            with marks.sheet.named(f"badge-{route.key}"):
                marks.pill(at, route.mode, words, route.shown)
    draw_leaders(marks, places)
    for place in reversed(places):
        draw_place(marks, place)
    for route in crossings:
        gate = gates[route.key]
        with marks.sheet.named(f"badge-{route.key}"):
            marks.gate((gate.x, gate.y), gate.angle, route.shown)
    return drawn_of(routes, places)
