"""Addresses without a page are corrected or get a notice, never an empty page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from routemap.web.guard.headers import Headers, PolicyContext
from routemap.web.guard.policies import addresses
from routemap.web.guard.unknown_pages import UnknownPages

TITLES = {"": "Map", "claims": "Who says what", "data": "Data"}
PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}


def shell(request: Request) -> Response:
    """Answer like Streamlit: with its page for every path."""
    if request.url.path.endswith(".json"):
        return JSONResponse({"detail": "Not Found"}, 404)
    if request.headers.get("if-none-match"):
        return Response(status_code=304)
    return HTMLResponse("<body>shell</body>")


@contextmanager
def dashboard(base: str = "") -> Iterator[TestClient]:
    areas = addresses(base, [address for address in TITLES if address])
    app = Starlette(
        routes=[Route("/{path:path}", shell)],
        middleware=[
            Middleware(Headers, addresses=areas, context=PolicyContext("https://news.example")),
            Middleware(UnknownPages, addresses=areas, pages=TITLES),
        ],
    )
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("base", ["", "/desk/maps"])
@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("/%3Fstance=denies", "/?stance=denies"),
        ("/%3fstance%3Ddenies%26source%3Dkremlin", "/?stance=denies&source=kremlin"),
        ("/claims%3Fstance=denies&source=x", "/claims?stance=denies&source=x"),
        ("/claims/%3Fstance=denies", "/claims?stance=denies"),
        ("/claims&stance=denies", "/claims?stance=denies"),
        ("/%26stance=denies", "/?stance=denies"),
        ("/%3Fstance=denies?rev=1", "/?stance=denies&rev=1"),
        ("/%3Fq=Tumen%20River%26co", "/?q=Tumen%20River%26co"),
        ("/%3Fq%3D%EB%91%90%EB%A7%8C%EA%B0%95", "/?q=%EB%91%90%EB%A7%8C%EA%B0%95"),
        ("/%3Fq%3DTumen%2520River", "/?q=Tumen%20River"),
        ("/share%3Fstance=denies", "/share?stance=denies"),
        ("/?stance=denies&amp;embed=true", "/?stance=denies&embed=true"),
        ("/?stance=denies&AMP;embed=true", "/?stance=denies&embed=true"),
        ("/?stance=denies&%2338;embed=true", "/?stance=denies&embed=true"),
        ("/?stance=denies&%23038%3Bembed=true", "/?stance=denies&embed=true"),
        ("/?stance=denies&amp;amp;q=a&amp;q=b", "/?stance=denies&q=a&q=b"),
        ("/?stance%3Ddenies", "/?stance=denies"),
        ("/claims?stance%3ddenies%26q%3DTumen%20River", "/claims?stance=denies&q=Tumen%20River"),
        ("/?stance%253Ddenies%2526embed%253Dtrue", "/?stance=denies&embed=true"),
        ("/%3Fstance%3Ddenies", "/?stance=denies"),
        ("/%253Fstance=denies", "/?stance=denies"),
        ("/%25253Fstance=denies", "/?stance=denies"),
        (
            "/claims%253Fstance%253Ddenies%2526source%253Dkremlin",
            "/claims?stance=denies&source=kremlin",
        ),
        ("/%253fq=Tumen%2520River", "/?q=Tumen%20River"),
        ("/%2526stance=denies", "/?stance=denies"),
        ("/%3Fstance=denies&%2338;source=kremlin", "/?stance=denies&source=kremlin"),
    ],
)
def test_a_damaged_link_leads_to_the_view_that_it_meant(
    base: str, damaged: str, meant: str
) -> None:
    with dashboard(base) as client:
        found = client.get(base + damaged)
        assert found.status_code == 307
        assert urljoin(f"http://testserver{base}{damaged}", found.headers["location"]) == (
            f"http://testserver{base}{meant}"
        )
        assert client.get(urljoin(base + damaged, found.headers["location"])).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/?q=Tumen%20River%26co", "/?q=R%26D%3Dx", "/?q=100%2525", "/?embed", "/?fbclid=a%3Db",
        "/?gclid=x%3D%3D", "/?q=%2338;", "/?q=camp;", "/?%00", "/?",
    ],
)  # fmt: skip
def test_a_link_that_is_not_damaged_is_left_alone(address: str) -> None:
    with dashboard() as client:
        assert client.get(address, headers=PAGE).text == "<body>shell</body>"


@given(st.text("&;=?%#35826admpxAMP+", max_size=24))
def test_a_mended_link_is_not_mended_again(query: str) -> None:
    with dashboard() as client:
        found = client.get(f"http://testserver/?{query}")
        if location := found.headers.get("location"):
            assert client.get(f"http://testserver/{location[2:]}").status_code == 200


def test_a_damaged_link_is_mended_behind_a_proxy_that_takes_a_part_of_the_path_away() -> None:
    with dashboard() as client:
        location = client.get("/claims/%3Fstance=denies").headers["location"]
    seen = "https://news.example/maps/claims/%3Fstance=denies"
    assert urljoin(seen, location) == "https://news.example/maps/claims?stance=denies"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/%3Fstance=denies", "/evil.example%3Fa=b", "/https:%2F%2Fevil.example%3Fa=b",
        "/%2F%2Fevil.example%3Fa=b", "/%5Cevil.example%3Fa=b", "/../%3Fa=b", "/%3F", "/%3Fdenies",
        "/%252Fevil.example%253Fa=b", "/nowhere%3Fstance=denies", "/%0d%0aX:%20y%3Fnothing",
    ],
)  # fmt: skip
def test_what_is_no_page_with_a_query_is_not_redirected(path: str) -> None:
    with dashboard() as client:
        found = client.get(f"http://testserver{path}", headers=PAGE)
    assert "location" not in found.headers or found.headers["location"].startswith("./?")
    assert found.status_code in (307, 404)


def browsed(address: str, location: str) -> str:
    """Return a relative location resolved by RFC 3986, 5.2.4; urljoin merges “//” to “/”."""
    folder = address.partition("?")[0].rpartition("/")[0]
    while location.startswith("../"):
        folder, location = folder.rpartition("/")[0], location[3:]
    return f"{folder}/{location.removeprefix('./')}"


