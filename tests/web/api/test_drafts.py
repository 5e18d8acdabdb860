"""Programs send drafts: who may, what they get, and what is never saved."""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from tests.conftest import small_rows, write_rows
from tests.serving import serving
from tests.web.guard.test_gate import as_reader, private

from routemap.data import cache
from routemap.data.documents import FolderDocuments
from routemap.data.drafts.draft_file import MAX_FAULTS
from routemap.data.drafts.kept_drafts import Drafts, drafts_of
from routemap.data.history import folder_history
from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.data.settings import LARGEST_BODY, LARGEST_DRAFT, RATE_DRAFTS
from routemap.web.guard.allow_list import Accounts
from routemap.web.guard.gate import Gate
from routemap.web.guard.limits import Limits
from routemap.web.guard.login import Login
from routemap.web.guard.personal_tokens import DRAFTS, FEEDS, PersonalTokens
from routemap.web.guard.policies import addresses
from routemap.web.guard.request_log import Requests
from routemap.web.guard.roles import Roles
from routemap.web.routes import routes

AREAS = addresses("", ())
PATH = "/api/drafts"
LOCAL = "http://127.0.0.1:8501"
EDITORS = Accounts(frozenset({"editor@desk.example"}))
CONTRIBUTORS = Accounts(frozenset({"contributor@desk.example"}))
NOTE = {"old": "", "new": "Checked."}
RECORD = {"table": "claims", "record": "c1", "change": "changed", "fields": {"note": NOTE}}
BODY = {"message": "Add a note.", "records": [RECORD]}
Headers = Mapping[str, str]


