"""All proposals for the text of an article."""

from __future__ import annotations

import time
from dataclasses import FrozenInstanceError, fields

import pytest
from tests.proposing import shipped, strait

from routemap.model.errors import ArticleTextError, DateError
from routemap.questions.proposals.excerpt import excerpt_of
from routemap.questions.proposals.proposals import MOST_CHARACTERS, proposals_of

ARTICLE = """The ferry that nobody saw

The Port Office of Vallmark said on Tuesday that a ferry left Vellmar for Østbý with forty
bales of kelp. Osterholm Ferries denied it. “None of our ferries sailed in February,” it said.
According to the Ostby harbour watch, a boat reached the Needle lighthouse last week."""


def test_an_article_proposes_names_dates_and_stances() -> None:
    found = proposals_of(ARTICLE, strait(), "1931-03-04")
    assert len(found.sentences) == 5
    assert [name.record for name in found.names] == [
        "vallmark-port-office", "vellmar", "ostby", "osterholm-ferries", "ostby-harbour-watch",
        "needle-light",
    ]  # fmt: skip
    assert [(day.words, day.edtf) for day in found.days] == [
        ("Tuesday", "1931-03-03"),
        ("February", "1931-02"),
        ("last week", "1931-02-22/1931-03-01"),
    ]
    assert [(cue.stance, cue.source) for cue in found.cues] == [
        ("asserts", "vallmark-port-office"),
        ("denies", "osterholm-ferries"),
        ("asserts", ""),
        ("asserts", "ostby-harbour-watch"),
    ]
    marked = [excerpt_of(ARTICLE, part.start, part.end) for part in found.sentences[1:]]
    assert marked[1].excerpt == "Osterholm Ferries denied it."


def test_a_quotation_of_the_shipped_data_proposes_what_was_coded() -> None:
    claims = shipped().claims
    claim = claims.loc["joongang-2022-11-08-23"]
    text = f"{claim['prefix']} {claim['excerpt']}"
    found = proposals_of(text, shipped(), shipped().articles.loc[claim["article"], "published"])
    assert [day.edtf for day in found.days] == [claim["said"]]
    assert [cue.stance for cue in found.cues] == [claim["stance"]]
    assert [cue.source for cue in found.cues] == [claim["source"]]
    assert {"khasan-station", "tumen-river-station"} <= {name.record for name in found.names}


def test_every_kind_is_in_the_order_of_the_text() -> None:
    found = proposals_of(ARTICLE * 3, strait(), "1931-03-04")
    for field in fields(found):
        starts = [part.start for part in getattr(found, field.name)]
        assert starts == sorted(starts)
        assert starts


def test_proposals_cannot_be_changed() -> None:
    found = proposals_of(ARTICLE, strait(), "1931-03-04")
    for part in (found, found.names[0], found.days[0], found.cues[0], found.sentences[0]):
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, None)


def test_text_that_is_too_long_and_a_date_that_is_none_are_refused() -> None:
    with pytest.raises(ArticleTextError, match="200,001 characters"):
        proposals_of("a" * (MOST_CHARACTERS + 1), strait(), "1931-03-04")
    with pytest.raises(DateError):
        proposals_of("a", strait(), "yesterday")


@pytest.mark.parametrize(
    "part",
    ["on ", "U.S.", "1-", "가", "“", "\n", "not ", "Østbý", "May 1, ", "2일", "в ", "\u0301", "."],
)
def test_a_hostile_text_takes_no_longer_than_another(part: str) -> None:
    text = (part * 10_000)[:10_000]
    began = time.process_time()
    proposals_of(text, strait(), "1931-03-04")
    assert time.process_time() - began < 1.5
