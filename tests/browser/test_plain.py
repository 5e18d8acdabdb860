"""Hostile texts as labels and messages of Streamlit: no Markdown, no links, no pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from benchmarks.serving import ROOT
from playwright.sync_api import Browser, expect

from routemap.ui.parts.markdown import plain
from tests.browser.plain_app import PART
from tests.browser.tripwire import Wired, wired
from tests.corpora import corpus, ours
from tests.serving import serve

# The lines of a message: text and line breaks, and the name of any other element.
LINES = """
(paragraphs) => paragraphs.map((paragraph) => [...paragraph.childNodes].map((node) =>
  node.nodeName === "#text" ? node.data : node.nodeName === "BR" ? "\\r" : `<${node.nodeName}>`
).join(""))
"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Wired]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    app = ROOT / "tests" / "browser" / "plain_app.py"
    with serve(app, None, environment={"PYTHONPATH": path}) as (url, _process):
        context, watched = wired(chromium, url)
        watched.page.goto(url)
        expect(watched.page.get_by_test_id("stRadioOption")).to_have_count(len(ours()))
        yield watched
        context.close()


def words(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


def test_every_text_is_shown_unchanged_in_a_message(page: Wired) -> None:
    paragraphs = page.page.get_by_test_id("stAlert").locator("p")
    told = [
        words(line) for text in paragraphs.evaluate_all(LINES) for line in text.split("\r")
    ]  # fmt: skip
    # NUL is not allowed in HTML
    expected = [words(text.replace("\0", "\ufffd")) for text in corpus()]
    assert len(told) == len(expected)
    assert [pair for pair in zip(told, expected, strict=True) if pair[0] != pair[1]] == []
    assert len(expected) > PART
    page.assert_harmless()


@pytest.mark.thorough
def test_every_text_is_shown_unchanged_as_an_option(page: Wired) -> None:
    told = page.page.get_by_test_id("stRadioOption").locator("p").evaluate_all(LINES)
    assert [words(text) for text in told] == [words(text) for text in ours()]


@pytest.mark.thorough
@pytest.mark.parametrize(
    "text", ["Khasan-Tumen River rail crossing", "두만강역", "Порт Раджин", "“Rajin”, 2022"]
)
def test_ordinary_names_gain_nothing_that_is_copied_along(text: str) -> None:
    assert plain(text).replace("\\", "") == text
