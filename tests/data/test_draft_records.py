"""Records that a draft adds are changed, replaced, renamed and taken out as a whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from routemap.data.drafts.draft_records import (
    added_records,
    renamed_article,
    replaced_record,
    with_cells,
    without_record,
)
from routemap.model.draft import Change, Draft, FieldEdit, RecordEdit

EMPTY = Draft("20260301-k3f9ab", "", "Ann", datetime(2026, 3, 1, tzinfo=UTC), "A test.")


def report() -> Draft:
    """Return a draft of an article with two claims, a new source and a new place."""
    draft = with_cells(EMPTY, "articles", "article", {"title": "Ferries"})
    draft = with_cells(draft, "sources", "courier", {"name": "Courier"})
    draft = with_cells(draft, "places", "pier", {"name_en": "Pier"})
    cells = {"article": "article", "source": "courier", "features": "old;pier"}
    draft = with_cells(draft, "claims", "article-01", cells)
    return with_cells(draft, "claims", "article-02", {**cells, "also_in": "article-01;old-01"})


def test_cells_are_set_in_the_order_of_the_table_and_empty_ones_are_taken_out() -> None:
    draft = with_cells(report(), "sources", "courier", {"kind": " media ", "name": ""})
    assert added_records(draft, "sources") == {"courier": {"kind": "media"}}
    draft = with_cells(draft, "sources", "courier", {"name": "The Courier"})
    assert [*added_records(draft, "sources")["courier"]] == ["name", "kind"]
    assert len(draft.edits) == len(report().edits)


def test_a_record_of_the_data_is_not_edited_as_a_new_one() -> None:
    edit = RecordEdit("sources", "old", Change.CHANGED, (FieldEdit("name", "a", "b"),))
    draft = Draft(EMPTY.id, "", "Ann", EMPTY.created, "", (edit,))
    with pytest.raises(ValueError, match="already edits sources “old”"):
        with_cells(draft, "sources", "old", {"name": "c"})


def test_what_referred_to_a_record_does_so_no_more() -> None:
    draft = without_record(report(), "places", "pier")
    assert added_records(draft, "places") == {}
    assert {cells["features"] for cells in added_records(draft, "claims").values()} == {"old"}
    draft = without_record(draft, "sources", "courier")
    assert all("source" not in cells for cells in added_records(draft, "claims").values())


def test_a_similar_record_takes_the_place_of_a_new_one() -> None:
    draft = replaced_record(report(), "sources", "courier", "gazette")
    assert added_records(draft, "sources") == {}
    assert {cells["source"] for cells in added_records(draft, "claims").values()} == {"gazette"}
    draft = replaced_record(report(), "places", "pier", "old")
    assert {cells["features"] for cells in added_records(draft, "claims").values()} == {"old"}


def test_an_article_is_renamed_with_its_claims() -> None:
    draft = renamed_article(report(), "article", "courier-2024-05-06")
    assert [*added_records(draft, "articles")] == ["courier-2024-05-06"]
    claims = added_records(draft, "claims")
    assert [*claims] == ["courier-2024-05-06-01", "courier-2024-05-06-02"]
    assert {cells["article"] for cells in claims.values()} == {"courier-2024-05-06"}
    assert claims["courier-2024-05-06-02"]["also_in"] == "courier-2024-05-06-01;old-01"
    assert added_records(draft, "sources") == added_records(report(), "sources")
