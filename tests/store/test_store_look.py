"""When a revision of a store is shown, what is held back, and what is seen without an answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from benchmarks.postgres import Server
from tests.conftest import QUICK, until

from routemap.data.drafts.emptied import emptied_in
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.drafts.publish import Approval, publish
from routemap.data.repository import Repository
from routemap.data.showing import Outcome
from routemap.data.store.look import SILENT
from routemap.data.store.store import Store
from routemap.data.store.store_source import StoreSource
from routemap.data.watch import PACE
from routemap.model.draft import Change, FieldEdit, RecordEdit
from routemap.model.errors import StoreError


def silent() -> str:
    raise StoreError("postgresql://db.example/routemap: connection refused")


Sql = Callable[..., list[tuple[Any, ...]]]
BAD_DATE = "UPDATE routemap_layers.claims SET said = 'yesterday' WHERE id = 'c1'"


class Reader:
    """What readers of a store see, with a clock that the test controls."""

    def __init__(self, source: StoreSource) -> None:
        self.look, self.now = source.look(PACE, emptied_in(source.store.folder)), 1000.0
        self.outcome = Outcome(None, "nothing")

    def sees(self, after: float = 0.5) -> Outcome:
        self.now += after
        self.outcome = self.look.look(self.now) or self.outcome
        self.look.save_last_good()
        return self.outcome

    @property
    def said(self) -> str:
        loaded = self.sees().loaded
        assert loaded
        return str(loaded.dataset.claims.at["c1", "note"])

    @property
    def warning(self) -> str:
        loaded = self.sees().loaded
        assert loaded
        return loaded.warning


@pytest.fixture
def reader(store: StoreSource) -> Reader:
    found = Reader(store)
    assert found.said == ""
    return found


def test_a_committed_edit_is_shown_at_once_and_an_open_transaction_is_not(
    reader: Reader, uri: str
) -> None:
    with psycopg.connect(uri) as editor:
        editor.execute("UPDATE routemap_layers.claims SET note = 'New.' WHERE id = 'c1'")
        assert reader.said == ""
        editor.commit()
    assert reader.said == "New."


def test_nothing_is_read_again_while_nothing_changes(
    reader: Reader, store: StoreSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.sees()
    monkeypatch.setattr(store.store, "take", lambda: pytest.fail("read again"))
    assert reader.look.look(reader.now + 1) is None


def test_an_edit_with_sql_that_cannot_be_read_is_held_back_like_one_in_a_file(
    reader: Reader, sql: Sql
) -> None:
    said = reader.sees().loaded.dataset.claims.at["c1", "said"]  # type: ignore[union-attr]
    sql(BAD_DATE)
    assert "claim “c1”, said “yesterday”" in reader.warning
    assert "Correct the record in the store" in reader.warning
    shown = reader.sees().loaded
    assert shown
    assert shown.dataset.claims.at["c1", "said"] == said
    assert shown.held_back
    sql("UPDATE routemap_layers.claims SET said = %s WHERE id = 'c1'", said)
    assert reader.warning == ""


def test_references_that_are_emptied_with_sql_are_held_back_and_by_a_draft_they_are_not(
    store: StoreSource, folder: Path, sql: Sql
) -> None:
    reader = Reader(store)
    assert reader.warning == ""
    sql("UPDATE routemap_layers.claims SET relayed_by = NULL WHERE id = 'c2'")
    assert "claim “c2”, relayed_by: the cell is empty, but it had “agency”" in reader.warning
    sql("UPDATE routemap_layers.claims SET relayed_by = '{agency}' WHERE id = 'c2'")
    assert reader.warning == ""
    drafts, edits = drafts_of(folder), (FieldEdit("relayed_by", "agency", ""),)
    edit = RecordEdit("claims", "c2", Change.CHANGED, edits)
    draft = drafts.new(store.load().dataset.revision, "Ann", "Said directly.", (edit,))
    drafts.save(draft, "")
    publish(draft, folder, drafts, Approval("Bob"))
    assert reader.warning == ""
    shown = reader.sees().loaded
    assert shown
    assert shown.dataset.claims.at["c2", "relayed_by"] == ()


def test_records_that_cannot_be_read_are_said_and_the_next_edit_is_read(
    reader: Reader, sql: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Store, "loaded", lambda *_given: 1 / 0)
        sql("UPDATE routemap_layers.claims SET note = 'changed' WHERE id = 'c1'")
        assert "The records of the store cannot be read" in reader.warning
        assert reader.said == ""
    sql("UPDATE routemap_layers.claims SET note = 'again' WHERE id = 'c1'")
    assert (reader.said, reader.warning) == ("again", "")


def test_the_first_look_ends_also_if_the_records_cannot_be_read(
    store: StoreSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "take", lambda *_given: 1 / 0)
    outcome = Reader(store).sees()
    assert (outcome.loaded, outcome.reason[:38]) == (None, "The records of the store cannot be rea")


def test_a_restart_publishes_no_mistake_either(
    reader: Reader, sql: Sql, store: StoreSource
) -> None:
    reader.sees()
    sql(BAD_DATE)
    assert "held back" in Reader(store).warning or "not shown" in Reader(store).warning


def test_readers_keep_the_last_good_state_and_are_told_after_half_a_minute(
    reader: Reader, store: StoreSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering = store.store.mark
    monkeypatch.setattr(store.store, "mark", silent)
    assert reader.warning == ""
    assert reader.sees(SILENT - 1).loaded.warning == ""  # type: ignore[union-attr]
    assert "has not answered since" in reader.sees(SILENT).loaded.warning  # type: ignore[union-attr]
    assert "db.example" not in reader.warning
    assert not reader.sees().loaded.held_back  # type: ignore[union-attr]
    monkeypatch.setattr(store.store, "mark", answering)
    assert reader.warning == ""


def test_an_edit_that_is_held_back_is_not_forgotten_while_the_store_is_silent(
    reader: Reader, sql: Sql, store: StoreSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql(BAD_DATE)
    assert "yesterday" in reader.warning
    monkeypatch.setattr(store.store, "mark", silent)
    reader.sees()
    found = reader.sees(SILENT).loaded
    assert found
    assert "has not answered" in found.warning
    assert "yesterday" in found.warning
    assert found.held_back


def test_a_server_that_starts_without_the_store_shows_the_last_good_state(
    reader: Reader, store: StoreSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.sees()
    monkeypatch.setattr(store.store, "mark", silent)
    found = Reader(store).sees()
    assert found.loaded
    assert "has not answered since" in found.loaded.warning


def test_a_database_that_is_restarted_is_read_again(
    server: Server, store: StoreSource, folder: Path, uri: str
) -> None:
    repository = Repository(folder, QUICK)
    first = repository.current().dataset.revision
    until(lambda: repository.looked_at is not None)
    server.stop()
    looked = repository.looked_at
    repository.look()
    assert repository.current().dataset.revision == first
    assert repository.looked_at == looked
    server.start()
    with psycopg.connect(uri, autocommit=True) as editor:
        editor.execute("UPDATE routemap_layers.claims SET note = 'After.' WHERE id = 'c1'")
    until(lambda: repository.current().dataset.claims.at["c1", "note"] == "After.")
    assert store.mark()


def test_an_announced_edit_ends_the_wait(store: StoreSource, sql: Sql) -> None:
    store.wait(0.01)  # listens from now on
    sql("UPDATE routemap_layers.claims SET note = 'Now.' WHERE id = 'c1'")
    begun = time.monotonic()
    store.wait(60)
    assert time.monotonic() - begun < 30
