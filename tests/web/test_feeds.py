"""``/feed.atom`` and ``/feed.json``: valid, stable, filtered, and cheap to ask for again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import feedparser
import httpx
import jsonschema
import pytest
from lxml import etree
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import Rows, claim, small_rows, write_rows

from routemap.data import cache, repository
from routemap.data.history import History, folder_history
from routemap.data.load import VARIABLE, load
from routemap.questions.feed import MOST_ENTRIES, FeedReader
from routemap.web.address import ADDRESS_VARIABLE
from routemap.web.feed_formats import FEED_FORMATS
from routemap.web.routes import routes

HERE = Path(__file__).parent
RELAX_NG = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
SCHEMA = json.loads((HERE / "json_feed.schema.json").read_text(encoding="utf-8"))
START = datetime(2023, 10, 16, 9, 30, tzinfo=UTC)
HOSTILE = "</title><script>alert(1)</script>&amp;\x0b\x1b[31m ]]> \u202egnp"
ADDRESSES = [f"/feed.{form.key}" for form in FEED_FORMATS]

Show = Callable[[Rows], None]


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """Show one state of a data folder after another, a day apart."""
    folder = tmp_path / "data"
    monkeypatch.setenv(VARIABLE, str(folder))
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)
    days = iter(range(1000))

    def showing(rows: Rows) -> None:
        write_rows(folder, rows)
        repository.forget_repositories()
        history = folder_history(folder)
        assert isinstance(history, History)
        history.keep(load(folder), START + timedelta(days=next(days)))

    return showing


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=routes()), base_url="http://map.example")


def with_a_denial() -> Rows:
    rows = small_rows()
    rows["claims"].append(
        claim(
            "c5", source="council", allegation="horses", stance="denies", said="2023-10-17",
            features="lane", excerpt_kind="quotation", excerpt="no horse has left",
        )
    )  # fmt: skip
    return rows


def items(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/feed.json{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    document = answer.json()
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
    found: list[dict[str, Any]] = document["items"]
    assert len({item["id"] for item in found}) == len(found)
    return found


def atom(client: TestClient, query: str = "") -> feedparser.FeedParserDict:
    answer = client.get(f"/feed.atom{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    RELAX_NG.assertValid(etree.fromstring(answer.content))
    found = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


class Texts(HTMLParser):
    """The text of some HTML, its elements, and the addresses of its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.tags, self.links = "", list[str](), list[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for key, value in attrs if key == "href"]
        assert not any(key.startswith("on") for key, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_without_an_earlier_state_a_valid_empty_feed_says_so(
    show: Show, client: TestClient
) -> None:
    show(small_rows())
    found = atom(client)
    assert found.entries == []
    assert "Changes appear here from now on" in found.feed.subtitle
    assert found.feed.updated == "2023-10-16T09:30:00Z"
    assert items(client) == []


def test_a_new_denial_and_the_status_that_follows_are_entries_with_links(
    show: Show, client: TestClient
) -> None:
    show(small_rows())
    show(with_a_denial())
    found = {item["tags"][0]: item for item in items(client)}
    assert set(found) == {"Status changed", "New denial"}
    denial, status = found["New denial"], found["Status changed"]
    assert denial["title"] == "New denial: The council: denies “Horses move”, 17 October 2023."
    assert denial["date_modified"] == "2023-10-17T09:30:00Z"
    assert status["title"].startswith(
        "Status changed: Lane went from asserted to disputed: denied by The council"
    )
    assert parse_qs(urlsplit(denial["url"]).query) == {"claim": ["c5"]}
    assert parse_qs(urlsplit(status["url"]).query) == {"feature": ["lane"]}
    content = Texts(denial["content_html"])
    assert "no horse has left" in content.text
    assert "The council (denies, on 17 October 2023)" in content.text
    article, view = content.links
    assert article.startswith("https://paper.example/arms#:~:text=")
    assert view == denial["url"]
    assert "“no horse has left”\nThe council (denies" in denial["content_text"]
    entries = {entry.tags[0].term: entry for entry in atom(client).entries}
    assert entries["New denial"].id == denial["id"]
    assert entries["New denial"].link == denial["url"]
    assert entries["New denial"].title == denial["title"]
    assert Texts(entries["New denial"].content[0].value).text == content.text


def test_a_correction_says_what_was_there_and_a_removal_what_is_gone(
    show: Show, client: TestClient
) -> None:
    show(small_rows())
    rows = small_rows()
    rows["claims"][0]["cargo"] = "livestock"
    del rows["claims"][1]
    show(rows)
    found = {item["id"].split("/", 1)[1]: item for item in items(client)}
    correction, removal = found["correction/claims/c1"], found["removal/claims/c2"]
    assert "Cargo: before, Arms and ammunition; now, Livestock." in correction["content_text"]
    assert "what c2 says" in removal["content_text"]
    assert removal["url"] == "http://map.example/"
    assert removal["title"].startswith("Removal: The ministry: denies “Shells move”")


def test_ids_stay_the_same_over_requests_restarts_filters_and_later_states(
    show: Show, client: TestClient
) -> None:
    show(small_rows())
    show(with_a_denial())
    first = {item["id"] for item in items(client)}
    assert {item["id"] for item in items(client)} == first
    repository.forget_repositories()
    again = TestClient(Starlette(routes=routes()), base_url="http://map.example")
    assert {item["id"] for item in items(again)} == first
    assert {item["id"] for item in items(client, "?stance=denies")} <= first
    rows = with_a_denial()
    rows["claims"].append(claim("c6"))
    show(rows)
    later = [item["id"] for item in items(client)]
    assert set(later[-len(first) :]) == first, "the latest come first"
    assert later[0].endswith("/claim/claims/c6")
    for key in later:
        assert key.startswith("tag:map.example,2023-10-1")


def test_a_state_that_is_shown_again_makes_no_second_entry(show: Show, client: TestClient) -> None:
    for rows in (small_rows(), with_a_denial(), small_rows(), with_a_denial()):
        show(rows)
    times = [item["date_modified"] for item in items(client) if "/denial/" in item["id"]]
    assert times == ["2023-10-19T09:30:00Z"]


def test_filters_limit_the_entries_and_stay_in_the_links(show: Show, client: TestClient) -> None:
    show(small_rows())
    rows = with_a_denial()
    rows["claims"].append(claim("c6", source="agency"))
    show(rows)
    found = items(client, "?source=council&view=52.5,7.5,7&claim=c1")
    assert [item["id"].rsplit("/")[-1] for item in found if "/claims/" in item["id"]] == ["c5"]
    denial = next(item for item in found if "/denial/" in item["id"])
    assert parse_qs(urlsplit(denial["url"]).query) == {
        "source": ["council"], "claim": ["c5"],
    }  # fmt: skip
    document = client.get("/feed.json?source=council&view=52.5,7.5,7").json()
    assert document["feed_url"] == "http://map.example/feed.json?source=council"
    assert document["home_page_url"] == "http://map.example/?source=council"
    assert document["title"].endswith("Claim source The council")


def test_a_feed_about_what_was_removed_stays_valid(show: Show, client: TestClient) -> None:
    show(with_a_denial())
    rows = small_rows()
    rows["claims"] = [row for row in rows["claims"] if row["source"] != "council"]
    rows["sources"] = [row for row in rows["sources"] if row["id"] != "council"]
    show(rows)
    found = items(client, "?source=council")
    assert {item["id"].split("/", 1)[1] for item in found} >= {
        "removal/claims/c5", "removal/claims/c1", "removal/sources/council",
    }  # fmt: skip
    assert "claim source “council”" in client.get("/feed.json?source=council").json()["description"]


def test_hostile_text_is_text(show: Show, client: TestClient) -> None:
    show(small_rows())
    rows = with_a_denial()
    rows["claims"][-1]["excerpt"] = HOSTILE
    rows["sources"][1]["name"] = HOSTILE
    show(rows)
    denial = next(item for item in items(client) if "/denial/" in item["id"])
    assert "<script>alert(1)</script>" in denial["title"]
    for html in (denial["content_html"], *(e.content[0].value for e in atom(client).entries)):
        content = Texts(html)
        assert not {"script", "title"} & set(content.tags)
    assert "<script>alert(1)</script>&amp;" in Texts(denial["content_html"]).text
    raw = client.get("/feed.atom").content
    assert not any(char in raw for char in (b"\x0b", b"\x1b", "\u202e".encode()))
    query = "?q=%3Cscript%3Ealert(2)%3C/script%3E%00%0B%22"
    assert "alert(2)" in atom(client, query).feed.title
    assert items(client, query) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_feed_is_not_made_or_sent_again(
    show: Show, client: TestClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(small_rows())
    show(with_a_denial())
    first = client.get(address)
    assert first.headers["last-modified"] == "Tue, 17 Oct 2023 09:30:00 GMT"
    made: list[object] = []
    feed = FeedReader.feed
    monkeypatch.setattr(FeedReader, "feed", lambda *a: (made.append(a), feed(*a))[1])
    for header, value in (
        ("If-None-Match", first.headers["etag"]),
        ("If-None-Match", f'"x", {first.headers["etag"]}'),
        ("If-Modified-Since", first.headers["last-modified"]),
    ):
        again = client.get(address, headers={header: value})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"].removesuffix('"') in first.headers["etag"]
    assert made == []
    for header, value in (
        ("If-None-Match", '"x"'),
        ("If-Modified-Since", "Mon, 16 Oct 2023 09:30:00 GMT"),
        ("If-Modified-Since", "yesterday"),
    ):
        assert client.get(address, headers={header: value}).status_code == 200
    assert client.get(f"{address}?stance=denies").headers["etag"] != first.headers["etag"]
    rows = with_a_denial()
    rows["claims"].append(claim("c6"))
    show(rows)
    later = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert later.status_code == 200
    assert "c6" in later.text


def test_states_are_compared_once(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    show(small_rows())
    show(with_a_denial())
    asked: list[str] = []
    compare = FeedReader._compare
    monkeypatch.setattr(
        FeedReader, "_compare", lambda own, *a: (asked.append(a[0]), compare(own, *a))[1]
    )
    again = TestClient(Starlette(routes=routes()), base_url="http://map.example")
    items(again)
    atom(again)
    items(again, "?feature=lane")
    assert len(asked) == 1


def test_a_feed_lists_a_hundred_changes(show: Show, client: TestClient) -> None:
    show(small_rows())
    rows = small_rows()
    rows["claims"] += [claim(f"more{number}") for number in range(MOST_ENTRIES + 5)]
    show(rows)
    assert len(items(client)) == MOST_ENTRIES


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=2023-10-16", "has no “as_of”"),
        ("sources=council", "Did you mean “source”?"),
        ("rev=0123456789ab", "Unknown parameter"),
        ("from=soon", "Use a date such as"),
        ("stance=nods", "Known values"),
        ("q=a&q=b", "Give it once"),
    ],
)
def test_what_a_feed_cannot_read_is_a_problem(
    show: Show, client: TestClient, address: str, query: str, words: str
) -> None:
    show(small_rows())
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == query.partition("=")[0]
    assert words in answer.json()["detail"]
    assert "token" not in answer.json()["detail"]


def test_addresses_have_the_base_path_and_the_set_address(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(small_rows())
    show(with_a_denial())
    below = TestClient(Starlette(routes=routes("desk/maps")), base_url="http://map.example")
    document = below.get("/desk/maps/feed.json").json()
    assert document["feed_url"] == "http://map.example/desk/maps/feed.json"
    assert document["items"][0]["url"].startswith("http://map.example/desk/maps/?")
    assert below.get("/feed.json").status_code == 404
    monkeypatch.setenv(ADDRESS_VARIABLE, "https://public.example/routes")
    document = below.get("/desk/maps/feed.json").json()
    assert document["feed_url"] == "https://public.example/routes/feed.json"
    assert document["items"][0]["id"].startswith("tag:public.example,")


def test_a_preview_names_the_feeds_of_its_view(show: Show, client: TestClient) -> None:
    show(small_rows())
    page = client.get("/share?source=council&feature=line&rev=0123456789ab&page=claims").text
    named = [
        dict(element.attrib)
        for element in etree.HTML(page).iterfind(".//head/link[@rel='alternate']")
    ]
    assert [(row["type"], row["href"]) for row in named] == [
        (form.media_type, f"http://map.example/feed.{form.key}?source=council")
        for form in FEED_FORMATS
    ]
    for row in named:
        assert client.get(row["href"]).status_code == 200


def test_the_feed_of_the_shown_data_needs_no_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TestClient
) -> None:
    monkeypatch.setenv(VARIABLE, str(write_rows(tmp_path / "data", small_rows())))
    monkeypatch.setenv(cache.VARIABLE, "")
    assert atom(client).entries == []


def test_head_and_other_methods(show: Show, client: TestClient) -> None:
    show(small_rows())
    head: httpx.Response = client.head("/feed.atom")
    assert (head.status_code, head.content) == (200, b"")
    assert client.post("/feed.atom").status_code == 405


def test_a_correction_of_an_image_names_its_claims(show: Show, client: TestClient) -> None:
    rows = small_rows()
    show(rows)
    rows["media"][0]["claims"] = "c2"
    show(rows)
    (correction,) = [item for item in items(client) if "/correction/" in item["id"]]
    assert "Claims: before, unknown; now, c2." in correction["content_text"]
