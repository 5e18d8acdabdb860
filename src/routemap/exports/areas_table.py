"""The areas of exported places as a table: key, label and meaning of its columns, and its rows."""

from __future__ import annotations

from typing import Final

import geopandas as gpd

from routemap.exports.extract import Extract
from routemap.exports.feature_fields import FEATURE_FIELDS
from routemap.exports.fields import Field
from routemap.exports.own_columns import own_fields, own_keys, own_of_records
from routemap.model.feature_tables import AREAS

AREA: Final = "area"
"""Name of the area where a format has it beside the point of its place."""
_OF_PLACES: Final = ("name", "status", "first_day", "last_day")
AREA_FIELDS: Final = (
    *(Field(column.key, column.label, column.meaning) for column in AREAS.columns),
    *(field for field in FEATURE_FIELDS if field.key in _OF_PLACES),
)


def area_fields(extract: Extract) -> tuple[Field, ...]:
    """Return the columns of :func:`areas_table`: AREA_FIELDS, then the team's own columns."""
    return (*AREA_FIELDS, *own_fields(_own_keys(extract)))


def _own_keys(extract: Extract) -> dict[str, str]:
    taken = ("fid", "geom", "geometry", *(field.key for field in AREA_FIELDS))
    return own_keys(extract.dataset.own[AREAS.name].columns, taken)


def areas_table(extract: Extract) -> gpd.GeoDataFrame:
    """Return the areas of the exported places, in the columns of ``area_fields`` (EPSG:4326).

    Name, status and days are those of the place.
    """
    areas = extract.dataset.areas
    places = extract.features[extract.features["id"].isin(areas.index)].set_index("id")
    found = areas.loc[places.index].assign(**{key: places[key] for key in _OF_PLACES})
    own = own_of_records(extract.dataset, AREAS.name, found)
    for name, key in _own_keys(extract).items():
        found[key] = own[name]
    return found.rename_axis("id").reset_index()


def outlined(extract: Extract) -> tuple[str, ...]:
    """Return the ids of the exported places that have an area."""
    keys = extract.features["id"]
    return tuple(keys[keys.isin(extract.dataset.areas.index)])