def app(roles: Roles) -> Starlette:
    return Starlette(
        routes=routes(),
        middleware=[
            Middleware(Requests, addresses=AREAS),
            Middleware(Limits, addresses=AREAS, trusts_proxy=False),
            Middleware(Gate, addresses=AREAS, login=roles.login, pages=(), roles=roles),
        ],
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rows(tmp_path_factory.mktemp("served") / "data", small_rows())


@pytest.fixture(autouse=True)
def drafts(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drafts]:
    """The drafts of the served folder, none at first."""
    monkeypatch.setenv(VARIABLE, str(data))
    monkeypatch.setenv(cache.VARIABLE, str(data.with_name("cache")))
    monkeypatch.setenv(RATE_DRAFTS.key, "0")
    yield drafts_of(data)
    shutil.rmtree(drafts_of(data).place, ignore_errors=True)


@pytest.fixture
def login() -> Login:
    return private()


@pytest.fixture
def client(login: Login) -> TestClient:
    """A client of a copy with a login."""
    return TestClient(app(Roles(login, EDITORS, CONTRIBUTORS)))


@pytest.fixture
def local() -> TestClient:
    """A client on the machine of a server without a login."""
    return TestClient(app(Roles(is_local=True)), base_url=LOCAL, client=("127.0.0.1", 5))


def account(name: str, domain: str = "desk.example") -> dict[str, Any]:
    return {
        "iss": "https://id.example", "sub": name, "email": f"{name}@{domain}",
        "email_verified": True,
    }  # fmt: skip


def with_token(login: Login, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {login.draft_tokens.renew(account(name))}"}


def is_refused(found: httpx.Response, status: int, drafts: Drafts) -> bool:
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/problem+json"
    assert found.headers["cache-control"] in ("no-store", "private, no-store")
    assert "access-control-allow-origin" not in found.headers
    return drafts.open_drafts() == ()


@pytest.mark.parametrize("name", ["contributor", "editor"])
def test_a_token_saves_a_draft_of_its_account_and_publishes_nothing(
    client: TestClient, login: Login, drafts: Drafts, data: Path, name: str
) -> None:
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    found = client.post(PATH, json=BODY, headers=with_token(login, name))
    assert found.status_code == 201, found.text
    (draft,) = drafts.open_drafts()
    assert found.json() == {
        "id": draft.id, "version": drafts.version(draft.id),
        "revision": load(data).dataset.revision, "problems": [], "notices": [], "conflicts": [],
        "faults": [], "risks": [],
    }  # fmt: skip
    assert draft.author == f"{name}@desk.example"
    assert draft.message == BODY["message"]
    assert draft.edits[0].fields[0].new == NOTE["new"]
    assert found.headers["cache-control"] == "private, no-store"
    assert "access-control-allow-origin" not in found.headers
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_a_reader_with_a_token_may_not(client: TestClient, login: Login, drafts: Drafts) -> None:
    found = client.post(PATH, json=BODY, headers=with_token(login, "reader"))
    assert is_refused(found, 403, drafts)
    assert "“contributor”" in found.json()["detail"]


def test_who_loses_the_role_or_the_access_loses_the_token_at_once(
    login: Login, drafts: Drafts
) -> None:
    token = with_token(login, "contributor")
    demoted = TestClient(app(Roles(login, EDITORS)))
    assert is_refused(demoted.post(PATH, json=BODY, headers=token), 403, drafts)
    stranger = login.draft_tokens.renew(account("contributor", "elsewhere.example"))
    listed = Accounts(frozenset({"contributor@elsewhere.example"}))
    found = TestClient(app(Roles(login, listed))).post(
        PATH, json=BODY, headers={"Authorization": f"Bearer {stranger}"}
    )
    assert is_refused(found, 401, drafts)


def test_an_address_that_is_no_longer_verified_has_no_role(
    client: TestClient, login: Login, drafts: Drafts
) -> None:
    token = login.draft_tokens.renew({**account("editor"), "email_verified": False})
    found = client.post(PATH, json=BODY, headers={"Authorization": f"Bearer {token}"})
    assert is_refused(found, 401, drafts)


def senders(login: Login) -> dict[str, Headers]:
    """Return headers of requests that must not be accepted, by what they are."""
    tokens, editor = login.draft_tokens, account("editor")
    replaced = tokens.renew(editor)
    current = tokens.renew(editor)
    other = tokens.renew(account("contributor"))
    swapped = f"{current.split('.')[0]}.{other.split('.')[1]}"
    revoked = tokens.renew(account("revoked"))
    tokens.revoke(account("revoked"))
    return {
        "nobody": {},
        "a sign-in in a browser": as_reader(sub="editor", email_verified=True),
        "an empty token": {"Authorization": "Bearer "},
        "no token": {"Authorization": "Bearer ../../etc/passwd"},
        "another scheme": {"Authorization": f"Basic {current}"},
        "no scheme": {"Authorization": current},
        "a replaced token": {"Authorization": f"Bearer {replaced}"},
        "a revoked token": {"Authorization": f"Bearer {revoked}"},
        "parts of two tokens": {"Authorization": f"Bearer {swapped}"},
        "the token of a feed": {"Authorization": f"Bearer {login.feeds.renew(editor)}"},
    }


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_without_a_valid_token_every_method_is_a_401(
    client: TestClient, login: Login, drafts: Drafts, method: str
) -> None:
    for kind, headers in senders(login).items():
        found = client.request(method, PATH, json=BODY, headers=headers)
        assert is_refused(found, 401, drafts), kind
        assert found.headers["www-authenticate"].startswith("Bearer"), kind
        assert "etag" not in found.headers


def test_the_sign_in_of_an_editor_in_a_browser_is_not_enough(login: Login, drafts: Drafts) -> None:
    roles = Roles(login, Accounts(frozenset({"reader@desk.example"})))
    headers = {**as_reader(), "Sec-Fetch-Site": "same-origin"}
    found = TestClient(app(roles)).post(PATH, json=BODY, headers=headers)
    assert is_refused(found, 401, drafts)


def test_two_tokens_are_none(client: TestClient, login: Login, drafts: Drafts) -> None:
    token = with_token(login, "editor")["Authorization"]
    twice = [("Authorization", token), ("Authorization", token)]
    assert is_refused(client.post(PATH, json=BODY, headers=twice), 401, drafts)


def test_a_token_in_the_address_is_not_one(
    client: TestClient, login: Login, drafts: Drafts
) -> None:
    token = login.draft_tokens.renew(account("editor"))
    assert is_refused(client.post(f"{PATH}?token={token}", json=BODY), 401, drafts)


def test_the_token_opens_nothing_else(client: TestClient, login: Login) -> None:
    headers = with_token(login, "editor")
    token = headers["Authorization"].removeprefix("Bearer ")
    for path in ("/api/claims", "/api", "/share/feeds.json", "/feed.atom", "/api/export/csv"):
        assert client.get(path, headers=headers).status_code == 401, path
    assert client.get(f"/feed.atom?token={token}").status_code == 401
    assert client.get(f"/api/drafts/x?token={token}", headers=headers).status_code == 401


def test_a_program_cannot_publish_or_see_drafts(
    client: TestClient, login: Login, drafts: Drafts
) -> None:
    headers = with_token(login, "contributor")
    key = client.post(PATH, json=BODY, headers=headers).json()["id"]
    for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH"):
        found = client.request(method, PATH, headers=headers)
        assert found.status_code == 405
        assert found.headers["allow"] == "POST, OPTIONS"
    for path in (f"{PATH}/{key}", f"{PATH}/{key}/publish", f"{PATH}/"):
        for method in ("GET", "POST", "PUT"):
            # addresses of none of the rows need a sign-in
            assert client.request(method, path, headers=headers).status_code == 401
    assert [draft.id for draft in drafts.open_drafts()] == [key]
    assert drafts.published() == ()


def test_nothing_of_a_draft_is_shown_to_readers(client: TestClient, login: Login) -> None:
    headers = with_token(login, "contributor")
    key = client.post(PATH, json=BODY, headers=headers).json()["id"]
    for path in ("/api/claims", "/health", "/api/export/csv", "/feed.json", "/api/docs"):
        found = client.get(path, headers=as_reader())
        assert found.status_code == 200
        assert NOTE["new"] not in found.text
        assert key not in found.text


def test_a_program_on_the_own_machine_needs_no_token(local: TestClient, drafts: Drafts) -> None:
    assert local.post(PATH, json=BODY).status_code == 201
    assert drafts.open_drafts()[0].author == "local editor"
    # a page of the dashboard in a browser on this machine
    own = {"Origin": LOCAL, "Sec-Fetch-Site": "same-origin"}
    assert local.post(PATH, json=BODY, headers=own).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}, {"X-Real-IP": "::1"},
        {"Host": "map.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    ],
)  # fmt: skip
def test_what_passes_through_the_own_machine_is_not_from_it(
    local: TestClient, drafts: Drafts, headers: Headers
) -> None:
    assert is_refused(local.post(PATH, json=BODY, headers=headers), 403, drafts)


def test_another_machine_and_a_copy_that_takes_no_drafts_are_refused(drafts: Drafts) -> None:
    far = TestClient(app(Roles(is_local=True)), base_url=LOCAL, client=("192.0.2.1", 5))
    assert is_refused(far.post(PATH, json=BODY), 403, drafts)
    off = TestClient(app(Roles()), base_url=LOCAL, client=("127.0.0.1", 5))
    assert is_refused(off.post(PATH, json=BODY), 403, drafts)


def test_without_the_gate_nobody_may(drafts: Drafts) -> None:
    bare = TestClient(Starlette(routes=routes()), base_url=LOCAL, client=("127.0.0.1", 5))
    assert is_refused(bare.post(PATH, json=BODY), 403, drafts)


def test_pages_of_other_sites_get_no_permission(local: TestClient) -> None:
    wants = {
        "Origin": "https://evil.example", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }  # fmt: skip
    for found in (local.options(PATH, headers=wants), local.options(PATH), local.get(PATH)):
        assert not [key for key in found.headers if key.startswith("access-control")]


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"]
)
def test_a_form_of_a_page_is_not_json(local: TestClient, drafts: Drafts, kind: str) -> None:
    found = local.post(PATH, content=json.dumps(BODY), headers={"Content-Type": kind})
    assert is_refused(found, 415, drafts)


