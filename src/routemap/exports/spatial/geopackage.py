"""All data as one GeoPackage: places and routes as layers, with related tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from routemap.data.frames import CRS
from routemap.exports.areas_table import area_fields, areas_table, outlined
from routemap.exports.extract import Extract
from routemap.exports.fields import Field
from routemap.exports.own_columns import own_fields, own_keys, own_of_records
from routemap.exports.spatial.geopackage_tables import (
    AttributeTable,
    begin_tables,
    describe_columns,
    relate,
    write_table,
)
from routemap.exports.spatial.qgis import write_styles
from routemap.exports.tables.arrow import features_arrow, to_arrow
from routemap.exports.working_folder import working_folder
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import SEPARATOR, Table
from routemap.model.feature_tables import AREAS, PLACES, ROUTES
from routemap.model.media_table import MEDIA
from routemap.model.tables import ALLEGATIONS, ARTICLES, SOURCES, VESSELS
from routemap.questions.article import citation

# columns that only the other kind of feature has
_ONLY_OF_OTHERS: Final = {
    "places": ("mode", "observed_on", "drawn_as"),
    "routes": ("precision", "uncertainty_km", "area_source"),
}
_VERSION: Final = "1.2"  # GDAL and QGIS of 2020 read it without a warning; no newer feature is used
_CLAIM_KEYS: Final = {
    "source_id": "sources",
    "article_id": "articles",
    "allegation_id": "allegations",
}
_PROVENANCE: Final = AttributeTable(
    "provenance",
    "Where this file comes from: the query, the data revision, the date, licences and credits.",
    (Field("key", "Key", "Name of the entry."), Field("value", "Value", "Text of the entry.")),
)


def to_geopackage(extract: Extract) -> bytes:
    """Return a GeoPackage with layers, related tables and styles for QGIS.

    The layers are ``routes`` and ``places``, and ``areas`` if the data has some. The tables are
    ``claims``, ``articles``, ``sources``, ``vessels``, ``allegations``, ``media`` and
    ``provenance``. ``routes_claims`` and ``places_claims`` link claims to features,
    ``vessels_claims`` to vessels and ``media_claims`` to media, as defined by the Related Tables
    extension. Files of media are named, not included.
    """
    with working_folder() as folder:
        path = folder / "route-map.gpkg"
        for table in (ROUTES, PLACES):
            _write_layer(extract, table, path)
        if len(extract.dataset.areas):
            _write_areas(extract, path)
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA synchronous = OFF")
            _write_tables(extract, database)
            database.commit()
        return path.read_bytes()


def _write_layer(extract: Extract, table: Table, path: Path) -> None:
    mine = (extract.features["type"] == table.record).to_numpy()
    rows = features_arrow(extract).filter(pa.array(mine)).drop_columns(_ONLY_OF_OTHERS[table.name])
    _write(extract, table, rows, extract.features.geometry.to_numpy()[mine], path)


def _write_areas(extract: Extract, path: Path) -> None:
    found = areas_table(extract)
    _write(extract, AREAS, to_arrow(area_fields(extract), found), found.geometry.to_numpy(), path)


def _write(extract: Extract, table: Table, rows: pa.Table, shapes: Any, path: Path) -> None:
    """Write a layer with the geometries ``shapes``, one for each row."""
    kind = table.geometry[0]
    if any(shape.geom_type != kind for shape in shapes):
        kind = table.geometry[1]
        shapes = np.array([_multi(shape) for shape in shapes], dtype=object)
    pyogrio.write_arrow(
        rows.append_column("geometry", pa.array(shapely.to_wkb(shapes), pa.binary())),
        path,
        layer=table.name,
        driver="GPKG",
        geometry_name="geometry",
        geometry_type=kind,
        crs=CRS,
        dataset_options=None if path.exists() else {"VERSION": _VERSION},
        dataset_metadata=None if path.exists() else extract.provenance,
        layer_options={"GEOMETRY_NAME": "geom", "FID": "fid", "DESCRIPTION": table.meaning},
    )


def _multi(shape: shapely.Geometry) -> shapely.Geometry:
    if shape.geom_type.startswith("Multi"):
        return shape
    several = shapely.MultiPolygon if shape.geom_type == "Polygon" else shapely.MultiLineString
    return several([shape])


def _write_tables(extract: Extract, database: sqlite3.Connection) -> None:
    begin_tables(database)
    for table in (ROUTES, PLACES):
        own = [
            field
            for field in extract.feature_fields
            if field.key not in _ONLY_OF_OTHERS[table.name]
        ]
        describe_columns(database, table.name, own)
    if len(extract.dataset.areas):
        describe_columns(database, AREAS.name, area_fields(extract))
    for table, rows in (
        (SOURCES, extract.sources),
        (ARTICLES, extract.articles),
        (VESSELS, extract.vessels),
        (ALLEGATIONS, extract.allegations),
        (MEDIA, extract.media),
    ):
        _write_records(extract, database, table, rows)
    claims = list(extract.claims.itertuples(index=False))
    write_table(
        database,
        AttributeTable("claims", CLAIMS.meaning, extract.claim_fields, _CLAIM_KEYS),
        extract.writing(claims),
    )
    for table in (ROUTES, PLACES):
        _write_links(database, table, "feature_id", _mentions(extract, table))
    _write_links(database, VESSELS, "vessel_id", _ships(extract))
    _write_links(database, MEDIA, "media_id", _media(extract))
    write_table(database, _PROVENANCE, extract.provenance.items())
    made = extract.made.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    write_styles(database, made, outlined(extract) if len(extract.dataset.areas) else None)
    # GDAL has written the current time; replaced so that the same extract gives the same bytes
    database.execute("UPDATE gpkg_contents SET last_change = ?", (made,))
    database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (made,))


def _write_records(
    extract: Extract, database: sqlite3.Connection, table: Table, rows: pd.DataFrame
) -> None:
    fields = [Field(column.key, column.label, column.meaning) for column in table.columns]
    records = [
        [SEPARATOR.join(cell) if isinstance(cell, tuple) else cell for cell in row]
        for row in rows.itertuples()
    ]
    if table is ARTICLES:
        fields.append(Field("citation", "Citation", "The article as a citation."))
        for record, row in zip(records, rows.to_dict("records"), strict=True):
            record.append(citation(row))
    own = own_of_records(extract.dataset, table.name, rows)
    keys = own_keys(own.columns, ("fid", "rowid", *(field.key for field in fields)))
    fields += own_fields(keys)
    own_cells = own.itertuples(index=False)
    records = [[*record, *cells] for record, cells in zip(records, own_cells, strict=True)]
    refers_to = {
        column.key: column.refers_to[0]
        for column in table.columns
        if column.refers_to == (table.name,)
    }
    write_table(database, AttributeTable(table.name, table.meaning, fields, refers_to), records)


def _write_links(
    database: sqlite3.Connection, table: Table, key: str, links: Iterator[Sequence[Any]]
) -> None:
    """Write the table that links the records of a table or layer to the claims about them."""
    name = f"{table.name}_claims"
    fields = (
        Field("base_id", f"{table.record.capitalize()} number", f"fid in {table.name}.", "count"),
        Field("related_id", "Claim number", "fid in the table of claims.", "count"),
        Field(key, table.record.capitalize(), f"Id of the {table.record}."),
        Field("claim_id", "Claim", "Id of the claim."),
    )
    meaning = f"Links each {table.record} to the claims about it."
    write_table(database, AttributeTable(name, meaning, fields), links)
    relate(database, table.name, "claims", name)


def _ships(extract: Extract) -> Iterator[Sequence[Any]]:
    fid = {str(key): number for number, key in enumerate(extract.vessels.index, start=1)}
    rows = extract.dataset.claims["vessels"].iloc[extract.positions].items()
    for number, (claim, vessels) in enumerate(rows, start=1):
        for vessel in vessels:
            yield fid[vessel], number, vessel, claim


def _media(extract: Extract) -> Iterator[Sequence[Any]]:
    fid = {str(key): number for number, key in enumerate(extract.media.index, start=1)}
    for number, claim in enumerate(extract.claim_details, start=1):
        for item in claim.media:
            yield fid[item.media], number, item.media, claim.claim


def _mentions(extract: Extract, table: Table) -> Iterator[Sequence[Any]]:
    number = {position: row for row, position in enumerate(extract.positions.tolist(), start=1)}
    claims = extract.dataset.claims.index
    features = extract.features[["type", "id"]].itertuples(index=False)
    fid = 0
    for (kind, key), about in zip(features, extract.about, strict=True):
        if kind == table.record:
            fid += 1
            for position in about.tolist():
                yield fid, number[position], key, claims[position]
