"""Exports name an edit that is held back."""

from __future__ import annotations

import html
from datetime import UTC, datetime

import pytest

from routemap.exports import FORMATS, Format, extract
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import shipped
from tests.exports.readers import READERS

DATASET = shipped().dataset
TYPO = "claims.csv, row 3, claim “c2”, stance “deny”"


def said(row: Format, held_back: str) -> str:
    """Return the provenance of a file as text."""
    asked = select(DATASET, Query(cargo=("arms",)))
    made = extract(asked, made=datetime(2026, 11, 24, tzinfo=UTC), held_back=held_back)
    return html.unescape(READERS[row.key](row.make(made)).said)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_every_format_names_an_edit_that_is_held_back(row: Format) -> None:
    assert TYPO in said(row, TYPO)
    assert "an edit that is not in this data" not in said(row, "")
