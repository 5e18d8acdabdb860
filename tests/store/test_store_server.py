"""Two real servers with one store: what is edited in the store is shown by both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from benchmarks.serving import ROOT
from tests.conftest import until
from tests.serving import serving

from routemap.data.load import SHIPPED, load
from routemap.data.settings import SOURCE
from routemap.data.source import close_stores, source_of
from routemap.data.store.connection import read_address
from routemap.data.store.store_source import StoreSource

Sql = Callable[..., list[tuple[Any, ...]]]
_BUILD = "from routemap.host.middleware import middleware_stack; middleware_stack('')"
CLAIM = "joongang-2022-11-08-02"


@pytest.fixture
def uri(empty_uri: str) -> str:
    return empty_uri


@pytest.fixture
def servers(uri: str) -> Iterator[tuple[str, str]]:
    """The addresses of two servers with the shipped data in a store."""
    made = StoreSource(read_address(uri), None, SHIPPED)
    made.put(load(SHIPPED), "Test", "The shipped data.")
    made.close()
    with ExitStack() as stack:
        environment = {SOURCE.key: uri, "ROUTEMAP_EDITORS": "loopback"}
        urls = [stack.enter_context(serving(None, **environment)) for _ in range(2)]
        yield urls[0], urls[1]
    close_stores()


def answer(url: str, path: str) -> Any:
    try:
        with urlopen(f"{url}{path}", timeout=20) as found:
            return json.load(found)
    except HTTPError:  # no data yet
        return {}


def note(url: str) -> str:
    claims = answer(url, "api/claims?limit=500")["claims"]
    return next(str(claim["note"]) for claim in claims if claim["id"] == CLAIM)


def test_an_edit_in_the_store_is_shown_by_every_server(servers: tuple[str, str], sql: Sql) -> None:
    for url in servers:
        until(lambda url=url: answer(url, "health").get("status") == "ok")
    revisions = {answer(url, "health")["revision"] for url in servers}
    assert len(revisions) == 1
    sql("UPDATE routemap_layers.claims SET note = 'Read again.' WHERE id = %s", CLAIM)
    for url in servers:
        until(lambda url=url: note(url) == "Read again.")
    sql("UPDATE routemap_layers.claims SET said = 'yesterday' WHERE id = %s", CLAIM)
    for url in servers:
        until(lambda url=url: answer(url, "health").get("status") == "degraded")
        assert "yesterday" in json.dumps(answer(url, "health"))
        assert note(url) == "Read again."


def test_a_server_with_an_address_that_cannot_be_used_does_not_start() -> None:
    address = "postgresql://map:hunter2@127.0.0.1/routemap"
    found = subprocess.run(
        [sys.executable, "-c", _BUILD],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, SOURCE.key: address},
        check=False,
    )  # fmt: skip
    assert found.returncode != 0
    assert "ROUTEMAP_SOURCE has a password" in found.stderr
    assert "hunter2" not in found.stderr
    assert source_of(SHIPPED).key == ""
