"""``as_of`` in the API, in exports, in link previews and in the data of the map."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import small_rows, write_rows

from routemap.data.history import VARIABLE as HISTORY
from routemap.data.history import folder_history
from routemap.data.load import VARIABLE, load
from routemap.web.routes import routes


@pytest.fixture
def states(tmp_path: Path) -> tuple[Path, str]:
    """A folder with a state kept in March, and another excerpt since; and that state."""
    folder = write_rows(tmp_path / "data", small_rows())
    kept = folder_history(folder)
    assert kept
    first = load(folder)
    kept.keep(first, datetime(2026, 3, 1, 12, tzinfo=UTC))
    rows = small_rows()
    rows["claims"][0]["excerpt"] = "other words"
    write_rows(folder, rows)
    return folder, first.dataset.revision


@pytest.fixture
def client(states: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv(VARIABLE, str(states[0]))
    return TestClient(Starlette(routes=routes()))


@pytest.fixture(autouse=True)
def _own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HISTORY, str(tmp_path / "kept"))


def test_the_api_answers_from_the_state_of_a_day(client: TestClient, states) -> None:
    now = client.get("/api/claims?source=council").json()
    then = client.get("/api/claims?source=council&as_of=2026-03-01").json()
    assert now["claims"][0]["excerpt"] == "other words"
    assert then["claims"][0]["excerpt"] == "what c1 says"
    assert then["provenance"]["revision"] == states[1]
    assert "as_of=2026-03-01" in then["provenance"]["link"]
    assert "As of: 1 March 2026" in then["provenance"]["query_in_words"]


def test_an_export_of_an_earlier_state_says_so(client: TestClient) -> None:
    text = client.get("/api/export/csv?as_of=2026-03").text
    assert "what c1 says" in text
    assert "other words" not in text


@pytest.mark.parametrize("given", ["2020", "first", "0123456789ab"])
def test_a_state_that_is_not_kept_is_404_with_the_nearest_ones(
    client: TestClient, states, given: str
) -> None:
    answer = client.get(f"/api/claims?as_of={given}")
    assert answer.status_code == 404
    assert answer.json()["parameter"] == "as_of"
    assert states[1] in answer.json()["detail"]


def test_a_value_that_is_no_state_is_400(client: TestClient) -> None:
    answer = client.get("/api/claims?as_of=last+week")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "as_of"


def test_a_preview_shows_the_state_of_then(client: TestClient, states) -> None:
    page = client.get("/share?as_of=2026-03-01").text
    assert states[1] in page
    assert "as_of=2026-03-01" in page
    current = client.get("/share?as_of=2020").text  # the page that it opens says so
    assert states[1] not in current


def test_the_map_gets_the_features_and_words_of_a_kept_state(client: TestClient, states) -> None:
    assert client.get(f"/data/{states[1]}/features.json").status_code == 200
    words = client.get(f"/data/{states[1]}/evidence/line.json").text
    assert "what c1 says" in words
    assert client.get("/data/0123456789ab/features.json").status_code == 404
