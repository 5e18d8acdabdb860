"""A quoted statement loses its full stop, because the sentence around it has its own."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from tests.conftest import shipped

from routemap.map.payload import popup
from routemap.questions.citation import CITATION_STYLES, CitationStyle, Cited, plain
from routemap.questions.evidence import Evidence, evidence
from routemap.questions.matrix import allegation_summaries
from routemap.questions.nested_allegations import nested
from routemap.questions.query import Query
from routemap.questions.quoting import quoted, without_full_stop
from routemap.questions.selection import select
from routemap.questions.sides import sides
from routemap.questions.view import query_in_words, view_of
from routemap.ui.parts.templates import render

DATASET = shipped().dataset
WHOLE = select(DATASET, Query())
BROAD = "dprk-arms-to-russia"
STATEMENT = str(DATASET.allegations["statement"][BROAD])
TWICE = re.compile(r"\.”?[.,;]")  # a full stop, and another mark after it


def denied_broadly() -> Evidence:
    """Return the evidence for a feature whose allegation is denied as a part of a broader one."""
    found = (evidence(WHOLE, str(key)) for key in DATASET.features.index[WHOLE.shown])
    return next(item for item in found if any(b.allegation == BROAD for b in item.broader))


def test_the_statement_of_these_tests_ends_with_a_full_stop() -> None:
    assert STATEMENT.endswith(".")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Arms are sent.", "“Arms are sent”"),
        ("Arms are sent", "“Arms are sent”"),
        ("Are arms sent?", "“Are arms sent?”"),
        ("Arms go to the U.S.", "“Arms go to the U.S.”"),
        ("And so on...", "“And so on...”"),
        ("", "“”"),
    ],
)
def test_only_the_full_stop_of_a_sentence_is_left_out(statement: str, expected: str) -> None:
    assert quoted(statement) == expected


def test_the_popup_and_the_evidence_panel_have_one_full_stop() -> None:
    found = denied_broadly()
    assert f"{quoted(STATEMENT)} is denied by" in popup(found)["sentence"]
    page = unescape(render("evidence.html", found=found, glyph="", text=""))
    assert f"{quoted(STATEMENT)}, of which this is a part, is denied by" in page
    assert f"“{STATEMENT}”" not in page


def test_both_sides_and_the_hint_have_one_full_stop() -> None:
    found = allegation_summaries(WHOLE)
    assert any(item.broader for item in found)
    glyphs = {item.status: "" for item in found}
    plainly = {"glyph": "", "status": "", "some": 9, "most": 9}
    pages = (
        "".join(
            render("sides_row.html", row=row, sides=sides(row.item), **plainly)
            for row in nested(found)
        ),
        render("hint.html", allegations=found, more=0, address="", glyphs=glyphs),
    )
    for page in map(unescape, pages):
        assert f"Denied as part of {quoted(STATEMENT)}" in re.sub("<[^>]+>", "", page)
        assert not TWICE.search(page)


@pytest.mark.parametrize("style", CITATION_STYLES, ids=lambda style: style.key)
def test_titles_and_citations_have_one_full_stop(style: CitationStyle) -> None:
    selection = select(DATASET, Query(allegation=(BROAD,), stance=("denies",)))
    assert ("Allegation", without_full_stop(STATEMENT)) in query_in_words(selection)
    asked = view_of(selection).filters
    assert f"llegation {without_full_stop(STATEMENT)}; stance Denies" in asked
    only = view_of(select(DATASET, Query(allegation=(BROAD,)))).filters
    cited = plain(style.cite(Cited("A title", only, "0", date(2026, 11, 24), "https://a.example/")))
    assert without_full_stop(STATEMENT) in cited
    assert ".." not in cited
    assert ".”." not in cited
