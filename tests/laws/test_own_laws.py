"""Own columns with any names and values pass through reading and a data package unchanged."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import assert_it_can_be_shown, examples, small_rows, write_rows

from routemap.data.load import load
from routemap.data.own_columns import name_fault
from routemap.exports import extract, format_named
from routemap.questions.query import Query
from routemap.questions.selection import select

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(
    ["id", "ID", "Note", "status", "geometry", "row", "own:x", "self", "name", "index", '"', "a;b"]
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
MADE = datetime(2026, 11, 24, tzinfo=UTC)


@given(
    st.sampled_from(["claims", "sources", "articles"]),
    st.dictionaries(NAMES.map(str.strip).filter(bool), TEXTS, max_size=4),
    st.dictionaries(NAMES, VALUES, max_size=4),
)
@examples(10)
def test_any_own_columns_come_back_from_a_package(
    tmp_path_factory: pytest.TempPathFactory, table: str, cells: dict[str, str], own: dict[str, Any]
) -> None:
    rows = small_rows()
    known = {key.lower() for row in rows[table] for key in row} | {"id", "note"}
    cells = {key: text for key, text in cells.items() if key.lower() not in known}
    rows[table][0]["own"] = cells
    rows["places"][1]["own"] = {key: value for key, value in own.items() if key != "id"}
    loaded = load(write_rows(tmp_path_factory.mktemp("own"), rows))
    assert_it_can_be_shown(loaded)
    kept = loaded.dataset.own[table]
    for key, text in cells.items():
        assert (key in kept.columns) == (name_fault(key) is None)
        if key in kept.columns and text.isprintable():
            assert kept[key].iloc[0] == text.strip()
    whole = extract(select(loaded.dataset, Query()), made=MADE)
    folder = tmp_path_factory.mktemp("again")
    with zipfile.ZipFile(io.BytesIO(format_named("package").make(whole))) as archive:
        archive.extractall(folder)
    again = load(folder).dataset
    for name, frame in loaded.dataset.own.items():
        pd.testing.assert_frame_equal(again.own[name], frame)
    for key in ("csv", "geojson", "gpkg", "parquet"):
        assert format_named(key).make(whole)
    assert json.dumps([row for frame in again.own.values() for row in frame.to_dict("records")])
