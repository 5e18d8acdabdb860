"""The sign-in returns readers to the requested view, and never to another site."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from tests.web.guard.asgi import AREAS, PAGES, behind
from tests.web.guard.test_gate import OURS, private

from routemap.web.guard.deep_link import COOKIE, DeepLink
from routemap.web.guard.gate import Gate
from routemap.web.guard.policies import addresses

VIEW = "/claims?source=kremlin&view=42.4,130.6,7"


@pytest.fixture
def client() -> Iterator[TestClient]:
    with behind(Middleware(Gate, addresses=AREAS, login=private(), pages=PAGES)) as found:
        yield found


def through(client: TestClient, referer: str | None) -> str:
    """Sign in from a page, and return the address to which the callback redirects."""
    headers = OURS if referer is None else {**OURS, "Referer": referer}
    client.get("/auth/login?provider=token", headers=headers)
    return client.get("/oauth2callback?code=1&state=2").headers["location"]


def test_it_leads_back_to_the_page_with_its_query(client: TestClient) -> None:
    assert through(client, f"http://testserver{VIEW}") == f"http://testserver{VIEW}"
    # only once: a later sign-in from another page does not lead there
    assert client.get("/oauth2callback").headers["location"] == "/"


def test_the_cookie_is_sent_to_the_callback_alone(client: TestClient) -> None:
    found = client.get("/auth/login", headers={"Referer": f"http://testserver{VIEW}"})
    cookie = found.headers["set-cookie"]
    for part in (COOKIE, "HttpOnly", "SameSite=lax", "Path=/oauth2callback", "Max-Age=900"):
        assert part in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize(
    "referer",
    [
        None, "", "http://evil.example/claims", "https://testserver/claims", "//testserver/claims",
        "http://testserver.evil.example/claims", "http://testserver@evil.example/claims",
        "http://testserver:80@evil.example/", "http://testserver//evil.example/claims",
        "http://testserver/\\evil.example", "http://testserver/api/export/geojson",
        "http://testserver/auth/logout", "http://testserver/oauth2callback",
        "http://testserver/claims/../auth/logout", "http://testserver/nowhere",
        f"http://testserver/claims?q={'x' * 3000}", "javascript:alert(1)//http://testserver/",
    ],
)  # fmt: skip
def test_anything_else_leads_to_the_first_page(client: TestClient, referer: str | None) -> None:
    assert through(client, referer) == "/"


@pytest.mark.parametrize(
    "view",
    [
        "//evil.example/", "/\\evil.example", "https://evil.example/", "/auth/logout",
        "/claims\r\nSet-Cookie: a=b", "@evil.example/", ".evil.example/", "/api/claims", "",
    ],
)  # fmt: skip
def test_a_cookie_of_somebody_elses_making_leads_nowhere(client: TestClient, view: str) -> None:
    value = base64.urlsafe_b64encode(view.encode()).decode()
    found = client.get("/oauth2callback", headers={"Cookie": f"{COOKIE}={value}"})
    assert found.headers["location"] == "/"


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode()))
def test_no_value_of_the_cookie_leads_to_another_site(content: bytes) -> None:
    link = DeepLink("https://map.example/routes/", addresses("", PAGES))
    value = base64.urlsafe_b64encode(b"/routes/claims?" + content)
    for cookie in (value, content, base64.urlsafe_b64encode(content)):
        scope = {"type": "http", "headers": [(b"cookie", f"{COOKIE}=".encode() + cookie)]}
        there = link.target(scope)
        assert not there or there.startswith("https://map.example/routes/")
        assert "\n" not in there
        assert "\r" not in there


def test_behind_a_proxy_with_a_path_it_leads_back_below_that_path() -> None:
    link = DeepLink("https://map.example/routes/", addresses("", PAGES))
    cookie = base64.urlsafe_b64encode(b"/routes/claims?q=a")
    scope = {"type": "http", "headers": [(b"cookie", f"{COOKIE}=".encode() + cookie)]}
    assert link.target(scope) == "https://map.example/routes/claims?q=a"
