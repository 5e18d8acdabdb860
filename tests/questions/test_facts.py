"""A column is shown in every place that its row in the table names."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import WriteFolder, claim, shipped, small_rows, write_rows

from routemap.data.load import load
from routemap.exports.claim_fields import CLAIM_FIELDS
from routemap.exports.feature_fields import feature_fields
from routemap.map.payload import popup
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import Column, Shown, Table
from routemap.model.feature_tables import PLACES, ROUTES
from routemap.questions.claim import claim_details
from routemap.questions.evidence import evidence
from routemap.questions.facts import facts_of, shown_in
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.ui.parts.templates import render
from routemap.web.api.json_objects import claim_schema, feature_schema

DATASET = shipped().dataset
DETAILS = claim_details(DATASET, range(len(DATASET.claims)))


def columns(table: Table, where: Shown) -> list[Column]:
    found = list(table.shown(where))
    assert found or where is not Shown.EXPORT
    return found


def test_every_shown_column_of_claims_is_a_field_of_exports_and_of_the_api() -> None:
    fields = {field.key: field for field in CLAIM_FIELDS}
    schema = claim_schema()["properties"]
    for column in columns(CLAIMS, Shown.EXPORT):
        assert fields[column.key].label == column.label
        assert schema[column.key]["description"] == column.meaning
        assert (schema[column.key]["type"] == "array") == column.many


@pytest.mark.parametrize("table", [PLACES, ROUTES], ids=lambda table: table.name)
def test_every_shown_column_of_features_is_a_field_of_exports_and_of_the_api(table: Table) -> None:
    fields = {field.key: field for field in feature_fields(DATASET.case)}
    schema = feature_schema(DATASET.case)["properties"]
    for column in columns(table, Shown.EXPORT):
        assert fields[column.key].label == column.label
        assert schema[column.key]["description"] == column.meaning


@pytest.mark.parametrize("where", [Shown.PANEL, Shown.POPUP, Shown.FILE])
def test_every_shown_column_of_claims_is_shown_with_its_label(where: Shown) -> None:
    shown = {label for item in DETAILS for label, _ in item.shown_in(where)}
    assert shown == {column.label for column in CLAIMS.shown(where)}


def test_the_panel_shows_the_columns_of_a_feature_and_of_its_claims() -> None:
    selection = select(DATASET, Query())
    found = evidence(selection, "rason-port")
    row = DATASET.feature("rason-port")
    assert found.facts[1:] == shown_in(facts_of(DATASET, PLACES)(row), Shown.PANEL)
    assert popup(found)["claims"][0]["facts"] == found.claim_details[0].shown_in(Shown.POPUP)
    page = render("evidence.html", found=found, glyph="", text="")
    for item in found.claim_details:
        for label, text in item.shown_in(Shown.PANEL):
            assert f"{label}: {text}" in page


def test_values_are_shown_in_words(tmp_path: Path) -> None:
    rows = small_rows()
    rows["claims"] = [claim("c1", cargo="arms;livestock", quantity="30 horses, 2 guns")]
    dataset = load(write_rows(tmp_path / "data", rows)).dataset
    (item,) = claim_details(dataset, [0])
    assert item.shown_in(Shown.PANEL) == (
        ("Cargo", "Arms and ammunition, Livestock"),
        ("Quantity", "30 horses, 2 guns"),
    )


def test_an_empty_column_is_not_shown(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"] = [claim("c1")]
    (item,) = claim_details(load(write_folder(rows)).dataset, [0])
    assert item.facts == ()


def test_a_file_may_lack_an_optional_column(folder: Path) -> None:
    path = folder / "claims.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index("quantity")
    # the small folder has no commas within cells
    kept = [",".join(cell for n, cell in enumerate(line.split(",")) if n != at) for line in lines]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    loaded = load(folder)
    assert loaded.problems == ()
    assert set(loaded.dataset.claims["quantity"]) == {""}
