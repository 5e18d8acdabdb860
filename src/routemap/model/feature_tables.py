"""The tables of places, routes and areas, which are GeoJSON files."""

from __future__ import annotations

from typing import Final

from routemap.model.columns import NOTE, Column, Kind, Row, Shown, Table, id_of
from routemap.model.countries import COUNTRIES
from routemap.model.dates import days_in_words
from routemap.model.languages import USUAL, name_columns
from routemap.model.vocabulary import (
    GEOMETRY_BASES,
    MODES,
    PLACE_KINDS,
    PRECISIONS,
    ROUTE_KINDS,
)

_NAMES: Final = (
    Column("name_en", "Name", "Name in English.", required=True),
    *name_columns(USUAL),
    Column("aliases", "Also known as", "Other names and spellings.", many=True, optional=True),
)


def _observed(route: Row) -> str:
    days = route["observed_on"]
    return days_in_words(days) if days else ""


PLACES: Final = Table(
    "places",
    "places.geojson",
    "place",
    "Points that claims refer to.",
    (
        id_of("place"),
        Column(
            "kind", "Kind", "What kind of place it is.", Kind.TERM, True, vocabulary=PLACE_KINDS
        ),
        *_NAMES,
        Column(
            "country", "Country", "Country of the place.", Kind.TERM, True, vocabulary=COUNTRIES
        ),
        Column(
            "precision",
            "Precision",
            "How precisely the location is known.",
            Kind.TERM,
            True,
            vocabulary=PRECISIONS,
            shown=(Shown.EXPORT,),
        ),
        Column(
            "uncertainty_km",
            "Uncertainty (km)",
            "The place is within this distance of the point, in km.",
            Kind.NUMBER,
            True,
            shown=(Shown.EXPORT,),
        ),
        Column(
            "coordinate_source",
            "Coordinates from",
            "Source of the coordinates.",
            required=True,
            shown=(Shown.PANEL,),
        ),
        NOTE,
    ),
    ("Point",),
)

ROUTES: Final = Table(
    "routes",
    "routes.geojson",
    "route",
    "Lines along which something is reported to have moved.",
    (
        id_of("route"),
        Column(
            "kind",
            "Kind",
            "A route, or a border crossing.",
            Kind.TERM,
            True,
            vocabulary=ROUTE_KINDS,
        ),
        *_NAMES,
        Column(
            "mode",
            "Mode",
            "Means of transport, as reported.",
            Kind.TERM,
            True,
            vocabulary=MODES,
            shown=(Shown.EXPORT,),
        ),
        Column(
            "from",
            "From",
            "Place where the route starts.",
            Kind.REFERENCE,
            True,
            refers_to=("places",),
        ),
        Column(
            "via",
            "Via",
            "Places on the way, in order.",
            Kind.REFERENCE,
            many=True,
            refers_to=("places",),
        ),
        Column(
            "to", "To", "Place where the route ends.", Kind.REFERENCE, True, refers_to=("places",)
        ),
        Column(
            "geometry_basis",
            "Drawn as",
            "How the path of the drawn line is known.",
            Kind.TERM,
            True,
            vocabulary=GEOMETRY_BASES,
            shown=(Shown.PANEL,),
        ),
        Column(
            "observed_on",
            "Observed",
            "Days on which an observed track was seen (EDTF).",
            Kind.EDTF,
            optional=True,
            shown=(Shown.PANEL, Shown.EXPORT),
            words=_observed,
        ),
        Column(
            "geometry_source",
            "Line from",
            "Source of the drawn line.",
            required=True,
            shown=(Shown.PANEL,),
        ),
        NOTE,
    ),
    ("LineString", "MultiLineString"),
)

AREAS: Final = Table(
    "areas",
    "areas.geojson",
    "area",
    "Outlines of places that are regions or countries.",
    (
        Column(
            "id",
            "Id",
            "The place whose outline it is, a region or a country.",
            Kind.ID,
            required=True,
            refers_to=("places",),
        ),
        Column(
            "source",
            "Outline from",
            "Source of the outline.",
            required=True,
            shown=(Shown.PANEL,),
        ),
        Column(
            "licence",
            "Licence of the outline",
            "Licence under which the outline is used.",
            optional=True,
            shown=(Shown.PANEL,),
        ),
        NOTE,
    ),
    ("Polygon", "MultiPolygon"),
    optional=True,
)
