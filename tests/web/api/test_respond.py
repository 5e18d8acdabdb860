"""Common parts of all responses: entity tags, compression, methods, CORS, addresses."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from tests.conftest import until

from routemap.model.errors import AddressError
from routemap.web.address import ADDRESS_VARIABLE
from routemap.web.api import mount as api
from routemap.web.api.route_table import ENTRIES
from routemap.web.guard.policies import addresses
from routemap.web.guard.request_log import Requests
from routemap.web.routes import routes

PATHS = [
    entry.path.format(collectionId="places", featureId="rason-port", format="csv")
    for entry in ENTRIES
    if entry.takes_body is None
]
KEPT = [path for path in PATHS if path != "/health"]
every_path = pytest.mark.parametrize("path", PATHS)
every_kept = pytest.mark.parametrize("path", KEPT)


@every_path
def test_anybody_may_read_it_from_a_page_of_theirs(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://other.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    preflight = client.options(path, headers={"Origin": "https://other.example"})
    assert preflight.status_code == 204
    assert "GET" in preflight.headers["access-control-allow-methods"]


@every_path
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "QUERY"])
def test_nothing_can_be_changed(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"


@every_path
def test_the_head_of_an_answer_is_the_answers(client: TestClient, path: str) -> None:
    head, whole = client.head(path), client.get(path)
    assert head.status_code == 200
    assert head.content == b""
    for key in ("content-type", "etag", "cache-control", "content-disposition", "link"):
        assert head.headers.get(key) == whole.headers.get(key)


@every_kept
def test_what_is_held_is_not_sent_again(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["cache-control"] == "no-cache"
    tag = answer.headers["etag"]
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = client.get(path, headers={"If-None-Match": given})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"].removeprefix("W/") == tag.removeprefix("W/")
    plain = client.get(path, headers={"Accept-Encoding": "identity"}).headers["etag"]
    assert client.get(path, headers={"If-None-Match": plain}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@every_kept
def test_a_strong_tag_names_bytes(client: TestClient, path: str) -> None:
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "accept-encoding" in packed.headers["vary"].lower()
    if plain.headers["etag"].startswith("W/"):
        assert path in ("/api/export/csv", "/api/features", "/api/collections/places/items")
        return
    assert client.get(path, headers={"Accept-Encoding": "identity"}).content == plain.content
    if "content-encoding" in packed.headers:
        assert packed.headers["etag"] != plain.headers["etag"]


def test_another_question_or_other_data_has_another_tag(small: TestClient, folder: Path) -> None:
    def tag(path: str, host: str = "testserver") -> str:
        return small.get(path, headers={"Host": host}).headers["etag"]

    paths = ["/api/claims", "/api/claims?limit=1", "/api/sources", "/api/claims?stance=denies"]
    before = [tag(path) for path in paths]
    assert len(set(before)) == len(paths)
    assert tag("/api/claims", "other.example") != before[0]
    claims = folder / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"what c1 says", b"what c1 now says"))
    until(lambda: tag(paths[0]) != before[0])
    assert not {tag(path) for path in paths} & set(before)


def test_large_answers_travel_packed_where_the_client_takes_it(client: TestClient) -> None:
    with client.stream("GET", "/api/features", headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    plain = client.get("/api/features", headers={"Accept-Encoding": "gzip;q=0"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert len(packed) < len(plain.content) / 3
    assert json.loads(gzip.decompress(packed))["features"] == plain.json()["features"]


def test_links_lead_to_the_named_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS_VARIABLE, "https://map.example/north")
    client = TestClient(Starlette(routes=routes("north")))
    answer = client.get("/north/api/claims?limit=1", headers={"Host": "evil.example"})
    links = {row["rel"]: row["href"] for row in answer.json()["links"]}
    assert links["self"] == "https://map.example/north/api/claims?limit=1"
    assert links["next"].startswith("https://map.example/north/api/claims?limit=1&rev=")
    assert links["alternate"].startswith("https://map.example/north/?rev=")
    assert "evil" not in answer.text


def test_an_invalid_address_is_an_error_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS_VARIABLE, "map.example")
    with pytest.raises(AddressError, match=ADDRESS_VARIABLE):
        routes()


def test_what_the_client_wrote_does_not_break_out_of_a_header(client: TestClient) -> None:
    answer = client.get('/api/claims?limit=1&q=t&q2=">;x')
    assert answer.json()["parameter"] == "q2"
    answer = client.get("/api/claims?limit=1&publisher=Yonhap%22%3E%3B")
    assert answer.status_code == 400
    found = client.get('/api/claims?limit=1&q=North">').headers.get("link", "")
    assert '">' not in found.replace('rel="next"', "").replace('">;', "")


def test_a_server_error_shows_no_details(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret path /home/somebody")

    monkeypatch.setattr("routemap.web.api.claims.with_denials", broken)
    before = [Middleware(Requests, addresses=addresses("", ()))]
    client = TestClient(Starlette(routes=routes(), middleware=before))
    answer = client.get("/api/claims")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "secret" in caplog.text


@pytest.mark.parametrize("path", ["/api/nothing", "/api/claims/one", "/api/collections/places/x/y"])
def test_what_is_nowhere_is_a_problem_and_not_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("tail", ["%00", "..%5Cx", "../../x"])
def test_a_path_that_the_server_refuses_is_a_problem_too(tail: str) -> None:
    client = TestClient(api.UnsafePaths(Starlette(routes=routes("desk")), "desk"))
    answer = client.get(f"/desk/api/collections/places/items/{tail}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/desk/api/claims?limit=1").status_code == 200
