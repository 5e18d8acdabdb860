"""Checking only what an edit can have changed finds what checking everything finds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from tests.cases import STRAIT
from tests.conftest import examples

from routemap.data.canonical import NUMBERS, canonical_files, canonical_table, canonical_tables
from routemap.data.checks import recheck as rechecking
from routemap.data.checks.recheck import Checked, recheck
from routemap.data.load import SHIPPED, Loaded, load, load_snapshot
from routemap.data.reading.snapshot import Snapshot
from routemap.model.columns import Column, Table
from routemap.model.findings import Effect
from routemap.model.problem import Problem

Rows = list[dict[str, Any]]


def checked(tables: Mapping[str, pa.Table], like: Loaded) -> tuple[Problem, ...]:
    """Return what a check of everything finds in canonical tables."""
    case = like.dataset.case
    names = {table.file for table in case.tables}
    others = {name: text for name, text in like.files.items() if name not in names}
    files = canonical_files(case, tables, others)
    found = load_snapshot(Snapshot(files, {}, like.dataset.basemap))
    return (*found.problems, *found.notices)


def sort(findings: tuple[Problem, ...]) -> list[str]:
    return sorted(map(repr, findings))


def edited(data: st.DataObject, tables: dict[str, pa.Table], like: Loaded) -> dict[str, pa.Table]:
    """Return tables after one to three edits like those of an editor."""
    after = dict(tables)
    for _ in range(data.draw(st.integers(1, 3))):
        table = data.draw(st.sampled_from(like.dataset.case.tables))
        rows: Rows = after[table.name].to_pylist()
        kind = data.draw(st.sampled_from(("change", "copy", "remove", "swap")))
        if rows:
            _edit(data, table, rows, kind)
            fresh = pa.Table.from_pylist(rows, schema=after[table.name].schema)
            after[table.name] = canonical_table(table, fresh)
    return after


def _edit(data: st.DataObject, table: Table, rows: Rows, kind: str) -> None:
    one, other = (data.draw(st.sampled_from(rows)) for _ in range(2))
    if kind == "remove":
        rows.remove(one)
    elif kind == "copy":
        rows.append({**one, "id": "a-new-record"})
    elif kind == "swap":  # two records change all but their ids
        key = one["id"]
        one.update({**other, "id": key})
    else:
        column = data.draw(st.sampled_from([item for item in table.columns if item.key != "id"]))
        one[column.key] = data.draw(st.sampled_from([other[column.key], *typed(column)]))


def typed(column: Column) -> tuple[str, ...]:
    """Return what an editor may type; a store takes only numbers in the columns of numbers."""
    return ("", "1850") if column.kind in NUMBERS else ("", "1850", "Text = 1")


@pytest.mark.parametrize("folder", [SHIPPED, STRAIT], ids=["shipped", "strait"])
def test_a_store_takes_every_value_that_is_typed_here(folder: Path) -> None:
    loaded = load(folder)
    tables = canonical_tables(loaded)
    for table in loaded.dataset.case.tables:
        first = tables[table.name].slice(0, 1).to_pylist()
        for column in table.columns:
            rows = [{**row, column.key: value} for row in first for value in typed(column)]
            fresh = pa.Table.from_pylist(rows, schema=tables[table.name].schema)
            assert len(canonical_table(table, fresh)) == len(rows)


@pytest.mark.parametrize("folder", [SHIPPED, STRAIT], ids=["shipped", "strait"])
@given(data=st.data())
@examples(12)
def test_a_recheck_finds_what_a_check_finds(folder: Path, data: st.DataObject) -> None:
    loaded = load(folder)
    tables = canonical_tables(loaded)
    old = Checked(tables, checked(tables, loaded))
    for _ in range(2):
        after = edited(data, dict(old.tables), loaded)
        found = recheck(old, after, loaded.dataset.case, loaded.dataset.basemap)
        everything = checked(after, loaded)
        event("everything is checked" if found is None else "only some records are checked")
        if found is None:
            return
        assert sort(found) == sort(everything)
        old = Checked(after, found)


def test_an_edit_without_losses_needs_no_check_of_everything() -> None:
    loaded = load(SHIPPED)
    tables = canonical_tables(loaded)
    rows = tables["claims"].to_pylist()
    rows[3]["note"] = "Another note."
    (table,) = (table for table in loaded.dataset.case.tables if table.name == "claims")
    fresh = pa.Table.from_pylist(rows, schema=tables["claims"].schema)
    after = {**tables, "claims": canonical_table(table, fresh)}
    found = recheck(
        Checked(tables, checked(tables, loaded)), after, loaded.dataset.case, loaded.dataset.basemap
    )
    assert found is not None
    assert sort(found) == sort(checked(after, loaded))


def test_a_loss_needs_a_check_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(SHIPPED)
    tables = canonical_tables(loaded)
    rows = tables["claims"].to_pylist()
    rows[3]["said"] = "yesterday"
    after = {**tables, "claims": pa.Table.from_pylist(rows, schema=tables["claims"].schema)}
    before = Checked(tables, checked(tables, loaded))
    assert recheck(before, after, loaded.dataset.case, loaded.dataset.basemap) is None
    assert any(item.effect is not Effect.NONE for item in checked(after, loaded))
    monkeypatch.setattr(rechecking, "_MOST", 0)
    assert recheck(before, tables, loaded.dataset.case, loaded.dataset.basemap) is not None
