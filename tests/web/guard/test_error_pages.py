"""When a request is rejected, a browser gets a page with a link back to the dashboard."""

from __future__ import annotations

import pytest
from starlette.middleware import Middleware
from tests.web.guard.asgi import AREAS, HOME, PAGES, behind

from routemap.web.guard.allow_list import read_access
from routemap.web.guard.gate import Gate
from routemap.web.guard.headers import Headers, PolicyContext
from routemap.web.guard.limits import RATES, Limits
from routemap.web.guard.login import Login
from routemap.web.guard.request_log import Requests

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}
SCRIPT = {"Accept": "text/html, */*", "Sec-Fetch-Mode": "cors"}
LONG = "x" * 9000
GUARD = (
    Middleware(Headers, addresses=AREAS, context=PolicyContext("*")),
    Middleware(Requests, addresses=AREAS),
    Middleware(Limits, addresses=AREAS, trusts_proxy=False),
)


@pytest.mark.parametrize(
    ("status", "path", "heading", "link"),
    [
        (414, f"/?q={LONG}", "This link is too long", './">Open the map'),
        (414, f"/claims?q={LONG}", "This link is too long", './">Open the map'),
        (414, f"/share?q={LONG}", "This link is too long", './">Open the map'),
        (414, f"/{LONG}", "This link is too long", './">Open the map'),
        (400, "/" + "?a" + "&a" * 600, "This link has too many parameters", './">Open the map'),
        (500, "/api/broken", "Something went wrong", '../">Open the map'),
    ],
)
def test_a_refused_link_is_a_page_with_a_way_back(
    status: int, path: str, heading: str, link: str
) -> None:
    with behind(*GUARD, raise_server_exceptions=False) as client:
        found = client.get(path, headers=BROWSER)
        assert found.status_code == status
        assert found.headers["content-type"] == "text/html; charset=utf-8"
        assert f"<h1>{heading}</h1>" in found.text
        assert f'href="{link}' in found.text
        assert (f"<code>{found.headers['x-request-id']}</code>" in found.text) == (status == 500)
        assert "style-src 'unsafe-inline'" in found.headers["content-security-policy"]
        assert "sandbox" not in found.headers["content-security-policy"]
        assert found.headers["cache-control"] == "no-store"
        for headers in ({}, SCRIPT):
            answer = client.get(path, headers=headers)
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
            assert "Accept" in answer.headers["vary"]


def test_too_many_requests_are_a_page_that_says_when_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(RATES["export"].key, "4")
    with behind(*GUARD) as client:
        found = [client.get("/api/export/csv", headers=BROWSER) for _ in range(3)][-1]
    assert found.status_code == 429
    assert "<h1>Too many requests</h1>" in found.text
    assert f"Try again in {found.headers['retry-after']} seconds." in found.text
    assert 'href="../../"' in found.text


def test_a_body_that_is_too_large_is_a_page_for_a_form() -> None:
    with behind(*GUARD) as client:
        found = client.post("/api/read", content=b"x" * 70_000, headers=BROWSER)
    assert found.status_code == 413
    assert "at most 65,536 bytes" in found.text


@pytest.mark.parametrize("path", ["/nowhere", "/api/claims", "/media/x.csv"])
def test_a_closed_address_is_a_page_that_leads_to_the_sign_in(path: str) -> None:
    access = read_access({"allowed": ["@desk.example"]})
    login = Login(access, ("default",), HOME, lambda _: {}, "c" * 32)
    gate = Middleware(Gate, addresses=AREAS, login=login, pages=PAGES)
    with behind(*GUARD, gate) as client:
        found = client.get(path, headers=BROWSER)
    assert found.status_code == 401
    assert "<h1>Sign in to open this page</h1>" in found.text
    assert "Go to the sign-in page</a>" in found.text
    assert "secret" not in found.text
