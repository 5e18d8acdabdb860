"""Every address has one area, and addresses in no row are closed."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from benchmarks.serving import ROOT
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Mount, Route

from routemap.web.guard.headers import POLICIES
from routemap.web.guard.limits import RATES
from routemap.web.guard.policies import AREAS, OTHER, addresses
from routemap.web.pages import ADDRESSES, PAGES
from routemap.web.routes import routes
from routemap.web.share import PAGES as PREVIEWED

OURS = addresses("", ADDRESSES)


@pytest.mark.parametrize("base", ["", "desk", "/desk/maps/"])
def test_every_route_has_an_area_and_only_assets_and_ready_are_open(base: str) -> None:
    areas = addresses(base, ADDRESSES)
    rows = routes(base)
    assert len(rows) > 15
    assets = [route for route in rows if route.path.startswith(f"{areas.base}/assets/")]
    assert len(assets) == 5
    (ready,) = (route for route in rows if route.path == f"{areas.base}/ready")
    for route in rows:
        assert isinstance(route, Mount | Route)
        path = re.sub(r"\{[^}]*\}", "anything", route.path)
        area = areas.area({"path": path + "/x" * isinstance(route, Mount)})
        assert area is not OTHER, path
        assert area.is_open == (route in [*assets, ready]), path
        assert bool(area.rate) == (route not in assets and area.key not in UNCOUNTED), path


# areas that cost nothing, or are limited by other means
UNCOUNTED = {"page", "socket", "probe", "component", "asset", "current", "ready"}


def test_every_route_of_the_running_app_is_named_with_its_limit() -> None:
    found = routes_of_the_app()
    assert {"/_stcore/stream", "/auth/login", "/_stcore/metrics", "/api/claims"} <= set(found)
    # with the options that add routes
    assert "/_stcore/script-health-check" in found
    named = {}
    for route in found:
        path = re.sub(r"\{[^}]*\}", "anything", route)
        # Streamlit's files are below the root, like the pages
        named[route] = OURS.named(path or "/static/js/index.js")
    assert [route for route, area in named.items() if area is OTHER] == []
    uncounted = {area.key for area in named.values() if area.is_offered and not area.rate}
    assert uncounted <= UNCOUNTED
    assert all(area.document in POLICIES for area in named.values())


def routes_of_the_app() -> list[str]:
    """Return the paths of all routes of the app, including Streamlit's, from its router."""
    script = """
import json
from streamlit import config
config.set_option("server.scriptHealthCheckEnabled", True)
import app
print(json.dumps([route.path for route in app.app._build_starlette_app().routes]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    paths: list[str] = json.loads(done.stdout.splitlines()[-1])
    return paths


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/agent/interact",
        "/_stcore/script-health-check",
    ],
)  # fmt: skip
def test_what_this_dashboard_does_not_use_is_not_served(path: str) -> None:
    assert not OURS.named(path).is_served


def test_metrics_are_served_where_the_operator_asks_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROUTEMAP_METRICS", "1")
    metrics = OURS.named("/_stcore/metrics")
    assert metrics.is_served
    assert metrics.rate
    assert not metrics.is_open


def test_open_areas_contain_no_data() -> None:
    assert [area.key for area in OURS.areas if area.is_open] == [
        "page", "sign-in", "socket", "probe", "component", "asset", "ready",
    ]  # fmt: skip


def test_every_area_says_how_its_documents_are_fenced_and_counted() -> None:
    for area in (*OURS.areas, OTHER):
        assert area.document in POLICIES
        assert not area.rate or area.rate in RATES
        assert area.meaning.endswith(".")
    assert {area.rate for area in AREAS} - {""} == set(RATES)


@pytest.mark.parametrize("path", ["/", "", *(f"/{page}" for page in ADDRESSES), "/data/"])
def test_shells_of_pages_are_open(path: str) -> None:
    assert OURS.named(path).key == "page"


@pytest.mark.parametrize(
    "path",
    [
        "/data/546142105ea5/features.json", "/data/546142105ea5/shown.json",
        "/data/546142105ea5/evidence/x.json", "/api",
        "/api/claims", "/api/export/geojson", "/share", "/share/picture.png", "/share/view.json",
        "/media/abc.csv", "/health", "/_stcore/metrics", "/_stcore/upload_file/a/b",
        "/_stcore/script-health-check", "/_stcore/agent/interact", "/app/static/x", "/openapi.json",
        "//api/claims", "/claims/extra", "/API/claims", "/assets", "/assets/\n/../api",
        "/auth/logins", "/auth/login/x", "/x/auth/login", "/component", "/datax", "/map/health",
        "/ready/x", "/readyx", "/map/ready",
    ],
)  # fmt: skip
def test_everything_else_is_closed(path: str) -> None:
    # below /assets, Starlette looks for a file under any path
    assert not OURS.named(path).is_open or path.startswith("/assets/")


@given(st.text())
def test_an_unknown_address_is_closed(path: str) -> None:
    area = OURS.named(f"/x{path}")
    assert not area.is_open or area.key == "probe"


def test_an_address_beside_the_base_is_closed() -> None:
    areas = addresses("desk", ADDRESSES)
    for path in ("/", "/claims", "/assets/x", "/deskx/assets/x", "/desks"):
        assert areas.area({"path": path}) is OTHER
    assert areas.area({"path": "/desk"}).key == "page"
    assert areas.area({"path": "/proxy/desk/claims", "root_path": "/proxy"}).key == "page"


def test_link_previews_know_the_same_pages() -> None:
    assert set(PREVIEWED) == set(ADDRESSES)
    assert all(page.file.is_file() for page in PAGES)