def test_a_dry_run_checks_and_saves_nothing(local: TestClient, drafts: Drafts) -> None:
    edits = [
        {**RECORD, "fields": {"note": {"old": "not so", "new": "x"}}},
        {**RECORD, "record": "c9"},
    ]
    found = local.post(f"{PATH}?dry_run=1", json={**BODY, "records": edits})
    assert found.status_code == 200
    assert found.headers["cache-control"] == "no-store"
    assert "id" not in found.json()
    assert len(found.json()["conflicts"]) == 2
    assert "“c1”, note: it is now empty" in found.json()["conflicts"][0]
    assert drafts.open_drafts() == ()
    assert not Path(drafts.place).exists()
    assert local.post(f"{PATH}?dry_run=0", json=BODY).status_code == 201


def test_the_example_of_the_documentation_is_a_draft(local: TestClient) -> None:
    page = (SHIPPED.parent / "docs" / "api.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.+?)```", page, re.DOTALL)
    found = local.post(f"{PATH}?dry_run=1", json=json.loads(example))
    assert found.status_code == 200
    assert found.json()["conflicts"] == [
        "claim “paper-01”: it was removed meanwhile; the draft changes it"
    ]


@pytest.mark.parametrize("query", ["dry_run=yes", "dry_run=", "dry_run=1&dry_run=0", "dryrun=1"])
def test_an_unclear_dry_run_saves_nothing(local: TestClient, drafts: Drafts, query: str) -> None:
    found = local.post(f"{PATH}?{query}", json=BODY)
    assert is_refused(found, 400, drafts)
    assert found.json()["parameter"] == query.partition("=")[0]


