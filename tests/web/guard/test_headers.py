"""Every response has security headers, including errors."""

from __future__ import annotations

import pytest
from starlette.middleware import Middleware
from tests.web.guard.asgi import AREAS, behind

from routemap.web.guard.headers import POLICIES, Headers, PolicyContext
from routemap.web.guard.request_log import Requests

CONTEXT = PolicyContext(
    "*", ("'sha256-page'",), lambda: ("'sha256-map'",), ("https://tile.example",)
)


def headers(path: str, context: PolicyContext = CONTEXT) -> dict[str, str]:
    guard = [
        Middleware(Headers, addresses=AREAS, context=context),
        Middleware(Requests, addresses=AREAS),
    ]
    with behind(*guard) as client:
        return dict(client.get(path).headers)


def policy(path: str, context: PolicyContext = CONTEXT) -> dict[str, list[str]]:
    directives = headers(path, context)["content-security-policy"].split("; ")
    return {name: values for name, *values in map(str.split, directives)}


@pytest.mark.parametrize(
    "path",
    ["/", "/claims", "/nowhere", "/api/claims", "/api/docs", "/share", "/data/1/features.json",
     "/assets/1/map.js", "/component/x/index.html", "/media/x.csv", "/broken", "/oauth2callback"],
)  # fmt: skip
def test_every_kind_of_answer_has_all_headers(path: str) -> None:
    found = headers(path)
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] in ("same-origin", "strict-origin-when-cross-origin")
    assert "geolocation=()" in found["permissions-policy"]
    assert policy(path)["default-src"] == ["'none'"]
    assert "frame-ancestors" in policy(path)


@pytest.mark.parametrize("document", POLICIES)
def test_no_policy_lets_inline_or_foreign_scripts_run(document: str) -> None:
    scripts = POLICIES[document].get("script-src", ())
    assert not {"'unsafe-inline'", "*", "https:", "http:", "data:"} & set(scripts)
    assert "object-src" not in POLICIES[document]


def test_nothing_evaluates_scripts_and_only_the_map_component_loads_tiles() -> None:
    page, component = policy("/"), policy("/component/x/index.html")
    assert "'unsafe-eval'" not in page["script-src"]
    assert "'sha256-page'" in page["script-src"]
    assert component["script-src"] == ["'self'", "'sha256-map'"]
    assert component["img-src"] == ["'self'", "data:", "https://tile.example"]
    assert not any("tile.example" in value for values in page.values() for value in values)


def test_data_never_runs_under_the_origin_of_the_dashboard() -> None:
    for path in ("/api/export/html", "/api/claims", "/media/x.html", "/data/1/features.json"):
        assert "sandbox" in policy(path)
        assert "script-src" not in policy(path)


@pytest.mark.parametrize(
    ("ancestors", "embedded", "component", "options"),
    [
        ("*", "*", "*", None),
        ("'self'", "'self'", "'self'", "SAMEORIGIN"),
        ("'none'", "'none'", "'self'", "DENY"),
        ("https://news.example", "https://news.example", "'self' https://news.example", None),
    ],
)
def test_other_sites_show_the_embedded_map_alone(
    ancestors: str, embedded: str, component: str, options: str | None
) -> None:
    context = PolicyContext(ancestors)
    for asked in ("/?embed=true", "/claims?q=a&EMBED=True"):
        assert " ".join(policy(asked, context)["frame-ancestors"]) == embedded
        assert headers(asked, context).get("x-frame-options") == options
    for path in ("/", "/?embed=false", "/?q=embed%3Dtrue", "/?xembed=true", "/claims"):
        assert policy(path, context)["frame-ancestors"] == ["'self'"]
        assert headers(path, context)["x-frame-options"] == "SAMEORIGIN"
    map_page = policy("/component/x/index.html", context)["frame-ancestors"]
    assert " ".join(map_page) == component
    assert policy("/api/claims?embed=true", context)["frame-ancestors"] == ["'none'"]


def test_other_sites_see_no_referrer_and_tile_servers_only_the_site() -> None:
    assert headers("/claims?q=x")["referrer-policy"] == "same-origin"
    found = headers("/component/x/index.html")["referrer-policy"]
    assert found == "strict-origin-when-cross-origin"
