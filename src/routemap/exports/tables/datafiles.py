"""Records in the format of the data folder, so that an export can be loaded again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from routemap.exports.extract import Extract
from routemap.exports.own_columns import own_of_records, own_rows
from routemap.model.columns import SEPARATOR, Kind, Table


def data_tables(extract: Extract) -> dict[str, pd.DataFrame]:
    """Return the records of an extract by table name, in the columns of the data folder.

    This includes all places and routes that its claims name, and the places that routes name.
    """
    dataset = extract.dataset
    claim, feature = dataset.about
    shown = np.unique(feature[extract.selection.mask[claim]])
    articles = dataset.articles.index.isin(extract.articles.index)
    routes = dataset.routes.iloc[shown[shown >= len(dataset.places)] - len(dataset.places)]
    places = set(dataset.places.index[shown[shown < len(dataset.places)]])
    places |= {*routes["from"], *routes["to"], *(key for cell in routes["via"] for key in cell)}
    return {
        "places": dataset.places[dataset.places.index.isin(places)],
        "routes": routes,
        "areas": dataset.areas[dataset.areas.index.isin(places)],
        "sources": extract.sources,
        "articles": dataset.articles[articles],
        "vessels": extract.vessels,
        "allegations": extract.allegations,
        "claims": extract.selection.claims,
        "media": extract.media,
    }


def data_files(extract: Extract, tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Return the contents of the files of a data folder, by file name."""
    known = extract.dataset.case.tables
    own = {name: own_of_records(extract.dataset, name, rows) for name, rows in tables.items()}
    names = [
        (table, row, cells)
        for table in known
        for row, cells in zip(_records(tables[table.name]), own_rows(own[table.name]), strict=True)
    ]
    rows: dict[str, list[Mapping[Any, Any]]] = {table.name: [] for table in known}
    for table, row, own_cells in extract.writing(names):
        cells = _cells(table, row) | own_cells
        rows[table.name].append(_feature(cells, row) if table.geometry else cells)
    return {
        table.file: _geojson(table, rows[table.name])
        if table.geometry
        else csv_file(
            [
                [*table.keys, *own[table.name].columns],
                *(row.values() for row in rows[table.name]),
            ]
        )
        for table in known
    }


def csv_file(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV (RFC 4180); the first row is the header."""
    out = io.StringIO(newline="")
    # with CR LF as line end, cells that contain only CR or only LF are quoted too
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.reset_index().to_dict("records")


def _cells(table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    cells = {}
    for column in table.columns:
        value = row[column.key]
        if column.many:
            value = SEPARATOR.join(value)
        elif column.kind is Kind.NUMBER and float(value).is_integer():
            value = int(value)
        cells[column.key] = value
    return cells


def _feature(cells: Mapping[str, Any], row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": cells,
        "geometry": shapely.geometry.mapping(row["geometry"]),
    }


def _geojson(table: Table, features: Sequence[Mapping[Any, Any]]) -> bytes:
    # one feature per line, so that files can be compared line by line
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    head = f'{{\n"type": "FeatureCollection",\n"name": "{table.name}",\n"features": [\n'
    return f"{head}{lines}\n]\n}}\n".encode()
