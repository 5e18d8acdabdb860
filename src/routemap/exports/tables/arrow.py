"""Claims and features as Arrow tables: days are dates, and unknown values are null."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from routemap.exports.extract import Extract
from routemap.exports.fields import Field

# every other field is text
_TYPES: Final = {
    "day": pa.date32(),
    "number": pa.float64(),
    "count": pa.int64(),
}


def claims_arrow(extract: Extract) -> pa.Table:
    """Return one row per claim, in the columns of ``extract.claim_fields``."""
    return to_arrow(extract.claim_fields, extract.claims)


def features_arrow(extract: Extract) -> pa.Table:
    """Return the features without their geometry, in the columns of ``extract.feature_fields``."""
    return to_arrow(extract.feature_fields, extract.features)


def to_arrow(fields: Sequence[Field], frame: pd.DataFrame) -> pa.Table:
    """Return the columns of a frame that fields describe."""
    schema = pa.schema(
        [pa.field(f.key, _type(f), metadata={"description": f.meaning}) for f in fields]
    )
    columns = [_column(field, frame[field.key]) for field in fields]
    return pa.Table.from_arrays(columns, schema=schema)


def _type(field: Field) -> pa.DataType:
    return _TYPES.get(field.holds, pa.string())


def _column(field: Field, values: pd.Series) -> pa.Array:
    if field.holds in ("number", "count"):
        return pa.array(values, _type(field), from_pandas=True)
    texts: list[Any] = [text or None for text in values]
    return pa.array(texts, pa.string()).cast(_type(field))
