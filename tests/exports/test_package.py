"""The data package can be loaded as a data folder, and lists the claims that match the query."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from routemap.data.load import Loaded, load
from routemap.exports import Extract, extract, format_named
from routemap.model.tables import TABLES
from routemap.questions.query import Query
from routemap.questions.selection import Selection, select
from tests.conftest import WriteFolder, shipped, small_rows

DATASET = shipped().dataset
MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def unpacked(whole: Extract, folder: Path) -> Path:
    content = format_named("package").make(whole)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def again(whole: Extract, folder: Path) -> Loaded:
    return load(unpacked(whole, folder))


def test_everything_loaded_again_is_the_same_data(tmp_path: Path) -> None:
    loaded = again(extract(select(DATASET, Query()), made=MADE), tmp_path)
    assert loaded.problems == ()
    for table in TABLES:
        before, after = getattr(DATASET, table.name), getattr(loaded.dataset, table.name)
        pd.testing.assert_frame_equal(pd.DataFrame(after), pd.DataFrame(before))


@pytest.mark.parametrize(
    "query", [Query(source=("us-nsc",)), Query(stance=("asserts",)), Query(text="Najin")]
)
def test_a_part_loaded_again_has_the_same_statuses(query: Query, tmp_path: Path) -> None:
    whole = extract(select(DATASET, query), made=MADE)
    loaded = again(whole, tmp_path)
    assert loaded.problems == ()
    selected = pd.read_csv(tmp_path / "selected.csv", index_col="claim")["selected"]
    added = (selected.loc[loaded.dataset.claims.index] == "no").to_numpy()
    every = np.ones(len(added), dtype=bool)
    status = Selection(Query(), loaded.dataset, every, added, 0).status
    pd.testing.assert_series_equal(status, whole.selection.status)


def test_the_ends_of_a_route_are_included_without_claims(
    write_folder: WriteFolder, tmp_path: Path
) -> None:
    rows = small_rows()
    rows["claims"][0]["features"] = "line"
    dataset = load(write_folder(rows)).dataset
    asked = select(dataset, Query(cargo=("arms",), source=("council",)))
    whole = extract(asked, made=MADE)
    assert "south" not in set(whole.features["id"])
    loaded = again(whole, tmp_path)
    assert loaded.problems == ()
    assert set(loaded.dataset.places.index) >= {"north", "south"}


def test_it_lists_the_claims_that_match_the_query(tmp_path: Path) -> None:
    whole = extract(select(DATASET, Query(stance=("asserts",))), made=MADE)
    with (unpacked(whole, tmp_path) / "selected.csv").open(encoding="utf-8", newline="") as file:
        said = {row["claim"]: row["selected"] for row in csv.DictReader(file)}
    assert said == dict(zip(whole.claims["id"], whole.claims["selected"], strict=True))
    assert set(said.values()) == {"yes", "no"}


def test_cells_are_unchanged_and_the_readme_warns_about_formulas(
    write_folder: WriteFolder, tmp_path: Path
) -> None:
    rows = small_rows()
    rows["claims"][0]["excerpt"] = "=1+1"
    whole = extract(select(load(write_folder(rows)).dataset, Query()), made=MADE)
    folder = unpacked(whole, tmp_path)
    assert ",=1+1," in (folder / "claims.csv").read_text(encoding="utf-8")
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "begin with `=`" in readme
    assert whole.dataset.revision in readme


def test_the_same_extract_gives_the_same_bytes() -> None:
    first, second = (
        format_named("package").make(extract(select(DATASET, Query()), made=MADE)) for _ in "ab"
    )
    assert first == second
