"""The columns of Parquet have types and descriptions."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from routemap.exports import extract, format_named
from routemap.exports.claim_fields import CLAIM_FIELDS
from routemap.exports.feature_fields import feature_fields
from routemap.model.case import NEUTRAL
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import shipped

WHOLE = extract(select(shipped().dataset, Query()), made=datetime(2026, 11, 24, tzinfo=UTC))


def read(key: str) -> pa.Table:
    return pq.read_table(io.BytesIO(format_named(key).make(WHOLE)))


def test_days_are_dates_and_what_is_unknown_is_null() -> None:
    rows = {row["id"]: row for row in read("parquet").to_pylist()}
    for claim in WHOLE.claims.to_dict("records"):
        row = rows[claim["id"]]
        day = claim["first_day"]
        assert row["first_day"] == (date.fromisoformat(day) if day else None)
        assert "" not in row.values()


def test_every_column_says_what_it_holds() -> None:
    for key, fields in (("parquet", CLAIM_FIELDS), ("geoparquet", feature_fields(NEUTRAL))):
        schema = read(key).schema
        for field in fields:
            assert schema.field(field.key).metadata[b"description"].decode() == field.meaning


def test_features_have_bounds_for_fast_filters() -> None:
    table = read("geoparquet")
    geo = json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]
    assert geo["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    for box, wkb in zip(table["bbox"].to_pylist(), table["geometry"].to_pylist(), strict=True):
        assert tuple(box.values()) == shapely.from_wkb(wkb).bounds