@given(st.text("/\\?%&=:.@3Ff2aex", max_size=30))
def test_no_address_leads_away_from_the_dashboard(tail: str) -> None:
    with dashboard("/desk") as client:
        answer = client.get(f"http://testserver/desk/{tail}")
    if location := answer.headers.get("location"):
        led = browsed(str(answer.request.url), location)
        assert led.startswith("http://testserver/desk/")
        assert location.startswith(("./", "../"))


@pytest.mark.parametrize("base", ["", "/desk/maps"])
@pytest.mark.parametrize("path", ["/nowhere", "/claims/extra", "/index.html", "/Claims", "/%3F"])
def test_an_unknown_page_says_so_and_links_to_the_pages(base: str, path: str) -> None:
    with dashboard(base) as client:
        found = client.get(f"{base}{path}?stance=denies", headers=PAGE)
        assert found.status_code == 404
        assert found.headers["content-type"] == "text/html; charset=utf-8"
        assert "Page not found" in found.text
        assert "shell" not in found.text
        for address, title in TITLES.items():
            up = "../" * (path.count("/") - 1) or "./"
            assert f'<a href="{up}{address}?stance=denies">{title}</a>' in found.text
        policy = found.headers["content-security-policy"]
        assert "script-src" not in policy
        assert "style-src 'unsafe-inline'" in policy
        assert client.head(f"{base}{path}", headers=PAGE).status_code == 404


def test_an_address_beside_the_base_path_links_below_it() -> None:
    with dashboard("/desk/maps") as client:
        assert 'href="./desk/maps/claims"' in client.get("/nowhere", headers=PAGE).text


def test_an_unknown_page_can_be_embedded_where_the_map_can() -> None:
    with dashboard() as client:
        shown = client.get("/nowhere?embed=true", headers=PAGE).headers
    assert "frame-ancestors https://news.example" in shown["content-security-policy"]


def test_a_browser_that_has_cached_the_empty_page_gets_the_notice() -> None:
    with dashboard() as client:
        found = client.get("/nowhere", headers={**PAGE, "If-None-Match": '"old"'})
    assert found.status_code == 404


def test_nothing_of_an_address_becomes_markup() -> None:
    with dashboard() as client:
        found = client.get('/<script>alert(1)</script>?a="><script>', headers=PAGE).text
    assert "<script" not in found
    assert "“/&lt;script&gt;" in found


def test_programs_get_problem_details() -> None:
    with dashboard() as client:
        found = client.get("/nowhere", headers={"Accept": "application/json"})
        assert found.status_code == 404
        assert found.headers["content-type"] == "application/problem+json"
        assert client.get("/x.json").json() == {"detail": "Not Found"}


def test_pages_are_answered_as_before() -> None:
    with dashboard() as client:
        for path in ("/", "/claims", "/claims?stance=denies&fbclid=x", "/data/"):
            assert client.get(path, headers=PAGE).text == "<body>shell</body>"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/mcp"])
def test_routes_that_are_not_offered_are_not_found_by_any_method(method: str, path: str) -> None:
    with dashboard() as client:
        assert client.request(method, path, headers={"Accept": "*/*"}).status_code == 404
