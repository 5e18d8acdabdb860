"""The parameters of a link that filter nothing: selection, map view, arrangement and state."""

from __future__ import annotations

from typing import Final

from routemap.model.arrangements import LAYOUTS, ORDERS
from routemap.model.basemaps import BASEMAPS, OFFLINE
from routemap.questions.parameter import Parameter, by_choice, named
from routemap.questions.parameter_values import (
    read_draft,
    read_moment,
    read_name,
    read_view,
    write_one,
    write_view,
)

DRAFT: Final = "draft"
"""The key of the parameter that only pages of the dashboard take."""

VIEW_PARAMETERS: Final = (
    Parameter(
        "feature",
        "feature",
        "Selected",
        "The selected place or route.",
        read_name,
        write_one,
        names=lambda dataset: named(dataset.features["name_en"]),
    ),
    Parameter(
        "claim",
        "claim",
        "Claim",
        "The selected claim.",
        read_name,
        write_one,
        names=lambda dataset: {str(key): str(key) for key in dataset.claims.index},
    ),
    Parameter(
        "view", "view", "Map view", "Map view as latitude,longitude,zoom.", read_view, write_view
    ),
    Parameter(
        "basemap",
        "basemap",
        "Basemap",
        "The background that the map is drawn on.",
        lambda values: read_name(values) or OFFLINE,
        write_one,
        names=lambda _dataset: {basemap.key: basemap.label for basemap in BASEMAPS},
    ),
    by_choice(
        "show",
        "Show",
        "How “Who says what” shows allegations: as two sides or as a matrix.",
        LAYOUTS,
    ),
    by_choice("order", "Order", "The order of the allegations on “Who says what”.", ORDERS),
    Parameter(
        "as_of",
        "as_of",
        "As of",
        "The data as it stood then: a day, a data revision, or the name of one.",
        read_moment,
        write_one,
    ),
    Parameter(
        "since",
        "since",
        "Since",
        "The earlier state with which “What changed” compares the data, in the form of “as_of”.",
        read_moment,
        write_one,
    ),
    Parameter(
        DRAFT,
        DRAFT,
        "Draft",
        "The draft through which the data is seen, for people who may see drafts.",
        read_draft,
        write_one,
    ),
)
