"""Readers without access get only the open areas."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.web.guard.asgi import AREAS, HOME, PAGES, behind
from tests.web.guard.test_allow_list import claims

from routemap.web.guard.allow_list import Claims, read_access
from routemap.web.guard.gate import Gate
from routemap.web.guard.login import Login
from routemap.web.guard.roles import read_roles

CLOSED = [
    "/data/546142105ea5/features.json", "/data/546142105ea5/shown.json",
    "/data/546142105ea5/evidence/x.json", "/data/media/pier-drawing", "/api",
    "/api/claims",
    "/api/collections/routes/items", "/api/export/geojson", "/api/docs", "/share/picture.png",
    "/share/view.json", "/share/feeds.json", "/feed.atom", "/feed.json",
    "/media/abc.csv", "/_stcore/metrics", "/nowhere", "/nowhere.html",
]  # fmt: skip
OPEN = [
    "/", "/claims", "/data", "/export", "/_stcore/health", "/claims/_stcore/host-config",
    "/static/js/x.js", "/assets/1/leaflet/leaflet.js", "/component/x/index.html", "/ready",
]  # fmt: skip

UPLOAD = "/_stcore/upload_file/session/file"
OURS = {"Sec-Fetch-Site": "same-origin"}


def spoken(cookies: Mapping[str, str]) -> Claims:
    # replaces the signed cookie; the signature is not part of these tests
    found: Claims = json.loads(cookies.get("claims", "{}"))
    return found


def private() -> Login:
    access = read_access({"allowed": ["@desk.example"]})
    return Login(access, ("default",), HOME, spoken, "c" * 32)


@pytest.fixture
def login() -> Login:
    return private()


@pytest.fixture
def client(login: Login) -> Iterator[TestClient]:
    with behind(Middleware(Gate, addresses=AREAS, login=login, pages=PAGES)) as found:
        yield found


def as_reader(**changes: Any) -> dict[str, str]:
    now = time.time()
    said = claims("reader@desk.example", iat=now, exp=now + 60, **changes)
    return {"Cookie": f"claims={json.dumps(said).replace(', ', ',')}"}


@pytest.mark.parametrize("path", [*CLOSED, UPLOAD])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_signed_out_everything_closed_is_a_401_that_says_how(
    client: TestClient, path: str, method: str
) -> None:
    found = client.request(method, path)
    assert found.status_code == 401
    assert found.headers["content-type"] == "application/problem+json"
    assert found.headers["www-authenticate"].startswith("Cookie")
    assert "Sign in" in found.json()["detail"]
    assert "secret" not in found.text


@pytest.mark.parametrize("path", CLOSED)
def test_signed_in_everything_is_served_and_stays_out_of_caches(
    client: TestClient, path: str
) -> None:
    found = client.get(path, headers=as_reader())
    assert found.json() == {"secret": path}
    assert found.headers["cache-control"] == "private, no-store"
    assert found.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"exp": 1}, 401),
        ({"is_logged_in": False}, 401),
        ({"email": "x@evildesk.example"}, 403),
        ({"email_verified": False}, 403),
    ],
)
def test_signed_in_is_not_enough(client: TestClient, changes: dict[str, Any], status: int) -> None:
    now = time.time()
    said = {**claims("reader@desk.example", iat=now, exp=now + 60), **changes}
    cookie = json.dumps(said).replace(", ", ",")
    for path in CLOSED:
        found = client.get(path, headers={"Cookie": f"claims={cookie}"})
        assert found.status_code == status
        assert found.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", OPEN)
def test_areas_without_data_are_open_and_cached(client: TestClient, path: str) -> None:
    found = client.get(path)
    assert found.json() == {"secret": path}
    assert "immutable" in found.headers["cache-control"]


def test_health_says_only_that_it_lives(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/health").status_code == 200
    assert client.get("/health", headers=as_reader()).json() == {"secret": "/health"}


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("", "/"),
        ("?page=claims&source=kremlin&source=un", "/claims?source=kremlin&source=un"),
        ("?page=//evil.example&q=a%26b", "/?q=a%26b"),
        ("?page=claims/../api", "/"),
        ("?q=%0d%0aSet-Cookie:x", "/?q=%0D%0ASet-Cookie%3Ax"),
    ],
)
def test_a_preview_shows_nothing_and_redirects_to_the_view(
    client: TestClient, asked: str, there: str
) -> None:
    found = client.get(f"/share{asked}")
    assert (found.status_code, found.headers["location"], found.text) == (303, there, "")
    assert client.get("/share", headers=as_reader()).json() == {"secret": "/share"}


def test_another_socket_than_that_of_pages_is_closed(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/other"):
        pass


def test_signing_out_ends_the_sign_in_wherever_its_cookie_was_copied_to(
    client: TestClient,
) -> None:
    reader = as_reader()
    again = as_reader(nonce="of a later sign-in")
    assert client.get("/api/claims", headers=reader).status_code == 200
    client.get("/auth/logout", headers={**reader, **OURS})
    assert client.get("/api/claims", headers=reader).status_code == 401
    assert client.get("/api/claims", headers=again).status_code == 200


# headers in which a browser shows the origin of a request
ELSEWHERE = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Referer": f"{HOME}claims"},
    {"Sec-Fetch-Site": ""},
    {"Referer": "http://evil.example/"},
    {"Referer": "http://testserver.evil.example/"},
    {"Referer": "http://testserver@evil.example/"},
    {"Referer": "http://evil.example@testserver/"},
    {"Referer": "https://testserver/"},
    {"Referer": "http://testserver:8501/"},
    {"Referer": "http://testserver:x/"},
    {"Origin": "null", "Referer": f"{HOME}claims"},
    {"Origin": "http://evil.example", "Referer": f"{HOME}claims"},
]
ONESELF = [
    OURS,
    {**OURS, "Referer": "http://evil.example/"},
    {"Referer": f"{HOME}claims?stance=denies"},
    {"Referer": "http://testserver:80/"},
    {"Origin": "http://testserver"},
]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_on_another_site_signs_nobody_in_or_out(
    client: TestClient, headers: dict[str, str], method: str
) -> None:
    reader = as_reader()
    for path in ("/auth/logout", "/auth/login?provider=token"):
        found = client.request(method, path, headers={**reader, **headers})
        assert found.status_code == 403
        assert found.headers["content-type"] == "application/problem+json"
        assert "set-cookie" not in found.headers
        page = client.request(method, path, headers={**reader, **headers, "Accept": "text/html"})
        assert page.status_code == 403
        assert "Nothing has changed." in page.text
        assert '<a href="../">Open the dashboard</a>' in page.text
    assert client.get("/api/claims", headers=reader).status_code == 200


@pytest.mark.parametrize("headers", ONESELF, ids=str)
def test_a_page_of_the_dashboard_signs_in_and_out(
    client: TestClient, headers: dict[str, str]
) -> None:
    reader = as_reader(nonce=str(headers))
    login = client.get("/auth/login?provider=token", headers={**reader, **headers})
    assert login.json() == {"secret": "/auth/login"}
    assert client.get("/auth/logout", headers={**reader, **headers}).status_code == 200
    assert client.get("/api/claims", headers=reader).status_code == 401


def test_the_provider_leads_back_from_its_own_site(client: TestClient) -> None:
    found = client.get("/oauth2callback?code=1", headers={"Sec-Fetch-Site": "cross-site"})
    assert (found.status_code, found.headers["location"]) == (302, "/")


def test_without_a_login_everything_is_public() -> None:
    with behind(Middleware(Gate, addresses=AREAS, login=None, pages=PAGES)) as client:
        for path in [*CLOSED, *OPEN, "/health", "/share"]:
            assert client.get(path).json() == {"secret": path}
            assert "public" in client.get(path).headers["cache-control"]


@pytest.mark.parametrize(
    ("email", "status"),
    [("ed@desk.example", 200), ("con@desk.example", 200), ("reader@desk.example", 403)],
)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_only_those_who_may_make_drafts_upload(
    monkeypatch: pytest.MonkeyPatch, method: str, email: str, status: int
) -> None:
    monkeypatch.setenv("ROUTEMAP_EDITORS", "ed@desk.example")
    monkeypatch.setenv("ROUTEMAP_CONTRIBUTORS", "con@desk.example")
    login = private()
    said = claims(email, iat=time.time(), exp=time.time() + 60)
    cookie = {"Cookie": f"claims={json.dumps(said).replace(', ', ',')}"}
    gate = Middleware(Gate, addresses=AREAS, login=login, pages=PAGES, roles=read_roles(login))
    with behind(gate) as client:
        assert client.request(method, UPLOAD, headers={**cookie, **OURS}).status_code == status
        # pages of other sites send the cookie, too
        for others in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://other.example"}):
            assert client.request(method, UPLOAD, headers={**cookie, **others}).status_code == 403


def test_without_a_login_only_the_own_machine_uploads(monkeypatch: pytest.MonkeyPatch) -> None:
    local = {"Host": "127.0.0.1:8501"}
    for editors, client_address, status in (
        ("", "127.0.0.1", 403),
        ("loopback", "127.0.0.1", 200),
        ("loopback", "192.0.2.1", 403),
    ):
        monkeypatch.setenv("ROUTEMAP_EDITORS", editors)
        gate = Middleware(Gate, addresses=AREAS, login=None, pages=PAGES, roles=read_roles(None))
        with behind(gate, client=(client_address, 5)) as client:
            assert client.put(UPLOAD, headers=local).status_code == status
