"""Personal feed addresses of a private deployment: what a token opens, and when it ends."""

from __future__ import annotations

import asyncio
import json
import logging
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from tests.conftest import small_rows, write_rows
from tests.web.guard.asgi import HOME
from tests.web.guard.test_gate import CLOSED, OURS, as_reader, private

from routemap.data import cache
from routemap.data.documents import FolderDocuments
from routemap.data.history import folder_history
from routemap.data.load import VARIABLE, load
from routemap.web.guard.allow_list import read_access
from routemap.web.guard.gate import Gate
from routemap.web.guard.login import Login
from routemap.web.guard.personal_tokens import FEEDS as PURPOSE
from routemap.web.guard.personal_tokens import PersonalTokens
from routemap.web.guard.policies import addresses
from routemap.web.guard.request_log import Requests
from routemap.web.routes import routes

AREAS = addresses("", ("claims",))
FEEDS = ["/feed.atom", "/feed.json"]
ADDRESS = "/share/feeds.json"
READER = {"iss": "https://id.example", "sub": "1", "email": "reader@desk.example"}
SECRET = "s" * 32


def server(login: Login | None) -> TestClient:
    gate = Middleware(Gate, addresses=AREAS, login=login, pages=("claims",))
    log = Middleware(Requests, addresses=AREAS)
    return TestClient(Starlette(routes=routes(), middleware=[log, gate]), base_url=HOME)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_rows(tmp_path / "data", small_rows())
    monkeypatch.setenv(VARIABLE, str(folder))
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    kept = folder_history(folder)
    assert kept
    kept.keep(load(folder))  # a server would do it during the test, which changes the feed
    return tmp_path


@pytest.fixture
def client() -> TestClient:
    return server(private())


