"""Printed pages: everything that can be read on the screen is on paper."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from routemap.questions.allegation import allegation_page
from routemap.questions.evidence import evidence
from routemap.questions.matrix import allegation_summaries
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.sides import sides
from tests.browser.conftest import Open, Visit, Watched
from tests.browser.test_standalone import made
from tests.conftest import shipped

DATASET = shipped().dataset
EVERYTHING = select(DATASET, Query())
FOUND = allegation_summaries(EVERYTHING)
CROSSING = "khasan-tumen-river-crossing"


def bare(text: str) -> str:
    """Return a text without what printing changes: spaces, hyphens, case, ligatures, quotes."""
    plain = re.sub(r"[ʻʼ’‘`]", "'", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s\u00ad\u2010-]", "", plain).casefold()


def printed(page: Page) -> str:
    pdf = page.pdf(format="A4")
    return bare("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages))


def drawn(watched: Watched) -> None:
    """Wait for what is drawn last: the filters, and the line that says which data is shown."""
    expect(watched.page.get_by_role("button", name="Reset filters")).to_be_visible()
    expect(watched.page.locator(".renewal .data")).not_to_be_empty()


def missing(paper: str, texts: list[str]) -> list[str]:
    assert texts
    return [text for text in texts if bare(text) not in paper]


def statements() -> list[str]:
    return [str(text) for text in DATASET.allegations["statement"]]


def excerpts(count: int | None = None) -> list[str]:
    return [str(text) for text in DATASET.claims["excerpt"].iloc[:count]]


def test_every_allegation_and_every_source_is_on_paper(visit: Visit, server: str) -> None:
    watched = visit(server, None)
    watched.page.goto(f"{server}claims")
    expect(watched.page.locator(".rm-sides")).to_have_count(len(FOUND))
    drawn(watched)
    paper = printed(watched.page)
    assert missing(paper, statements()) == []
    found = [sides(item) for item in FOUND]
    speakers = [one for both in found for one in (*both.affirming, *both.denying)]
    assert missing(paper, [f"{one.name} {' · '.join(one.details)}" for one in speakers]) == []
    watched.page.goto(f"{server}claims?show=matrix")
    expect(watched.page.locator(".rm-matrix tbody tr").last).to_be_visible()
    drawn(watched)
    shared = [sides(item) for item in FOUND if item.speakers > 1]
    cells = [cell.words for both in shared for cell in both.cells.values()]
    assert missing(printed(watched.page), cells) == []


@pytest.mark.thorough
def test_the_page_of_an_allegation_is_on_paper(visit: Visit, server: str) -> None:
    watched = visit(server, None)
    watched.page.goto(f"{server}allegation?allegation=arms-by-sea")
    watched.drawn()
    drawn(watched)
    found = allegation_page(EVERYTHING, "arms-by-sea")
    paper = printed(watched.page)
    said = DATASET.claims["excerpt"].iloc[found.positions]
    parts = [statement for _, statement in (*found.broader, *found.narrower)]
    assert missing(paper, [found.statement, *said, *parts]) == []


@pytest.mark.thorough
def test_every_article_of_the_page_and_its_claims_are_on_paper(visit: Visit, server: str) -> None:
    watched = visit(server, None)
    watched.page.goto(f"{server}articles")
    expect(watched.page.locator(".rm-article")).to_have_count(20)
    drawn(watched)
    shown = EVERYTHING.articles.iloc[:20]
    claims = DATASET.claims[DATASET.claims["article"].isin(shown.index)]
    paper = printed(watched.page)
    assert missing(paper, [*shown["title"], *claims["excerpt"]]) == []


@pytest.mark.thorough
def test_the_evidence_of_the_selected_feature_is_on_paper(visit: Visit, server: str) -> None:
    watched = visit(server, f"?feature={CROSSING}")
    watched.drawn(selected=CROSSING)
    found = evidence(EVERYTHING, CROSSING)
    expect(watched.page.locator(".rm-evidence .rm-claim")).to_have_count(found.total)
    drawn(watched)
    expect(watched.page.locator(".timeline .mark").first).to_be_visible()
    paper = printed(watched.page)
    assert missing(paper, [item.excerpt for item in found.claim_details]) == []
    watched.page.get_by_role("tab", name="Table").click()
    rows = watched.page.locator(".rm-table tbody tr")
    expect(rows).to_have_count(len(DATASET.features))
    assert missing(printed(watched.page), [str(name) for name in DATASET.features["name_en"]]) == []


@pytest.mark.parametrize("page", ["data", pytest.param("export", marks=pytest.mark.thorough)])
def test_the_other_pages_are_whole_on_paper(visit: Visit, server: str, page: str) -> None:
    watched = visit(server, None)
    watched.page.goto(f"{server}{page}")
    drawn(watched)
    texts = watched.page.locator(
        ".stMain h1:visible, .stMain h2:visible, .stMain h3:visible, .stMain p:visible, "
        ".stMain dd:visible, .stMain td:visible, .stMain summary:visible p"
    ).all_inner_texts()
    # after the texts are read: on a busy machine, one can still appear
    paper = printed(watched.page)
    # columns have another order on paper; the Share control is not printed
    words = {word for text in texts for word in text.split()} - {"Share"}
    assert missing(paper, sorted(words)) == []


@pytest.mark.thorough
def test_the_map_in_one_file_is_whole_on_paper(open_file: Open) -> None:
    opened = open_file(made(DATASET))
    paper = printed(opened.page)
    assert missing(paper, [*excerpts(), *statements()]) == []
    shown = [str(DATASET.features["name_en"][key]) for key in EVERYTHING.status.index]
    assert missing(paper, shown) == []
