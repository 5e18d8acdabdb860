"""``/share``: the link preview of a view for crawlers, and the redirect for people."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import WriteFolder, small_rows

from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.questions.filters import PARAMETERS
from routemap.web.address import ADDRESS_VARIABLE
from routemap.web.routes import routes
from routemap.web.share import HEIGHT, PAGES, WIDTH

ASKED = "source=council&stance=asserts&feature=line&q=c1"


class Head(HTMLParser):
    """The parts of a page that crawlers read: meta elements, links, anchors, and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.anchors: list[str] = []
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        row = {key: value or "" for key, value in attrs}
        if tag == "meta":
            name = row.get("property") or row.get("name") or row.get("http-equiv", "charset")
            self.meta[name] = row.get("content", "")
        elif tag == "link":
            self.links[row["rel"]] = row["href"]
        elif tag == "a":
            self.anchors.append(row["href"])
        self.scripts += tag == "script" or any(key.startswith("on") for key in row)


@pytest.fixture
def client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv(VARIABLE, str(folder))
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)
    return TestClient(Starlette(routes=routes()), base_url="http://map.example")


def head(client: TestClient, address: str) -> Head:
    answer = client.get(address, headers={"User-Agent": "Twitterbot/1.0"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    return Head(answer.text)


def test_a_crawler_reads_title_description_and_picture(client: TestClient) -> None:
    meta = head(client, f"/share?{ASKED}").meta
    for site in ("og", "twitter"):
        assert meta[f"{site}:title"].endswith(
            "Selected Line; claim source The council; stance Asserts; search “c1”"
        )
        assert (
            meta[f"{site}:description"]
            == "Line. Asserted by 1 source. The filters hide who denies it."
        )
        assert meta[f"{site}:image"].startswith("http://map.example/share/picture.png?")
        assert meta[f"{site}:image:alt"].startswith("Map: Reported supply routes")
    assert meta["twitter:card"] == "summary_large_image"
    assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")


def test_people_are_sent_on_to_the_very_same_view_without_a_script(client: TestClient) -> None:
    found = head(client, f"/share?{ASKED}&rev=0123456789ab")
    delay, _, address = found.meta["refresh"].partition("; url=")
    assert delay == "0"
    assert found.anchors == [address]
    assert address.startswith("http://map.example/?")
    assert parse_qs(urlsplit(address).query) == parse_qs(f"{ASKED}&rev=0123456789ab")
    assert found.scripts == 0


def test_crawlers_that_follow_the_canonical_address_stay_here(client: TestClient) -> None:
    found = head(client, f"/share?{ASKED}&page=claims&utm_source=x")
    assert found.meta["og:url"] == found.links["canonical"]
    parts = urlsplit(found.links["canonical"])
    assert parts.path == "/share"
    assert parse_qs(parts.query) == parse_qs(f"{ASKED}&page=claims")
    assert head(client, found.links["canonical"]).meta == found.meta


def test_what_the_dashboard_cannot_show_is_passed_on_so_that_it_can_say_so(
    client: TestClient,
) -> None:
    address = head(client, "/share?source=nobody&from=never&by=said").anchors[0]
    assert parse_qs(urlsplit(address).query) == {
        "source": ["nobody"], "from": ["never"], "by": ["said"],
    }  # fmt: skip


def test_names_that_are_nearly_parameters_reach_the_dashboard(client: TestClient) -> None:
    given = "stance=denies&amp;source=council&publsiher=x&fbclid=y&Cargo=arms&amp;rev=0123456789ab"
    address = head(client, f"/share?{given}").anchors[0]
    assert parse_qs(urlsplit(address).query) == {
        "stance": ["denies"], "source": ["council"], "cargo": ["arms"],
        "rev": ["0123456789ab"], "publsiher": ["x"],
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_page_that_was_open_opens_again(client: TestClient, page: str) -> None:
    address = head(client, f"/share?stance=denies&page={page}").anchors[0]
    assert address == f"http://map.example/{page}?stance=denies"


def test_every_page_but_the_first_can_be_named() -> None:
    files = {file.stem for file in (SHIPPED.parent / "pages").glob("*.py")}
    assert set(PAGES) == files - {"map"}


@pytest.mark.parametrize("page", ["//evil.example", "https:evil.example", "..", "admin", ""])
def test_nobody_is_sent_elsewhere(client: TestClient, page: str) -> None:
    found = head(client, f"/share?page={page}")
    assert found.anchors == ["http://map.example/"]


def test_no_text_of_an_address_or_the_data_becomes_markup(
    write_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = small_rows()
    rows["sources"][1]["name"] = "</title><script>alert(1)</script>\" onload='x"
    monkeypatch.setenv(VARIABLE, str(write_folder(rows)))
    client = TestClient(Starlette(routes=routes()), base_url="http://map.example")
    hostile = "%22%3E%3Cscript%3Ealert(2)%3C/script%3E%3Cb%20onclick=1%3E"
    answer = client.get(f"/share?source=council&q={hostile}&rev={hostile}&view={hostile}")
    found = Head(answer.text)
    assert found.scripts == 0
    assert "alert(1)" in found.meta["og:title"]
    assert "<script" not in answer.text
    assert len(found.anchors) == 1


def test_the_page_uses_the_set_address_and_the_base_path(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(folder))
    client = TestClient(Starlette(routes=routes("desk/routes")), base_url="http://map.example")
    assert head(client, "/desk/routes/share").anchors == ["http://map.example/desk/routes/"]
    assert client.get("/share").status_code == 404
    monkeypatch.setenv(ADDRESS_VARIABLE, "https://public.example/maps")
    found = head(client, "/desk/routes/share?stance=denies")
    assert found.anchors == ["https://public.example/maps/?stance=denies"]
    assert found.meta["og:image"].startswith("https://public.example/maps/share/picture.png?")


def test_the_picture_has_the_size_of_the_card_and_shows_the_selection(client: TestClient) -> None:
    pictures = []
    for asked in ("", "stance=background"):
        address = head(client, f"/share?{asked}").meta["og:image"]
        answer = client.get(address)
        assert answer.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(answer.content)).size == (WIDTH, HEIGHT)
        pictures.append(answer.content)
    assert pictures[0] != pictures[1]


def test_the_address_of_the_picture_changes_with_the_data(client: TestClient, folder: Path) -> None:
    address = head(client, f"/share?{ASKED}&rev=0123456789ab").meta["og:image"]
    asked = parse_qs(urlsplit(address).query)
    assert asked["rev"] == [load(folder).dataset.revision]


def test_the_share_control_gets_its_texts(client: TestClient, folder: Path) -> None:
    words = client.get(f"/share/view.json?{ASKED}&utm_source=x&source=nobody").json()
    assert words["title"].startswith("Reported supply routes")
    assert parse_qs(words["query"]) == parse_qs(ASKED)
    assert [row["key"] for row in words["citations"]] == ["chicago", "apa", "mla"]
    for row in words["citations"]:
        text = "".join(run for run, _ in row["runs"])
        assert load(folder).dataset.revision in text
    assert words["address"] == ""


def test_every_parameter_of_a_link_is_passed_on(client: TestClient) -> None:
    asked = "&".join(f"{parameter.key}=x{number}" for number, parameter in enumerate(PARAMETERS))
    address = head(client, f"/share?{asked}").anchors[0]
    assert parse_qs(urlsplit(address).query) == parse_qs(asked)
