"""Claims as Parquet, and places and routes as GeoParquet, for pandas, DuckDB and QGIS."""

from __future__ import annotations

import io
import json
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from routemap.exports.areas_table import AREA
from routemap.exports.extract import Extract
from routemap.exports.tables.arrow import claims_arrow, features_arrow

_PROVENANCE: Final = b"provenance"  # keys in the file metadata
_CLAIMS: Final = b"claims"


def to_parquet(extract: Extract) -> bytes:
    """Return one row per claim; days are dates, and unknown values are null.

    ``provenance`` in the file metadata is a JSON object of texts.
    """
    return _file(extract, claims_arrow(extract))


def to_geoparquet(extract: Extract) -> bytes:
    """Return places and routes as GeoParquet 1.1, each with a list of the claims about it.

    Source: GeoParquet 1.1.0 (https://geoparquet.org/releases/v1.1.0/). The column ``claims``
    contains the rows of the format ``parquet``, so that no excerpt is exported without stance,
    source and citation. If the data has areas, the second geometry column ``area`` contains those
    of the places. Claims that are not about any place or route are in the file metadata,
    as JSON under ``claims``.
    """
    written = io.BytesIO()
    frame = extract.features[["geometry"]]
    if len(areas := extract.dataset.areas):
        own = areas.geometry.reindex(extract.features["id"])
        frame = frame.assign(**{AREA: own.set_axis(frame.index)})
    frame.to_parquet(written, index=False, schema_version="1.1.0", write_covering_bbox=True)
    geometry = pq.read_table(written)
    table = features_arrow(extract).append_column("claims", _claims_of_features(extract))
    for name in geometry.column_names:
        table = table.append_column(geometry.schema.field(name), geometry[name])
    unplaced = json.dumps(extract.unplaced.to_dict("records"), ensure_ascii=False).encode()
    metadata = {b"geo": geometry.schema.metadata[b"geo"], _CLAIMS: unplaced}
    return _file(extract, table.replace_schema_metadata(metadata))


def _claims_of_features(extract: Extract) -> pa.Array:
    """Return, for each feature, the rows of the claims about it."""
    claims = claims_arrow(extract).combine_chunks()
    row_of = np.empty(len(extract.dataset.claims), dtype=np.int64)
    row_of[extract.positions] = np.arange(len(extract.positions))
    sizes = [len(about) for about in extract.about]
    rows = row_of[np.concatenate([*extract.about, np.array([], dtype=np.int64)])]
    offsets = pa.array(np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]), pa.int32())
    return pa.ListArray.from_arrays(offsets, claims.to_struct_array().combine_chunks().take(rows))


def _file(extract: Extract, table: pa.Table) -> bytes:
    said = json.dumps(extract.provenance, ensure_ascii=False).encode()
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), _PROVENANCE: said})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