def test_a_draft_says_what_hinders_publishing_it(local: TestClient) -> None:
    denial = small_rows()["claims"][1]
    gone = {key: {"old": str(text), "new": ""} for key, text in denial.items() if key != "id"}
    edits = [
        {"table": "claims", "record": "c2", "change": "removed", "fields": gone},
        {**RECORD, "fields": {"stance": {"old": "asserts", "new": "shrugs"}}},
    ]
    found = local.post(PATH, json={**BODY, "records": edits})
    assert found.status_code == 201
    assert found.json()["risks"] == ["claim “c2”: removes a denial"]
    assert any("shrugs" in text for text in found.json()["problems"])
    assert found.json()["faults"]


def test_every_fault_is_named_and_nothing_is_saved(local: TestClient, drafts: Drafts) -> None:
    edits: list[object] = [
        RECORD,
        {**RECORD, "table": "claim"},
        {**RECORD, "record": "c2", "field": {}},
        {**RECORD, "record": "c3", "fields": {"id": NOTE}},
        {**RECORD, "record": "c4", "fields": {"note": {"old": 1}}},
        {**RECORD, "record": "c4", "geometry": {"old": None, "new": None}},
        RECORD,
        7,
    ]
    found = local.post(PATH, json={"message": " ", "records": edits})
    assert is_refused(found, 422, drafts)
    faults = found.json()["faults"]
    assert len(faults) == 8
    for text, fault in zip(
        ["message", "record 2: unknown table “claim”; did you mean “claims”",
         "record 3: unknown key “field”; did you mean “fields”", "an id cannot be changed",
         "text in quotation marks", "has no geometries", "record 7: claims “c1” is there twice",
         "record 8: write an object"],
        faults, strict=True,
    ):  # fmt: skip
        assert text in fault
    assert faults[0] in found.json()["detail"]


def test_faults_have_an_end(local: TestClient, drafts: Drafts) -> None:
    edits = [{**RECORD, "table": f"claim{number}"} for number in range(MAX_FAULTS * 3)]
    found = local.post(PATH, json={**BODY, "records": edits})
    assert is_refused(found, 422, drafts)
    assert len(found.json()["faults"]) == MAX_FAULTS


@pytest.mark.parametrize(
    "body",
    [
        {}, [], "x", 7, {"records": [RECORD]}, {**BODY, "records": []},
        {**BODY, "records": {}}, {**BODY, "message": 7}, {**BODY, "message": ""},
        {**BODY, "message": "x" * 501}, {**BODY, "author": "Somebody else"},
        {**BODY, "id": "20260301-k3f9ab"}, {**BODY, "published": {}},
    ],
)  # fmt: skip
def test_what_is_not_a_draft_is_a_422(local: TestClient, drafts: Drafts, body: object) -> None:
    assert is_refused(local.post(PATH, json=body), 422, drafts)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff", b"[" * 200_000, b"[1e400]", b"[NaN]", b"9" * 10_000,
        json.dumps({**BODY, "message": "\ud800"}).encode(),
        json.dumps(BODY).encode("utf-16"),
        json.dumps({**BODY, "records": [{**RECORD, "record": "\udc00"}]}).encode(),
    ],
)  # fmt: skip
def test_what_is_not_json_is_a_400(local: TestClient, drafts: Drafts, content: bytes) -> None:
    found = local.post(PATH, content=content, headers={"Content-Type": "application/json"})
    assert is_refused(found, 400, drafts)


