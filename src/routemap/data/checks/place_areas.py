"""Checks of areas: only regions and countries have one, and their place is inside it."""

from __future__ import annotations

from typing import Final

import shapely
from pyproj import Geod
from shapely.ops import nearest_points

from routemap.data.checks.report import Report
from routemap.data.reading.records import Record
from routemap.model.case import Case
from routemap.model.feature_tables import AREAS, PLACES
from routemap.model.findings import Effect
from routemap.model.vocabulary import PLACE_KINDS

_KINDS: Final = frozenset({"region", "country"})
_GEOD: Final = Geod(ellps="WGS84")


def check_areas(kept: dict[str, list[Record]], report: Report, case: Case) -> None:
    """Leave out areas of other places than regions and countries; report places outside theirs.

    A kind of place that a case adds with the sign of a region counts as a region.
    """
    kinds = _KINDS | {
        term.key for term in case.added.get(PLACE_KINDS.name, ()) if term.icon == "region"
    }
    places = {record.values["id"]: record for record in kept["places"]}
    fitting = []
    for area in kept["areas"]:
        place = places[area.values["id"]]
        if place.values["kind"] in kinds:
            fitting.append(area)
            _check_inside(place, area, report)
        else:
            _report_kind(place, area, report, case)
    kept["areas"] = fitting


def _report_kind(place: Record, area: Record, report: Report, case: Case) -> None:
    label = case.terms(PLACE_KINDS).label(place.values["kind"])
    message = (
        f"the place is of the kind “{label}”, but only a region or a country has an area; "
        "correct the kind of the place or remove the area"
    )
    report.add(
        AREAS,
        area,
        "id",
        message,
        "area-kind",
        effect=Effect.RECORD,
        outcome="the area is left out",
    )


def _check_inside(place: Record, area: Record, report: Report) -> None:
    if shapely.intersects(area.geometry, place.geometry):
        return
    near, point = nearest_points(area.geometry, place.geometry)
    metres = _GEOD.inv(near.x, near.y, point.x, point.y)[2]
    message = (
        f"the point is {max(metres / 1000, 0.1):,.1f} km outside the area of the place in "
        f"{AREAS.file}; move the point, or correct the area"
    )
    report.add(PLACES, place, "geometry", message, "place-area", value="")
