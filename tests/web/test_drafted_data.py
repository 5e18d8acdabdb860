"""What a draft would make is never cached, never exported, and never in the API or a preview."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.load import VARIABLE
from routemap.data.repository import repository
from routemap.model.draft import Change, Draft, FieldEdit, RecordEdit
from routemap.web.routes import routes

WORDS = "words of a draft"


@pytest.fixture
def draft(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Draft:
    monkeypatch.setenv(VARIABLE, str(folder))
    drafts = drafts_of(folder)
    edit = RecordEdit(
        "claims", "c1", Change.CHANGED, (FieldEdit("excerpt", "what c1 says", WORDS),)
    )
    found = drafts.new("", "Ann", "Other words.", (edit,))
    drafts.save(found, "")
    return found


@pytest.fixture
def client(draft: Draft) -> TestClient:
    assert draft.edits
    return TestClient(Starlette(routes=routes()))


def test_its_map_data_is_answered_and_never_stored(
    client: TestClient, draft: Draft, folder: Path
) -> None:
    store = repository(folder)
    drafted = store.through(draft.id).dataset.revision
    current = store.current().dataset.revision
    assert drafted != current
    for path in ("features.json", "shown.json", "evidence/line.json"):
        answer = client.get(f"/data/{drafted}/{path}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        published = client.get(f"/data/{current}/{path}").headers["Cache-Control"]
        assert "immutable" in published
    assert WORDS in client.get(f"/data/{drafted}/evidence/line.json").text
    assert WORDS not in client.get(f"/data/{current}/evidence/line.json").text


@pytest.mark.parametrize("path", ["api/claims", "api/export/csv", "feed.json"])
def test_no_other_route_takes_a_draft(client: TestClient, draft: Draft, path: str) -> None:
    answer = client.get(f"/{path}?draft={draft.id}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "draft"
    assert WORDS not in client.get(f"/{path}").text


def test_a_preview_shows_published_data(client: TestClient, draft: Draft, folder: Path) -> None:
    repository(folder).through(draft.id)
    assert WORDS not in client.get(f"/share?draft={draft.id}&claim=c1").text
