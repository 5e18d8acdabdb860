"""A private deployment with a real server, a real identity provider and real browsers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.page import opened
from playwright.sync_api import Browser, expect
from starlette.routing import Mount

from routemap.web.routes import routes
from tests.browser.conftest import PATIENCE
from tests.browser.provider import ACCOUNTS, USER, Visitor, private_copy
from tests.browser.test_follow import no_serious_faults
from tests.browser.test_share import shared
from tests.conftest import shipped, until

# the provider itself uses deprecated functions of its libraries
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

DATASET = shipped().dataset
DATA = f"data/{DATASET.revision}/features.json"
VIEW = "?stance=denies&feature=rason-port"
MAP = 'iframe[title="streamlit_folium.st_folium"]'


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with private_copy(tmp_path_factory.mktemp("secrets")) as url:
        yield url


@pytest.fixture
def visitor(chromium: Browser, private: str) -> Iterator[Visitor]:
    found = Visitor(chromium, private)
    yield found
    found.context.close()


def closed_addresses() -> list[str]:
    found = [
        re.sub(r"\{revision\}", DATASET.revision, route.path)
        for route in routes()
        if not isinstance(route, Mount) and not route.path.startswith("/assets/")
    ]
    filled = {"format": "geojson", "feature": "rason-port", "collection": "routes"}
    found = [re.sub(r"\{(\w+)(:path)?\}", lambda m: filled.get(m[1], "x"), p) for p in found]
    theirs, open_or_empty = ["/media/x.csv", "/nowhere"], ("/health", "/ready", "/share")
    return [path.lstrip("/") for path in [*found, *theirs] if path not in open_or_empty]


@pytest.mark.parametrize(
    "path",
    ["_stcore/metrics", "_stcore/agent/openapi.json", "_stcore/script-health-check"],
)  # fmt: skip
def test_what_is_not_offered_is_not_there_for_anybody(visitor: Visitor, path: str) -> None:
    assert visitor.context.request.get(visitor.url + path).status == 404


def test_signed_out_every_route_is_closed(visitor: Visitor) -> None:
    asked = closed_addresses()
    assert len(asked) > 20
    names = [*DATASET.sources["name"], DATASET.revision]
    for address in asked:
        found = visitor.context.request.get(visitor.url + address, max_redirects=0)
        assert found.status == 401, address
        assert found.headers["content-type"] == "application/problem+json"
        assert not any(name in found.text() for name in names), address
    health = visitor.context.request.get(f"{visitor.url}health")
    assert health.json() == {"status": "ok"}
    ready = f"{visitor.url}ready"  # 503 until the data is read
    until(lambda: visitor.context.request.get(ready).status == 200)
    assert visitor.context.request.get(ready).json() == {"status": "ready"}
    preview = visitor.context.request.get(f"{visitor.url}share{VIEW}", max_redirects=0)
    assert (preview.status, preview.text()) == (303, "")
    assert preview.headers["location"] == f"/{VIEW}"


def test_signed_out_the_socket_sends_no_data(private: str) -> None:
    sent: list[bytes] = []

    async def run() -> None:
        async with opened(private, patience=20) as reader:
            resolved = reader._resolved
            reader._resolved = lambda payload: (sent.append(payload), resolved(payload))[1]
            await reader.run()

    # the browser already runs an event loop in this thread
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, run()).result()
    whole = b"".join(sent)
    assert b"Sign in to read" in whole
    names = {*DATASET.sources["name"], *DATASET.features["name_en"], DATASET.revision}
    # the sign-in page names the two countries
    names -= {"North Korea", "Russia"}
    words = [*names, *DATASET.claims["excerpt"]]
    assert [word for word in words if word.encode() in whole] == []


def test_a_cold_link_leads_through_the_sign_in_to_the_very_view(visitor: Visitor) -> None:
    errors: list[str] = []
    page = visitor.open(VIEW)
    expect(page.get_by_role("heading", name="Sign in to read")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    assert page.url == visitor.url + VIEW
    serious = [
        item["id"]
        for item in Axe().run(page).response["violations"]
        if item["impact"] in ("serious", "critical")
    ]
    assert serious == []
    visitor.sign_in("colleague")
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    # when the map is first rendered, the view is added to the address
    page.wait_for_url(lambda url: url.startswith(visitor.url + VIEW))
    drawn = page.frame_locator(MAP).locator('#map_div[data-selected="rason-port"]')
    drawn.wait_for(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Rason Port")).to_be_visible()
    assert errors == []
    for address in (DATA, "api/claims", "api/export/csv", "health", "share/view.json"):
        found = visitor.context.request.get(visitor.url + address)
        assert found.status == 200, address
        assert found.headers["cache-control"] == "private, no-store"
    assert visitor.context.request.get(f"{visitor.url}health").json()["claims"] > 0

    page.get_by_role("link", name="Data", exact=True).click()
    notice = page.locator(".rm-prose", has_text="This copy is private")
    expect(notice).to_contain_text(ACCOUNTS["colleague"]["email"])


def test_signing_out_in_one_tab_ends_it_in_all_and_for_a_copied_cookie(visitor: Visitor) -> None:
    page = visitor.open("claims")
    visitor.sign_in("reader")
    expect(page.get_by_role("heading", name="Who says what")).to_be_visible()
    copied = {"Cookie": "; ".join(f"{c['name']}={c['value']}" for c in visitor.context.cookies())}
    request = visitor.context.request
    other = visitor.context.new_page()
    other.goto(f"{visitor.url}data")
    other.get_by_test_id("stMain").get_by_role("button", name="Sign out").click()
    # the provider asks for confirmation
    other.wait_for_url(lambda url: "end_session" in url)
    assert visitor.status(DATA) == 401
    assert request.get(visitor.url + DATA, headers=copied).status == 401
    # the first tab notices it without a reload
    expect(page.get_by_role("heading", name="Your sign-in has ended")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with Desk")).to_be_visible()


@pytest.mark.thorough
def test_a_link_on_another_site_does_not_sign_a_reader_out(visitor: Visitor) -> None:
    page = visitor.open("claims")
    visitor.sign_in("reader")
    expect(page.get_by_role("heading", name="Who says what")).to_be_visible()
    link = f'<a href="{visitor.url}auth/logout">Sign out</a>'
    elsewhere = "http://elsewhere.example/"
    visitor.context.route(
        elsewhere, lambda route: route.fulfill(content_type="text/html", body=link)
    )
    page.goto(elsewhere)
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("heading", name="You cannot open this page")).to_be_visible()
    assert visitor.status(DATA) == 200
    page.get_by_role("link", name="Open the dashboard").click()
    page.frame_locator(MAP).locator("#map_div[data-features]").wait_for(timeout=PATIENCE)


def test_cookies_are_secure_where_the_proxy_says_https(visitor: Visitor) -> None:
    visitor.context.set_extra_http_headers({"X-Forwarded-Proto": "https"})
    page = visitor.open("claims")
    visitor.sign_in("reader")
    expect(page.get_by_role("heading", name="Who says what")).to_be_visible()
    ours = [c for c in visitor.context.cookies() if c["name"].startswith("_streamlit_")]
    assert {USER, "_streamlit_user_tokens", "_streamlit_xsrf"} <= {c["name"] for c in ours}
    assert [c["name"] for c in ours if not c["secure"]] == []


@pytest.mark.parametrize(
    ("account", "heading"),
    [
        ("stranger", "not on the list"),
        pytest.param("unverified", "not verified", marks=pytest.mark.thorough),
    ],
)
def test_readers_without_access_see_the_reason_and_can_sign_out(
    visitor: Visitor, account: str, heading: str
) -> None:
    page = visitor.open(VIEW)
    visitor.sign_in(account)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_text(ACCOUNTS[account]["email"])).to_be_visible()
    expect(page.locator(MAP)).to_have_count(0)
    for address in (DATA, "api/claims", "api/export/csv", "media/x"):
        found = visitor.context.request.get(visitor.url + address)
        assert found.status == 403, address
        assert found.headers["content-type"] == "application/problem+json"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "end_session" in url)
    assert visitor.status(DATA) == 401


def test_a_sign_in_that_has_run_out_asks_again_and_keeps_the_view(visitor: Visitor) -> None:
    page = visitor.open("claims?stance=denies")
    visitor.sign_in("reader", "Brief")
    expect(page.get_by_role("heading", name="Who says what")).to_be_visible()
    assert visitor.status(DATA) == 200
    # the open page notices it without a reload, and offers to sign in again
    expect(page.get_by_role("heading", name="Your sign-in has ended")).to_be_visible()
    assert visitor.status(DATA) == 401
    visitor.sign_in("reader")
    expect(page.get_by_role("heading", name="Who says what")).to_be_visible()
    assert page.url == f"{visitor.url}claims?stance=denies"


@pytest.mark.thorough  # tests/web/guard/test_identity.py has more forgeries, without a browser
def test_a_cookie_that_was_tampered_with_is_nobody(visitor: Visitor) -> None:
    page = visitor.open("claims")
    visitor.sign_in("reader")
    expect(page.get_by_role("heading", name="Who says what")).to_be_visible()
    (cookie,) = (c for c in visitor.context.cookies() if c["name"] == USER)
    signed, _, signature = cookie["value"].rpartition(".")
    # change the first character: the last one of base64 has unused bits, so a change may not matter
    cookie["value"] = f"{signed}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    visitor.context.add_cookies([cookie])
    assert visitor.status(DATA) == 401
    page.reload()
    expect(page.get_by_role("heading", name="Sign in to read")).to_be_visible()


@pytest.mark.thorough
def test_a_reader_makes_replaces_and_ends_a_personal_address(
    chromium: Browser, visitor: Visitor
) -> None:
    page = visitor.open("?stance=denies")
    visitor.sign_in("reader")
    page.frame_locator("iframe").locator("#map_div[data-features]").wait_for(timeout=PATIENCE)
    shared(page, "Follow")
    field = page.get_by_label("Follow this view")
    make = page.get_by_role("button", name="Make my address")
    expect(make).to_be_visible()
    expect(field).to_be_hidden()
    make.focus()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"feed\.atom\?stance=denies&token=[0-9a-f]{32}\."))
    assert no_serious_faults(page)
    first = field.input_value()
    elsewhere = chromium.new_context().request  # without cookies
    assert elsewhere.get(first).status == 200
    assert elsewhere.get(first.split("&token")[0]).status == 401

    page.get_by_text("Replace or end my address").click()
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_text("Replaced. Use the new address.")).to_be_visible()
    second = field.input_value()
    assert elsewhere.get(first).status == 401
    assert elsewhere.get(second).status == 200

    # another view, later: the same token
    page.reload()
    shared(page, "Follow")
    expect(page.get_by_label("Follow this view")).to_have_value(second)
    page.get_by_text("Replace or end my address").click()
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("button", name="Make my address")).to_be_focused()
    assert elsewhere.get(second).status == 401
