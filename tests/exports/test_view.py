"""A view in words: its title, its sentence and its citations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from routemap.data.load import load
from routemap.model.case import NEUTRAL
from routemap.questions.citation import CITATION_STYLES, CitationStyle, Cited, plain
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.view import View, view_of

HEADLINE = "Reports of trade between two ports"
every_style = pytest.mark.parametrize("row", CITATION_STYLES, ids=lambda row: row.key)


def cited(filters: str, day: date = date(2026, 11, 24)) -> Cited:
    return Cited(HEADLINE, filters, "0123456789ab", day, "https://map.example/?rev=0123456789ab")


def viewed(folder: Path, query: Query) -> View:
    return view_of(select(load(folder).dataset, query))


def test_a_view_of_everything_counts_sources_by_stance_and_what_is_disputed(folder: Path) -> None:
    view = viewed(folder, Query())
    assert view.title == NEUTRAL.title
    assert view.sentence == (
        "Asserted by 1 source, denied by 1, reported by 1: "
        "4 claims about 2 routes and 3 places, 2 of them disputed."
    )


def test_a_view_names_filters_and_the_side_that_they_hide(folder: Path) -> None:
    view = viewed(folder, Query(source=("council",), text="c1"))
    assert view.filters == "Claim source The council; search “c1”"
    assert view.title == f"{NEUTRAL.title}: {view.filters}"
    assert view.sentence == (
        "Asserted by 1 source: 1 claim about 1 route and 1 place. "
        "The filters hide who denies 2 of the routes and places."
    )


def test_what_is_selected_is_named_with_its_status(folder: Path) -> None:
    view = viewed(folder, Query(feature="line", stance=("asserts",)))
    assert view.filters == "Selected Line; stance Asserts"
    assert view.sentence == "Line. Asserted by 1 source. The filters hide who denies it."


def test_an_unknown_id_is_named_unchanged(folder: Path) -> None:
    assert viewed(folder, Query(source=("nobody",))).filters == "Claim source nobody"
    assert viewed(folder, Query(feature="atlantis")).filters == ""


def test_many_values_are_counted_and_an_empty_result_is_stated(folder: Path) -> None:
    view = viewed(folder, Query(source=("a", "b", "c", "d", "e")))
    assert view.filters == "Claim source a, b, c and 2 more"
    assert view.sentence == "No claim matches all filters."


def test_background_claims_are_called_context(folder: Path) -> None:
    view = viewed(folder, Query(stance=("background",)))
    assert view.sentence == (
        "Context only: 1 claim about 0 routes and 2 places. "
        "The filters hide who asserts 1 of the routes and places."
    )


@every_style
@pytest.mark.parametrize("asked", ["", "Stance Denies"])
def test_a_citation_has_everything_to_find_the_view(row: CitationStyle, asked: str) -> None:
    view = cited(asked)
    runs = row.cite(view)
    text = plain(runs)
    for part in ("Route Map", asked, "ata revision 0123456789ab", "2026", view.link):
        assert part in text
    assert HEADLINE.lower() in text.lower()
    assert [run for run, mark in runs if mark == "link"] == [view.link]


@every_style
def test_a_citation_invents_no_author_and_no_day_of_publication(row: CitationStyle) -> None:
    text = plain(row.cite(cited("", date(2026, 5, 1))))
    begins = "“Reports" if row.key == "mla" else "Route Map."
    assert text.startswith(begins)
    assert text.count("2026") == 1


@pytest.mark.parametrize(("month", "short"), [(5, "May"), (9, "Sept."), (12, "Dec.")])
def test_mla_abbreviates_months(month: int, short: str) -> None:
    (mla,) = (row for row in CITATION_STYLES if row.key == "mla")
    text = plain(mla.cite(cited("", date(2026, month, 7))))
    assert text.endswith(f"Accessed 7 {short} 2026.")
