"""Checked tables as pandas and geopandas frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa

from routemap.data.tables import GEOMETRY, OWN, own_names
from routemap.model.columns import Column, Kind, Table, split_cell

CRS: Final = "EPSG:4326"
_ARROW_FROM: Final = 400  # records; of fewer, Python makes the cells sooner than pyarrow
_LONG: Final = 150  # bytes per text of a column; texts of this length are rarely repeated


def dates_frame(rows: pa.Table) -> pd.DataFrame:
    """Return the first and last day of every date of the data, indexed by its text."""
    texts = pd.Index(rows["text"].to_pylist(), dtype=object, name="text")
    days = {end: np.array(rows[end].to_numpy(), dtype=np.int64) for end in ("first", "last")}
    return pd.DataFrame(days, index=texts)


def frame_of(table: Table, rows: pa.Table) -> pd.DataFrame:
    """Return the records of a table, indexed by id; cells with several values are tuples."""
    found = {column.key: _cells(column, rows[column.key]) for column in table.columns}
    index = pd.Index(found.pop("id"), dtype=object, name="id")
    # one block for all columns of objects takes a third of the time of a series for each
    in_block = [key for key, cells in found.items() if cells.dtype == object]
    block = np.empty((len(in_block), len(index)), dtype=object)
    for cells, key in zip(block, in_block, strict=True):
        cells[:] = found[key]
    frame = pd.DataFrame(block.T, index, in_block, dtype=object, copy=False)
    for place, (key, cells) in enumerate(found.items()):
        if key not in in_block:
            frame.insert(place, key, cells)
    return frame


def _cells(column: Column, texts: pa.ChunkedArray) -> np.ndarray:
    """Return the cells of a column; each distinct text is one shared object, unless it is long."""
    if len(texts) < _ARROW_FROM:
        places, distinct = _numbered(texts.to_pylist())
    else:
        cells = texts.combine_chunks()
        if column.is_text and not column.many and cells.nbytes > _LONG * len(cells):
            return np.asarray(cells.to_numpy(zero_copy_only=False))
        encoded = cells.dictionary_encode()
        places, distinct = encoded.indices.to_numpy(), encoded.dictionary.to_pylist()
    values = np.empty(len(distinct), dtype=object)
    values[:] = [split_cell(text) for text in distinct] if column.many else distinct
    found: np.ndarray = values[places]
    return found.astype(float) if column.kind is Kind.NUMBER else found


def _numbered(texts: list[str]) -> tuple[np.ndarray, list[str]]:
    """Return, per text, its number among the distinct texts, and these."""
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(text, len(numbers)) for text in texts]
    return np.array(places, dtype=np.intp), list(numbers)


def own_frame(index: pd.Index, rows: pa.Table) -> pd.DataFrame:
    """Return the own columns of a table as text, with the index of its records."""
    columns = {}
    for name in own_names(rows.schema):
        encoded = rows[f"{OWN}{name}"].combine_chunks().dictionary_encode()
        texts = encoded.dictionary.to_numpy(zero_copy_only=False)
        columns[name] = pd.Series(texts[encoded.indices.to_numpy()], index=index, dtype=object)
    return pd.DataFrame(columns, index=index)


def geo_frame(frame: pd.DataFrame, rows: pa.Table) -> gpd.GeoDataFrame:
    """Return the records of a table with their geometry, in WGS 84 longitude, latitude."""
    geometry = gpd.array.from_wkb(rows[GEOMETRY].to_pylist(), crs=CRS)
    # a frame that has the column already is not made a second time
    return gpd.GeoDataFrame(frame.assign(geometry=geometry), geometry="geometry")


def wholes(frame: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """Return, per id, the ids of what the record is a part of, nearest first."""
    parents = frame["part_of"].to_dict()
    chains = {}
    for key in parents:
        chain: list[str] = []
        while parent := parents[chain[-1] if chain else key]:
            chain.append(parent)
        chains[str(key)] = tuple(chain)
    return chains
