"""Text that could break out of its format is read back unchanged and never runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports import FORMATS, Extract, Format, extract, format_named
from routemap.model.text import line_feeds, shown
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import THOROUGH, claim, examples, small_rows, write_rows
from tests.exports.promises import (
    cites_every_article,
    holds_every_claim,
    holds_every_feature,
    says_where_it_comes_from,
)
from tests.exports.readers import READERS
from tests.exports.reading_spatial import KML

NAUGHTY = {
    "formula": "=cmd|' /C calc'!A0",
    "full width": "＝1+1",
    "quoted": "'=1+1",
    "cdata": "]]><script>alert(1)</script><![CDATA[",
    "markup": "</script></span></div><img src=x onerror=alert(1)>&amp;&lt;",
    "latex": r"{\} \input{/etc/passwd} } 50% $x$ #1 ~^_&",
    "template": "$[description] $[id] {{7*7}} ${7*7} %s %(x)s",
    "quotes": "\"'`“”;,\t'; DROP TABLE claims;--",
    "lines": "one\r\ntwo\rthree\nER  - \nTY  - BOOK",
    "separators": "a\u2028b\u2029c\u0085d",
    "right to left": "\u202eمرحبا\u202c שלום",
    "control": "a\x00b\x07c\x1bd\ufffee",
    "many scripts": "두만강역 Туманган 🚂👩‍🔬 e\u0301 \U0001f1f0\U0001f1f5",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    rows = small_rows()
    rows["claims"].append(claim("c5", stance="denies", features="", source="agency"))
    return load(write_rows(tmp_path_factory.mktemp("data") / "small", rows)).dataset


def saying(dataset: Dataset, text: str) -> Extract:
    """Return an extract in which every free text is ``text``, normalised as by the loader."""
    text = shown(line_feeds(text))
    changed = replace(
        dataset,
        claims=dataset.claims.assign(
            excerpt=text, excerpt_kind="paraphrase", note=text, quantity=text
        ),
        articles=dataset.articles.assign(title=text, publisher=text, note=text),
        sources=dataset.sources.assign(name=text),
        allegations=dataset.allegations.assign(statement=text),
        places=dataset.places.assign(name_en=text, name_ko=text),
    )
    made = datetime(2026, 11, 24, tzinfo=UTC)
    return extract(select(changed, Query()), made=made, address="https://map.example/")


def keeps_its_promises(row: Format, whole: Extract) -> None:
    found = READERS[row.key](row.make(whole))
    says_where_it_comes_from(found, whole)
    for content, holds in (
        ("claims", holds_every_claim),
        ("features", holds_every_feature),
        ("articles", cites_every_article),
    ):
        if content in row.holds:
            holds(found, whole)


every_own_format = pytest.mark.parametrize(
    "row", [row for row in FORMATS if "picture" not in row.holds], ids=lambda row: row.key
)


@every_own_format
def test_hostile_text_is_read_back_unchanged(row: Format, small: Dataset) -> None:
    every = " ".join(["All:", *NAUGHTY.values()])
    # the validator of packages is slow, so all texts are tested at once
    alone = () if row.key == "package" or not THOROUGH else tuple(NAUGHTY.values())
    for text in (*alone, every):
        keeps_its_promises(row, saying(small, text))


@pytest.mark.parametrize(
    "row", [row for row in FORMATS if row.key in ("csv", "kml", "gpkg", "csl", "ris", "bibtex")],
    ids=lambda row: row.key,
)  # fmt: skip
@examples(4)
@given(text=st.text(min_size=1, max_size=60).map(lambda text: shown(text).strip()).filter(bool))
def test_any_text_is_read_back_unchanged(row: Format, text: str, small: Dataset) -> None:
    keeps_its_promises(row, saying(small, text))


@every_own_format
def test_a_denial_without_a_place_is_exported_too(row: Format, small: Dataset) -> None:
    asked = select(small, Query(stance=("asserts",)))
    whole = extract(asked, made=datetime(2026, 11, 24, tzinfo=UTC), address="https://map.example/")
    assert list(whole.unplaced["id"]) == ["c5"]
    keeps_its_promises(row, whole)


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY)
def test_no_cell_of_the_csv_is_a_formula(text: str, small: Dataset) -> None:
    content = format_named("csv").make(saying(small, text)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert len(rows) == 6
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY)
def test_a_balloon_has_only_our_own_markup(text: str, small: Dataset) -> None:
    document = lxml.etree.fromstring(format_named("kml").make(saying(small, text)))
    balloons = [item.text for item in document.iterfind(".//kml:description", KML)]
    assert len(balloons) == 1 + 5 + 1
    for balloon in balloons:
        tree = lxml.html.fromstring(f"<div>{balloon}</div>")
        tags = {element.tag for element in tree.iter()}
        assert tags <= {"div", "h3", "p", "b", "i", "a", "hr", "span", "blockquote"}
        for element in tree.iter():
            assert set(element.attrib) <= {"id", "href"}
            assert element.get("href", "https://paper.example/").startswith(
                "https://paper.example/"
            )
        assert "$[" not in balloon


def test_only_web_addresses_become_links(tmp_path: Path) -> None:
    rows = small_rows()
    rows["articles"][0]["url"] = "javascript:alert(1)"
    dataset = load(write_rows(tmp_path / "data", rows)).dataset
    whole = extract(select(dataset, Query()), made=datetime(2026, 11, 24, tzinfo=UTC))
    assert len(whole.claims) == 0