def test_only_this_address_takes_long_bodies_and_they_have_an_end(
    local: TestClient, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LARGEST_DRAFT.number() == 5_000_000
    long = {**BODY, "records": [{**RECORD, "fields": {"note": {"new": "x" * 15_000}}}]}
    many = [{**long["records"][0], "record": f"c{number}"} for number in range(10)]
    text = json.dumps({**BODY, "records": many})
    assert len(text) > LARGEST_BODY.number()
    headers = {"Content-Type": "application/json"}
    assert local.post(f"{PATH}?dry_run=1", content=text, headers=headers).status_code == 200
    assert local.post("/share/view.json", content=text, headers=headers).status_code == 413
    monkeypatch.setenv(LARGEST_DRAFT.key, "100000")
    small = TestClient(app(Roles(is_local=True)), base_url=LOCAL, client=("127.0.0.1", 5))
    parts = (text[at : at + 50_000].encode() for at in range(0, len(text), 50_000))
    for content in (text, parts):
        found = small.post(PATH, content=content, headers=headers)
        assert is_refused(found, 413, drafts)
        assert "100,000 bytes" in found.json()["detail"]


def test_drafts_have_a_rate_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RATE_DRAFTS.key, "4")
    local = TestClient(app(Roles(is_local=True)), base_url=LOCAL, client=("127.0.0.1", 5))
    found = [local.post(f"{PATH}?dry_run=1", json=BODY) for _ in range(2)]
    assert [answer.status_code for answer in found] == [200, 429]
    assert "access-control-allow-origin" not in found[1].headers


def test_a_folder_that_cannot_be_written_to_is_a_503_without_its_path(
    local: TestClient, drafts: Drafts
) -> None:
    Path(drafts.place).write_text("a file in its place")
    found = local.post(PATH, json=BODY)
    Path(drafts.place).unlink()
    assert is_refused(found, 503, drafts)
    assert str(Path(drafts.place).parent) not in found.text


def test_the_log_has_the_alias_and_the_draft_and_no_token_or_address(
    client: TestClient, login: Login, caplog: pytest.LogCaptureFixture
) -> None:
    headers = with_token(login, "editor")
    with caplog.at_level(logging.INFO):
        key = client.post(PATH, json=BODY, headers=headers).json()["id"]
    ours = (row for row in caplog.records if row.name.startswith("routemap"))
    lines = [json.dumps(row.__dict__, default=str) for row in ours]
    (line,) = (line for line in lines if PATH in line)
    assert login.alias(account("editor")) in line
    assert key in line
    token = headers["Authorization"].removeprefix("Bearer ")
    assert not any(token in line or "editor@desk.example" in line for line in lines)


SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{secret}"
client_id = "routemap"
client_secret = "s"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
[routemap]
allowed = ["@desk.example"]
"""


@pytest.fixture
def real(data: Path, tmp_path: Path) -> Iterator[tuple[str, PersonalTokens, PersonalTokens]]:
    """The address of a real server with a login, its tokens for drafts and those of feeds."""
    secret = secrets.token_hex(32)
    file = tmp_path / "secrets.toml"
    file.write_text(SECRETS.format(secret=secret), encoding="utf-8")
    people = {"ROUTEMAP_CONTRIBUTORS": "contributor@desk.example"}
    history = folder_history(data)
    assert history
    tokens = [
        PersonalTokens(row, FolderDocuments(history.folder / row.kind), secret)
        for row in (DRAFTS, FEEDS)
    ]
    with serving(data, "--secrets.files", str(file), **people) as url:
        yield url, tokens[0], tokens[1]


def test_a_real_server_takes_drafts_of_contributors_and_of_nobody_else(
    real: tuple[str, PersonalTokens, PersonalTokens], drafts: Drafts
) -> None:
    url, tokens, feeds = real

    def send(token: str, **headers: str) -> httpx.Response:
        sent = {"Authorization": f"Bearer {token}", **headers}
        return httpx.post(f"{url}api/drafts", json=BODY, headers=sent, timeout=60)

    first = tokens.renew(account("contributor"))
    contributor = tokens.renew(account("contributor"))
    statuses = [
        httpx.post(f"{url}api/drafts", json=BODY).status_code,
        send("x").status_code,
        send(first).status_code,
        send(feeds.renew(account("contributor"))).status_code,
        send(tokens.renew(account("reader"))).status_code,
    ]
    assert statuses == [401, 401, 401, 401, 403]
    assert drafts.open_drafts() == ()
    found = send(contributor, Origin=f"http://{urlsplit(url).netloc}")
    assert found.status_code == 201, found.text
    assert found.headers["cache-control"] == "private, no-store"
    assert [draft.author for draft in drafts.open_drafts()] == ["contributor@desk.example"]
    large = {**BODY, "message": "x" * LARGEST_DRAFT.number()}
    headers = {"Authorization": f"Bearer {contributor}"}
    assert httpx.post(f"{url}api/drafts", json=large, headers=headers).status_code == 413
    tokens.revoke(account("contributor"))
    assert send(contributor).status_code == 401
