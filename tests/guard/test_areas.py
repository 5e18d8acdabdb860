"""Every address has one area, and what no row names is closed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Mount, Route

from routemap.api import Kind
from routemap.guard.areas import AREAS, OTHER, addresses
from routemap.guard.headers import POLICIES
from routemap.guard.limits import RATES
from routemap.preview import PAGES as PREVIEWED
from routemap.server import served
from routemap.ui.pages import ADDRESSES, PAGES

OURS = addresses("", ADDRESSES)
LIMITED = {Kind.DESCRIPTION, Kind.DATA, Kind.EXPORT, Kind.SHARE}


@pytest.mark.parametrize("base", ["", "desk", "/desk/maps/"])
def test_every_route_of_ours_is_named_and_only_assets_are_open(base: str) -> None:
    areas = addresses(base, ADDRESSES)
    rows = served(base)
    assert len(rows) > 15
    for kind, route in rows:
        assert isinstance(route, Mount | Route)
        path = re.sub(r"\{[^}]*\}", "anything", route.path)
        area = areas.area({"path": path + "/x" * isinstance(route, Mount)})
        assert area is not OTHER, path
        assert area.is_open == (kind is Kind.ASSET), path
        assert bool(area.rate) == (kind in LIMITED and area.key != "current"), path


def test_open_areas_hold_no_data() -> None:
    assert [area.key for area in OURS.areas if area.is_open] == [
        "page", "sign-in", "socket", "probe", "component", "asset",
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
        "/data/546142105ea5/features.json", "/data/546142105ea5/evidence/x.json", "/api",
        "/api/claims", "/api/export/geojson", "/share", "/share/picture.png", "/share/view.json",
        "/media/abc.csv", "/health", "/_stcore/metrics", "/_stcore/upload_file/a/b",
        "/_stcore/script-health-check", "/_stcore/agent/interact", "/app/static/x", "/openapi.json",
        "//api/claims", "/claims/extra", "/API/claims", "/assets", "/assets/\n/../api",
        "/auth/logins", "/auth/login/x", "/x/auth/login", "/component", "/datax", "/map/health",
    ],
)  # fmt: skip
def test_everything_else_is_closed(path: str) -> None:
    # below /assets Starlette looks for a file, whatever follows
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
