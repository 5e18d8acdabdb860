"""If readers use HTTPS, every cookie is restricted to HTTPS."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from routemap.web.guard.secure_cookies import SecureCookies

SECURE = ["a=1; Path=/; SameSite=lax; Secure", "b=2; Path=/; SameSite=lax; secure", "c=; Secure"]
PLAIN = ["a=1; Path=/; SameSite=lax", "b=2; Path=/; SameSite=lax; secure", "c="]


def cookies(scheme: str, *homes: str) -> list[str]:
    def answer(_request: Request) -> Response:
        response = Response("x", headers={"X-Other": "set-cookie"})
        for cookie in PLAIN:
            response.headers.append("Set-Cookie", cookie)
        return response

    guard = Middleware(SecureCookies, homes=homes)
    app = Starlette(routes=[Route("/", answer)], middleware=[guard])
    with TestClient(app, base_url=f"{scheme}://testserver") as client:
        found = client.get("/")
        assert found.headers["x-other"] == "set-cookie"
        return found.headers.get_list("set-cookie")


@pytest.mark.parametrize(
    ("scheme", "homes"),
    [
        ("https", ()),
        ("https", ("http://map.example/",)),
        ("http", ("", "https://map.example/")),
        ("http", ("https://map.example/", "http://map.example/")),
    ],
)
def test_every_cookie_is_secure_where_the_site_is_https(
    scheme: str, homes: tuple[str, ...]
) -> None:
    assert cookies(scheme, *homes) == SECURE


def test_cookies_stay_as_they_are_where_the_site_is_http() -> None:
    assert cookies("http", "", "http://map.example/") == PLAIN