def act(client: TestClient, action: str, **changes: Any) -> str:
    headers = {**as_reader(**changes), **OURS}
    answer = client.post(ADDRESS, json={"action": action}, headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize(
    "query",
    [
        "", "?token=", "?token=x", "?token=../../../etc/passwd", "?token=%00", "?token=\u0660",
        f"?token={'0' * 32}.{'A' * 43}", "?Token=x",
    ],
)  # fmt: skip
def test_without_a_valid_token_a_feed_is_a_401_without_content(
    client: TestClient, address: str, query: str
) -> None:
    found = client.get(address + query)
    assert found.status_code == 401
    assert found.headers["content-type"] == "application/problem+json"
    assert "personal feed address" in found.json()["detail"]
    assert "horses" not in found.text.lower()
    assert "etag" not in found.headers


@pytest.mark.parametrize("address", FEEDS)
def test_a_token_opens_the_feeds_without_a_sign_in(client: TestClient, address: str) -> None:
    assert client.get(ADDRESS, headers=as_reader()).json() == {"token": "", "is_kept": True}
    token = act(client, "renew")
    assert client.get(ADDRESS, headers=as_reader()).json()["token"] == token
    found = client.get(f"{address}?token={token}&stance=denies")
    assert found.status_code == 200
    assert "What changed" in found.text
    assert found.headers["cache-control"] == "private, no-store"
    again = client.get(
        f"{address}?token={token}&stance=denies", headers={"If-None-Match": found.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.headers["cache-control"] == "private, no-store"
    assert token not in found.text, "readers share entries and whole feeds"
    # after a restart, too
    assert server(private()).get(f"{address}?token={token}").status_code == 200


def test_a_signed_in_reader_opens_a_feed_in_the_browser(client: TestClient) -> None:
    assert client.get("/feed.json", headers=as_reader()).status_code == 200
    assert client.get("/feed.json?token=x", headers=as_reader()).status_code == 401


def test_a_token_opens_nothing_else(client: TestClient) -> None:
    token = act(client, "renew")
    for path in [*CLOSED, ADDRESS, "/feed.atom/x", "/feed.xml", "/x/feed.atom"]:
        if path in FEEDS:
            continue
        assert client.get(f"{path}?token={token}").status_code == 401, path
    assert client.post(f"{ADDRESS}?token={token}", json={"action": "renew"}).status_code == 401
    assert client.get(f"/health?token={token}").json() == {"status": "ok"}
    assert client.get(f"/share?token={token}", follow_redirects=False).status_code == 303


def test_a_new_token_ends_the_old_one_and_a_revoked_one_stays_closed(client: TestClient) -> None:
    first = act(client, "renew")
    second = act(client, "renew")
    assert first != second
    assert client.get(f"/feed.atom?token={first}").status_code == 401
    assert client.get(f"/feed.atom?token={second}").status_code == 200
    assert client.get(f"/feed.atom?token={first}&token={second}").status_code == 401
    assert act(client, "revoke") == ""
    assert client.get(f"/feed.atom?token={second}").status_code == 401
    third = act(client, "renew")
    for old in (first, second):
        assert client.get(f"/feed.atom?token={old}").status_code == 401
    assert client.get(f"/feed.atom?token={third}").status_code == 200


def test_each_reader_has_a_token_of_their_own(client: TestClient) -> None:
    mine, other = act(client, "renew"), act(client, "renew", sub="2")
    assert mine != other
    act(client, "revoke", sub="2")
    assert client.get(f"/feed.atom?token={mine}").status_code == 200
    assert client.get(f"/feed.atom?token={other}").status_code == 401
    swapped = f"{mine.split('.')[0]}.{other.split('.')[1]}"
    assert client.get(f"/feed.atom?token={swapped}").status_code == 401


@pytest.mark.parametrize("allowed", [[], ["other@desk.example"], ["@elsewhere.example"]])
def test_who_is_no_longer_on_the_list_loses_the_feed(
    client: TestClient, allowed: list[str]
) -> None:
    token = act(client, "renew")
    later = server(replace(private(), access=read_access({"allowed": allowed})))
    found = later.get(f"/feed.atom?token={token}")
    assert found.status_code == 401
    assert found.headers["content-type"] == "application/problem+json"
    assert client.get(f"/feed.atom?token={token}").status_code == 200


def test_another_secret_ends_every_token(client: TestClient) -> None:
    token = act(client, "renew")
    later = server(replace(private(), secret="d" * 32))
    assert later.get(f"/feed.atom?token={token}").status_code == 401


@pytest.mark.parametrize("sent", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_only_a_page_of_the_dashboard_changes_a_token(
    client: TestClient, sent: dict[str, str]
) -> None:
    token = act(client, "renew")
    for action in ("renew", "revoke"):
        found = client.post(ADDRESS, json={"action": action}, headers={**as_reader(), **sent})
        assert found.status_code == 403
    assert client.get(f"/feed.atom?token={token}").status_code == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"action": "open"}', b'{"action": ["x"]}'])
def test_an_unknown_action_is_a_problem(client: TestClient, body: bytes) -> None:
    found = client.post(ADDRESS, content=body, headers={**as_reader(), **OURS})
    assert found.status_code == 400
    assert found.headers["content-type"] == "application/problem+json"


def test_the_log_has_no_token_and_no_address_of_a_reader(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        token = act(client, "renew")
        client.get(f"/feed.atom?token={token}")
        client.get(f"/feed.atom?token={token}x")
    ours = [
        json.dumps(record.__dict__, default=str)
        for record in caplog.records
        if record.name.startswith("routemap")
    ]
    assert any('"/feed.atom"' in line for line in ours)
    assert not any(token in line or "reader@desk.example" in line for line in ours)


def test_the_file_of_a_reader_is_private_and_holds_no_token(client: TestClient, data: Path) -> None:
    token = act(client, "renew")
    (path,) = data.rglob("feeds/*")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    kept = path.read_text(encoding="utf-8")
    assert token.split(".")[1] not in kept
    assert set(json.loads(kept)["reader"]) == {"iss", "sub", "email", "email_verified"}
    act(client, "revoke")
    assert list(data.rglob("feeds/*")) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"number": 1, "reader": {}}', "null"])
def test_a_damaged_file_opens_nothing(client: TestClient, data: Path, content: str) -> None:
    token = act(client, "renew")
    (path,) = data.rglob("feeds/*")
    path.write_text(content, encoding="utf-8")
    assert client.get(f"/feed.atom?token={token}").status_code == 401
    assert client.get(f"/feed.atom?token={act(client, 'renew')}").status_code == 200


def test_a_token_is_looked_up_beside_the_loop_that_serves_all_readers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store of the tokens may answer late, and other readers must not wait for it."""
    token, look_up = act(client, "renew"), PersonalTokens.reader

    def beside(self: PersonalTokens, asked: str) -> Any:
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        return look_up(self, asked)

    monkeypatch.setattr(PersonalTokens, "reader", beside)
    assert client.get(f"/feed.atom?token={token}").status_code == 200


def test_a_changed_email_counts_from_the_next_look_at_the_address(tmp_path: Path) -> None:
    feeds = PersonalTokens(PURPOSE, FolderDocuments(tmp_path / PURPOSE.kind), SECRET)
    token = feeds.renew(READER)
    moved = {**READER, "email": "reader@elsewhere.example"}
    assert feeds.reader(token) == READER
    assert feeds.token(moved) == token
    assert feeds.reader(token) == moved


def test_without_a_folder_there_are_no_tokens(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = act(client, "renew")
    monkeypatch.setenv(cache.VARIABLE, "")
    assert client.get(ADDRESS, headers=as_reader()).json() == {"token": "", "is_kept": False}
    assert client.get(f"/feed.atom?token={token}").status_code == 401
    headers = {**as_reader(), **OURS}
    found = client.post(ADDRESS, json={"action": "renew"}, headers=headers)
    assert found.status_code == 503
    assert "cannot be kept" in found.json()["detail"]


def test_a_public_dashboard_has_no_personal_addresses() -> None:
    client = server(None)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, json={"action": "renew"}).status_code == 404
    assert client.get("/feed.json").status_code == 200
    assert client.get("/feed.json?token=of-a-former-login").status_code == 200
