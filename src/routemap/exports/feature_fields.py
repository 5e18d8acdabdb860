"""The columns of exported places and routes: key, label, meaning, type and value.

Columns of the data that are shown in exports (:class:`routemap.model.columns.Shown`) become
fields by themselves; the other fields combine several columns or tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from routemap.data.dataset import Dataset
from routemap.exports.fields import Field, holds
from routemap.model.case import Case
from routemap.model.claim_terms import PENDING
from routemap.model.columns import SEPARATOR, Column, Kind, Row, Shown, Table
from routemap.model.feature_tables import PLACES, ROUTES
from routemap.model.languages import name_columns
from routemap.model.vocabulary import STATUSES
from routemap.questions.evidence import place_sentence, route_sentence
from routemap.questions.place_areas import area_source


@dataclass(frozen=True)
class FeatureRow:
    """A place or route as an export sees it.

    ``row`` has its values by column, ``phase`` is that of
    :func:`routemap.questions.movement.pending_phases`, and ``days`` are the first and last day of
    the claims about it.
    """

    dataset: Dataset
    row: Row
    status: str
    summary: str
    claim_count: int
    phase: str
    days: tuple[str, str]

    @property
    def is_route(self) -> bool:
        """Whether it is a route."""
        return bool(self.row["type"] == "route")


@dataclass(frozen=True)
class FeatureField(Field):
    """A field of places and routes; ``of`` returns its value."""

    of: Callable[[FeatureRow], Any] = lambda _: ""


def _feature_column(table: Table, column: Column) -> FeatureField:
    empty = None if column.kind is Kind.NUMBER else ""

    def value(feature: FeatureRow) -> Any:
        if feature.is_route != (table is ROUTES):
            return empty
        found = feature.row[column.key]
        return SEPARATOR.join(found) if column.many else found

    return FeatureField(column.key, column.label, column.meaning, holds(column), of=value)


def _feature_columns(table: Table) -> tuple[FeatureField, ...]:
    return tuple(_feature_column(table, column) for column in table.shown(Shown.EXPORT))


_FIRST_DAY: Final = "First day of the claimed events; empty if open or undated."
_LAST_DAY: Final = "Last day of the claimed events; empty if open or undated."

FEATURE_FIELDS: Final = (
    FeatureField(
        "id",
        "Id",
        "Stable id of the place or route.",
        required=True,
        of=lambda item: item.row["id"],
    ),
    FeatureField(
        "type",
        "Type",
        "place or route.",
        required=True,
        values=("place", "route"),
        of=lambda item: item.row["type"],
    ),
    FeatureField(
        "kind", "Kind", "Kind of place or route.", required=True, of=lambda item: item.row["kind"]
    ),
    FeatureField(
        "name", "Name", "Name in English.", required=True, of=lambda item: item.row["name_en"]
    ),
    FeatureField(
        "aliases",
        "Also known as",
        "Other names and spellings.",
        of=lambda item: "; ".join(item.row["aliases"]),
    ),
    FeatureField(
        "status",
        "Status",
        "asserted, disputed, denied, background or withdrawn, from the exported claims.",
        required=True,
        values=STATUSES.keys,
        of=lambda item: item.status,
    ),
    FeatureField(
        "phase",
        "Phase",
        "planned, expected or attempted if no exported claim says that something moved on it.",
        values=PENDING,
        of=lambda item: item.phase,
    ),
    FeatureField(
        "summary",
        "Summary",
        "The status as a sentence with the number of claim sources by stance.",
        required=True,
        of=lambda item: item.summary,
    ),
    FeatureField(
        "location",
        "Location",
        "The course of a route, or how precisely a place is known.",
        of=lambda item: (
            route_sentence(item.dataset, item.row)
            if item.is_route
            else place_sentence(item.dataset, item.row["id"], item.row)
        ),
    ),
    *_feature_columns(ROUTES),
    FeatureField(
        "drawn_as",
        "Drawn as",
        "Basis of the line of a route; schematic: no path was reported.",
        of=lambda item: item.row["geometry_basis"] if item.is_route else "",
    ),
    FeatureField(
        "geometry_source",
        "Geometry from",
        "Source of the line or of the coordinates.",
        of=lambda item: item.row["geometry_source" if item.is_route else "coordinate_source"],
    ),
    *_feature_columns(PLACES),
    FeatureField(
        "area_source",
        "Area from",
        "Source of the outline of a place that has one, and its licence.",
        of=lambda item: area_source(item.dataset, item.row["id"]),
    ),
    FeatureField(
        "claim_count",
        "Claims",
        "Number of exported claims about it.",
        "count",
        required=True,
        of=lambda item: item.claim_count,
    ),
    FeatureField("first_day", "First day", _FIRST_DAY, "day", of=lambda item: item.days[0]),
    FeatureField("last_day", "Last day", _LAST_DAY, "day", of=lambda item: item.days[1]),
    FeatureField(
        "note",
        "Editor's note",
        "Information that readers need to understand the record.",
        of=lambda item: item.row["note"],
    ),
)


def feature_fields(case: Case) -> tuple[FeatureField, ...]:
    """Return :data:`FEATURE_FIELDS` with the names in the languages of a case."""
    after = next(at for at, field in enumerate(FEATURE_FIELDS, 1) if field.key == "name")
    names = (
        FeatureField(column.key, column.label, column.meaning, of=_cell_of(column.key))
        for column in name_columns(case.languages)
    )
    return (*FEATURE_FIELDS[:after], *names, *FEATURE_FIELDS[after:])


def _cell_of(key: str) -> Callable[[FeatureRow], Any]:
    return lambda item: item.row[key]
