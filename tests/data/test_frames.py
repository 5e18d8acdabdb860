"""Frames of checked tables: few and many records are read in two ways, with the same result."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal
from tests.conftest import SHIPPED

from routemap.data import dataset, frames
from routemap.data.load import load
from routemap.model.columns import Table

LIMITS = {"few": 1_000_000, "many": 0}


@pytest.fixture(scope="module")
def tables() -> list[tuple[Table, pa.Table]]:
    """The checked tables of the shipped data, which have long texts, numbers, lists and no rows."""
    found: list[tuple[Table, pa.Table]] = []

    def note(table: Table, rows: pa.Table) -> pd.DataFrame:
        found.append((table, rows))
        return frames.frame_of(table, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "frame_of", note)
        load(SHIPPED)
    return found


def test_few_and_many_records_are_read_alike(
    tables: list[tuple[Table, pa.Table]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {table.name for table, _ in tables} >= {"places", "claims", "areas"}
    for table, rows in tables:
        made = {}
        for name, limit in LIMITS.items():
            monkeypatch.setattr(frames, "_ARROW_FROM", limit)
            made[name] = frames.frame_of(table, rows)
        assert_frame_equal(made["few"], made["many"])


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS.keys())
def test_equal_texts_are_one_object(
    limit: int, tables: list[tuple[Table, pa.Table]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "_ARROW_FROM", limit)
    (claims,) = (frames.frame_of(table, rows) for table, rows in tables if table.name == "claims")
    for column in ("article", "source", "features"):
        cells = list(claims[column])
        assert len({id(cell) for cell in cells}) == len(set(cells)) < len(cells)
