"""The evidence of a large collection: shared lines, clusters, and features drawn one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from routemap.data.codes import Bools
from routemap.exports.picture.basemap import draw_names
from routemap.exports.picture.clusters import ClusteredPlaces
from routemap.exports.picture.contents import Drawn, drawn_of
from routemap.exports.picture.free_space import OccupiedBoxes, around
from routemap.exports.picture.line_badges import draw_counts, place_counts
from routemap.exports.picture.lines import draw_route, place_badges, routes_in_view, take_crossing
from routemap.exports.picture.places import (
    draw_place,
    draw_ring,
    places_in_view,
    settle,
    settle_labels,
)
from routemap.exports.picture.shared_lines import SharedLines, cut_routes, tallied
from routemap.exports.picture.sheet import Box
from routemap.exports.picture.spots import draw_leaders, spread, take_dots
from routemap.exports.picture.subject import Subject
from routemap.exports.picture.symbols import Marks
from routemap.exports.picture.viewport import MapFrame
from routemap.map.drawing_rules import SHARED_LINE_RULE


def draw_clustered(
    marks: Marks, subject: Subject, frame: MapFrame, reserved: Sequence[Box]
) -> Drawn:
    """Draw a large collection into the frame of the map, and return what was drawn."""
    dataset = subject.selection.dataset
    own_routes, own_places = _drawn_one_by_one(subject)
    arcs = dataset.memo.get("picture arcs", (), lambda: cut_routes(dataset))
    lines = SharedLines(arcs, tallied(subject, arcs, own_routes), frame)
    clusters = ClusteredPlaces(subject, frame, own_places)
    routes = routes_in_view(subject, frame, own_routes)
    places = places_in_view(subject, frame, own_places | clusters.single)

    spread(places, dataset)
    taken = OccupiedBoxes(frame.box, reserved)
    gates = {route.key: take_crossing(route, taken, places) for route in routes if route.crossing}
    for disc in clusters.discs:
        taken.take(around(disc.x, disc.y, disc.size / 2 + 2, disc.size / 2 + 2))
    settle(places, taken)
    take_dots(places, taken)
    badges = place_badges(marks, [r for r in routes if not r.crossing], frame, taken)
    counts = place_counts(marks, lines, taken)
    settle_labels(places, taken)
    written = [(place.name, place.x, place.y) for place in places if place.country]
    draw_names(marks, frame, dataset.map_names, written, reserved)

    for place in places:
        draw_ring(marks, place)
    lines.draw(marks)
    for route in sorted(routes, key=lambda route: route.crossing):
        draw_route(marks, route, taken)
    draw_counts(marks, counts)
    for route in routes:
        if route.key in badges:
            at, words = badges[route.key]
            marks.pill(at, route.mode, words, route.shown)
    clusters.draw(marks)
    draw_leaders(marks, places)
    for place in reversed(places):
        draw_place(marks, place)
    for route in routes:
        if route.key in gates:
            gate = gates[route.key]
            marks.gate((gate.x, gate.y), gate.angle, route.shown)
    own = drawn_of(routes, places)
    return replace(
        own,
        looks=own.looks | lines.looks | clusters.looks,
        bases=own.bases | lines.bases,
        partial=own.partial or lines.partial or clusters.partial,
        routes=own.routes + lines.routes,
        places=own.places + clusters.count,
        clustered=True,
    )


def _drawn_one_by_one(subject: Subject) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows of routes and of places that are never drawn as part of a cluster."""
    dataset = subject.selection.dataset
    first = len(dataset.places)
    routes = _if_few(dataset.routes["kind"].to_numpy() == "border_crossing")
    places = _if_few(dataset.places["kind"].to_numpy() == "country")
    for position, shown in zip(subject.shown, subject.appearances, strict=True):
        if shown.chosen and position >= first:
            routes |= {position - first}
        elif shown.chosen:
            places |= {position}
    return routes, places


def _if_few(wanted: Bools) -> frozenset[int]:
    rows = np.flatnonzero(wanted).tolist()
    return frozenset(rows) if len(rows) <= SHARED_LINE_RULE.alone else frozenset()
