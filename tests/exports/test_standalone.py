"""The map in one file as a file: its policy, its content, and its size limit."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.data.dataset import Dataset
from routemap.data.load import SHIPPED, load
from routemap.exports import Extract, extract
from routemap.exports.standalone import content as contents
from routemap.exports.standalone import page as standalone
from routemap.exports.standalone import to_html
from routemap.exports.standalone.content import content
from routemap.exports.standalone.page import embedded, web_link
from routemap.model.errors import ExportTooLargeError
from routemap.questions.error_link import error_link
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.cases import STRAIT
from tests.conftest import WriteFolder, small_rows

MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
MARKUP = "</script><script>top.tripped=1</script><img src=x onerror=top.tripped=1>\u2028&amp;"
Page = lxml.html.HtmlElement


def made(dataset: Dataset, query: Query | None = None, address: str = "") -> Extract:
    return extract(select(dataset, query or Query()), made=MADE, address=address)


def opened(whole: Extract) -> Page:
    return lxml.html.document_fromstring(to_html(whole).decode())


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(SHIPPED).dataset


@pytest.fixture(scope="module")
def page(shipped: Dataset) -> Page:
    return opened(made(shipped))


def test_the_shipped_data_is_one_file_under_two_megabytes(shipped: Dataset) -> None:
    assert len(to_html(made(shipped))) < 2_000_000


def test_every_claim_has_a_link_to_report_an_error() -> None:
    dataset = load(STRAIT).dataset
    whole = made(dataset, address="https://map.example/")
    expected = [
        error_link(dataset.case, claim, dataset.revision, "https://map.example/")
        for claim in dataset.claims.index
    ]
    assert all(link.startswith("https://tracker.example/strait/") for link in expected)
    links = opened(whole).xpath("//article//a[text()='Report an error']/@href")
    assert sorted(links) == sorted(expected)
    assert sorted(claim["report"] for claim in content(whole)["claims"]) == sorted(expected)


def test_without_a_contact_and_for_an_unsafe_address_there_is_no_link(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Report an error" not in page.find("body").find("main").text_content()
    monkeypatch.setattr(contents, "error_link", lambda *_: "javascript:alert(1)//https://")
    unsafe = opened(made(load(STRAIT).dataset))
    assert unsafe.xpath("//article")
    assert not unsafe.xpath("//a[contains(@href, 'javascript')]")
    assert "Report an error" not in unsafe.find("body").find("main").text_content()


def test_the_policy_names_our_scripts_and_styles_and_nothing_else(page: Page) -> None:
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))

    def hashes(elements: list[Page]) -> set[str]:
        digests = [hashlib.sha256(element.text.encode()).digest() for element in elements]
        return {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}

    assert set(rules["script-src"].split()) == hashes(page.xpath("//script[not(@type)]"))
    assert set(rules["style-src"].split()) == hashes(page.xpath("//style"))
    nothing = {key for key, value in rules.items() if value == "'none'"}
    assert nothing == {"default-src", "connect-src", "base-uri", "form-action"}
    assert set(page.xpath("//script/@type")) == {"application/json"}


def test_the_file_refers_to_no_other_file(page: Page) -> None:
    assert page.xpath("//link | //img | //iframe | //object | //embed | //base") == []
    assert page.xpath("//@src | //@srcset | //@style | //@background | //@action") == []
    assert [name for node in page.iter("*") for name in node.attrib if name.startswith("on")] == []
    (style,) = page.xpath("//style/text()")
    assert not re.search(r"url\(|@import|expression\(", style)
    assert "sourceMappingURL" not in page.xpath("//script[not(@type)]")[1].text


def test_links_open_the_web_and_nothing_else(shipped: Dataset) -> None:
    for address in ("https://map.example/", "javascript:alert(1)//", ""):
        page = opened(made(shipped, address=address))
        links = [a for a in page.xpath("//a") if not a.get("href").startswith("#")]
        assert len(links) > len(shipped.claims)
        assert all(web_link(a.get("href")) and a.get("rel") == "noopener noreferrer" for a in links)
        assert bool(page.xpath("//a[text()='Open the live map']")) == (address[:5] == "https")


def test_markup_in_every_text_stays_text(write_folder: WriteFolder) -> None:
    rows = small_rows()
    for table, fields in (
        ("places", ("name_en", "name_ko", "note")),
        ("routes", ("name_en",)),
        ("sources", ("name",)),
        ("articles", ("title", "publisher", "author")),
        ("allegations", ("statement",)),
        ("claims", ("excerpt", "note", "quantity")),
    ):
        for row in rows[table]:
            row.update({field: f"{row.get(field, '')} {MARKUP}" for field in fields})
    dataset = load(write_folder(rows)).dataset
    clean = opened(made(load(SHIPPED).dataset))
    page = opened(
        made(dataset, Query(text=MARKUP, source=(MARKUP,)), f"https://x.example/{MARKUP}")
    )
    assert page.xpath("//img | //*[@onerror]") == []
    assert len(page.xpath("//script")) == len(clean.xpath("//script"))
    page = opened(made(dataset))
    assert page.xpath("//img | //*[@onerror]") == []
    assert len(page.xpath("//script")) == len(clean.xpath("//script"))
    cards = page.xpath("//article")
    assert len(cards) == len(dataset.claims)
    for card in cards:
        assert "<img src=x onerror" in card.text_content()
    data = json.loads(page.get_element_by_id("routemap-data").text)
    assert all(MARKUP in claim["excerpt"] for claim in data["claims"])


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists))
def test_embedded_values_are_read_back_and_cannot_end_their_block(value: object) -> None:
    text = embedded(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")


def test_without_scripts_every_claim_has_its_source_and_citation(
    page: Page, shipped: Dataset
) -> None:
    whole = made(shipped)
    cards = {card.get("data-id"): card for card in page.xpath("//article")}
    assert set(cards) == set(shipped.claims.index)
    for item in whole.claim_details:
        card = cards[item.claim]
        text = " ".join(card.text_content().split())
        for part in (item.stance_label, item.source, item.relayed, item.said, item.excerpt):
            assert " ".join(part.split()) in text
        assert (card.find(".//blockquote") is not None) == item.quotation
        (link,) = card.xpath(".//a")
        assert link.get("href") == item.url
        assert link.text == item.citation
    rows = page.xpath("//tbody/tr")
    assert [row.get("data-id") for row in rows] == [
        key
        for kind in ("route", "place")
        for key in whole.features.loc[whole.features["type"] == kind, "id"]
    ]


def test_added_denials_are_marked(shipped: Dataset) -> None:
    whole = made(shipped, Query(stance=("asserts",)))
    page = opened(whole)
    tag = "contains(text(), 'Outside the filters') and not(@hidden)"
    marked = page.xpath(f"//article[.//*[{tag}]]/@data-id")
    added = set(whole.selection.claims.index) - set(whole.matching.claims.index)
    assert set(marked) == added
    said = " ".join(page.text_content().split())
    assert (
        f"{len(added)} of the {len(whole.positions)} claims are denials that the filters exclude"
        in said
    )


def test_a_file_of_few_features_keeps_the_names_of_the_ends_of_its_routes(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    for claim in rows["claims"]:
        claim["features"] = "line"
    page = opened(made(load(write_folder(rows)).dataset))
    data = json.loads(page.get_element_by_id("routemap-data").text)
    drawn = {f["properties"]["id"]: f["properties"] for f in data["map"]["features"]}
    assert set(drawn) == {"north", "south", "line"}
    assert (drawn["line"]["from_name"], drawn["line"]["to_name"]) == ("North", "South")
    assert page.xpath("//tbody/tr/@data-id") == ["line"]


def test_a_query_without_results_gives_a_complete_file(shipped: Dataset) -> None:
    page = opened(made(shipped, Query(text="no such word")))
    assert page.xpath("//article | //tbody/tr") == []
    assert json.loads(page.get_element_by_id("routemap-data").text)["features"] == []
    assert "no such word" in page.get_element_by_id("provenance").text_content()


def test_too_many_claims_are_refused_with_advice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = made(load(folder).dataset)
    monkeypatch.setattr(standalone, "MOST_CLAIMS", len(whole.positions))
    assert to_html(whole)
    monkeypatch.setattr(standalone, "MOST_CLAIMS", len(whole.positions) - 1)
    with pytest.raises(ExportTooLargeError, match="up to 3 claims, this query has 4; choose"):
        to_html(whole)
