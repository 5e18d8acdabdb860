"""One client cannot block the server for the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from tests.web.guard.asgi import AREAS, behind

from routemap.model.errors import SettingError
from routemap.web.guard.export_limit import EXPORTING
from routemap.web.guard.limits import RATES, Buckets, Limits


@contextmanager
def limited(*, trusts_proxy: bool = False, **options: object) -> Iterator[TestClient]:
    with behind(
        Middleware(Limits, addresses=AREAS, trusts_proxy=trusts_proxy), **options
    ) as client:
        yield client


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(
    st.integers(1, 600),
    st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 30)), min_size=1, max_size=80),
)
def test_no_client_ever_gets_more_than_a_burst_and_its_rate(
    a_minute: int, asked: list[tuple[str, float]]
) -> None:
    clock = Clock()
    buckets = Buckets(a_minute, clock)
    burst = -(-a_minute // 4)
    passed: dict[str, list[float]] = {"a": [], "b": []}
    for client, pause in asked:
        clock.now += pause
        waits = buckets.take(client)
        if not waits:
            passed[client].append(clock.now)
            continue
        # the waiting time is exact: a token is available then, and not a moment before
        clock.now += waits * 0.9
        assert buckets.take(client) > 0
        clock.now += waits * 0.1 + 1e-6
        assert buckets.take(client) == 0
        passed[client].append(clock.now)
    for times in passed.values():
        for first, at in enumerate(times):
            for count, later in enumerate(times[first:], start=1):
                assert count <= burst + (later - at) * a_minute / 60 + 1 + 1e-3


def test_a_client_that_waits_long_has_its_burst_again() -> None:
    clock = Clock()
    buckets = Buckets(60, clock)
    assert [buckets.take("a") for _ in range(15)] == [0.0] * 15
    assert buckets.take("a") == pytest.approx(1.0)
    assert buckets.take("b") == 0
    clock.now += 60
    assert [buckets.take("a") for _ in range(15)] == [0.0] * 15


def test_buckets_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routemap.web.guard.limits._MOST_CLIENTS", 5)
    buckets = Buckets(60, Clock())
    for number in range(50):
        buckets.take(str(number))
    assert len(buckets._full_at) == 5


@pytest.mark.parametrize(
    ("rate", "path"),
    [
        ("data", "/data/1/evidence/x.json"),
        ("api", "/api/claims"),
        ("export", "/api/export/csv"),
        ("picture", "/share/picture.png"),
    ],
)
def test_too_many_requests_are_rejected_with_a_time_to_retry(
    monkeypatch: pytest.MonkeyPatch, rate: str, path: str
) -> None:
    monkeypatch.setenv(RATES[rate].key, "8")
    with limited() as client:
        found = [client.get(path) for _ in range(4)]
        # addresses without a rate or with another one are still served
        others = [client.get(other) for other in ("/claims", "/assets/1/map.js")]
    assert [answer.status_code for answer in found] == [200, 200, 429, 429]
    assert [answer.status_code for answer in others] == [200, 200]
    refused = found[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    assert 0 < int(refused.headers["retry-after"]) <= 8
    assert refused.headers["retry-after"] in refused.json()["detail"]
    assert ("access-control-allow-origin" in refused.headers) == (rate in ("api", "export"))


def test_clients_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_RATE_API", "4")
    with limited(client=("192.0.2.1", 1)) as client:
        assert [client.get("/api/claims").status_code for _ in range(2)] == [200, 429]
        client._transport.client = ("192.0.2.2", 1)  # type: ignore[attr-defined]
        assert client.get("/api/claims").status_code == 200


def test_a_rate_of_zero_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_RATE_EXPORT", "0")
    with limited() as client:
        assert {client.get("/api/export/csv").status_code for _ in range(50)} == {200}


def test_a_setting_that_is_no_number_stops_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_RATE_API", "many")
    with pytest.raises(SettingError, match="ROUTEMAP_RATE_API must be"), limited():
        pass


def test_an_address_that_is_too_long_is_a_414(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_LONGEST_ADDRESS", "100")
    with limited() as client:
        assert client.get("/api/claims?q=" + "x" * 80).status_code == 200
        for path in ("/api/claims?q=" + "x" * 90, "/x" + "x" * 100, "/%e2" * 30):
            found = client.get(path)
            assert found.status_code == 414
            assert found.headers["content-type"] == "application/problem+json"


def test_too_many_parameters_are_a_400(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_MOST_PARAMETERS", "3")
    with limited() as client:
        assert client.get("/api/claims?a&b&c").status_code == 200
        found = client.get("/api/claims?a&b&c&d")
    assert found.status_code == 400
    assert "3 parameters" in found.json()["detail"]


@pytest.mark.parametrize("length", ["1000", "-1", "x", "1e9", "9" * 300, ""])
def test_a_body_that_says_it_is_too_large_is_a_413(
    monkeypatch: pytest.MonkeyPatch, length: str
) -> None:
    monkeypatch.setenv("ROUTEMAP_LARGEST_BODY", "100")
    with limited() as client:
        found = client.post("/api/read", content=b"x", headers={"Content-Length": length})
    assert found.status_code == 413
    assert found.headers["content-type"] == "application/problem+json"


def test_a_body_that_does_not_say_how_long_it_is_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROUTEMAP_LARGEST_BODY", "100")

    def parts(number: int) -> Iterator[bytes]:
        yield from (b"x" * 10 for _ in range(number))

    with limited() as client:
        assert client.post("/api/read", content=parts(10)).json() == {"bytes": 100}
        assert client.post("/api/read", content=parts(11)).status_code == 413
        # this route answers without reading
        assert client.post("/api/claims", content=parts(10)).status_code == 200
        assert client.post("/api/claims", content=parts(11)).status_code == 413


def test_one_client_makes_few_exports_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_EXPORTS", "2")
    begun: list[str] = []
    statuses: list[tuple[str, int]] = []

    async def ask() -> None:
        done = anyio.Event()

        async def export(scope, _receive, send) -> None:  # type: ignore[no-untyped-def]
            begun.append(scope["client"][0])
            await done.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body"})

        app = Limits(export, addresses=AREAS, trusts_proxy=True)

        async def request(client: str) -> None:
            scope = {
                "type": "http", "path": "/api/export/csv", "query_string": b"", "headers": [],
                "client": (client, 1), "method": "GET",
            }  # fmt: skip

            async def send(message) -> None:  # type: ignore[no-untyped-def]
                if message["type"] == "http.response.start":
                    statuses.append((client, message["status"]))

            await app(scope, None, send)  # type: ignore[arg-type]

        async with anyio.create_task_group() as group:
            for client in ("a", "a", "a", "b"):
                group.start_soon(request, client)
            with anyio.fail_after(5):
                while len(begun) + len(statuses) < 4:
                    await anyio.sleep(0)
            done.set()
        await request("a")  # new exports are accepted after those are done
        assert len(EXPORTING) == 0

    anyio.run(ask)
    assert sorted(begun) == ["a", "a", "a", "b"]
    assert sorted(statuses) == [("a", 200), ("a", 200), ("a", 200), ("a", 429), ("b", 200)]


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 200_000])
def test_an_export_counts_until_its_client_has_received_it(size: int) -> None:
    body, sent, counts = bytes(size), [], []

    async def export(_scope, _receive, send) -> None:  # type: ignore[no-untyped-def]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def send(message) -> None:  # type: ignore[no-untyped-def]
        if message["type"] == "http.response.body":  # the server waits here for a slow client
            sent.append(message)
            counts.append(len(EXPORTING))

    scope = {
        "type": "http", "path": "/api/export/csv", "query_string": b"", "headers": [],
        "client": ("a", 1), "method": "GET",
    }  # fmt: skip
    app = Limits(export, addresses=AREAS, trusts_proxy=True)
    anyio.run(app, scope, None, send)
    assert b"".join(message["body"] for message in sent) == body
    assert max(len(message["body"]) for message in sent) <= 65_536
    assert [message.get("more_body", False) for message in sent] == [True] * (len(sent) - 1) + [
        False
    ]
    assert counts == [1] * len(sent)
    assert len(EXPORTING) == 0
