"""After an edit only the changed records are read, and the result is that of reading all."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
import pytest
from tests.conftest import THOROUGH

from routemap.data.store import reading
from routemap.data.store import store as stores
from routemap.data.store.store import Store
from routemap.data.store.store_source import StoreSource
from routemap.data.tables import OWN

CLAIMS = "routemap.claims"
COPIED = (
    "article, allegation, source, stance, excerpt_kind, features, note, said, own, excerpt, prefix"
)
NOTES = ("", "plain", "a line\nbreak", 'a “quote”, a " and a ;', "러시아", "\r\n")
Edit = Callable[[psycopg.Connection, random.Random], object]


def some(connection: psycopg.Connection, chance: random.Random) -> str:
    """Return the id of a claim."""
    keys = connection.execute(f"SELECT id FROM {CLAIMS} ORDER BY id").fetchall()
    return str(chance.choice(keys)[0])


def change(connection: psycopg.Connection, chance: random.Random) -> None:
    connection.execute(
        f"UPDATE {CLAIMS} SET note = %s WHERE id = %s",
        (chance.choice(NOTES), some(connection, chance)),
    )


def add(connection: psycopg.Connection, chance: random.Random) -> None:
    new = f"added-{chance.randrange(10_000)}"
    connection.execute(
        f"INSERT INTO {CLAIMS} (id, position, {COPIED}) "
        f"SELECT %s, %s, {COPIED} FROM {CLAIMS} WHERE id = %s ON CONFLICT DO NOTHING",
        (new, chance.randrange(12), some(connection, chance)),
    )


def add_at_the_end(connection: psycopg.Connection, chance: random.Random) -> None:
    connection.execute(
        f"INSERT INTO {CLAIMS} (id, {COPIED}) SELECT %s, {COPIED} FROM {CLAIMS} LIMIT 1 "
        "ON CONFLICT DO NOTHING",
        (f"last-{chance.randrange(10_000)}",),
    )


def remove(connection: psycopg.Connection, chance: random.Random) -> None:
    connection.execute(
        f"DELETE FROM {CLAIMS} WHERE id = %s AND (SELECT count(*) FROM {CLAIMS}) > 2",
        (some(connection, chance),),
    )


def move(connection: psycopg.Connection, chance: random.Random) -> None:
    connection.execute(
        f"UPDATE {CLAIMS} SET position = %s WHERE id = %s",
        (chance.randrange(12), some(connection, chance)),
    )


def rename(connection: psycopg.Connection, chance: random.Random) -> None:
    connection.execute(
        f"UPDATE {CLAIMS} SET id = id || '-x' WHERE id = %s", (some(connection, chance),)
    )


def change_all(connection: psycopg.Connection, _chance: random.Random) -> None:
    connection.execute(f"UPDATE {CLAIMS} SET note = concat(note, '!')")


EDITS: Sequence[Edit] = (change, add, add_at_the_end, remove, move, rename, change_all)


@pytest.mark.parametrize("seed", range(20 if THOROUGH else 1))
def test_edits_give_the_state_that_reading_all_gives(
    store: StoreSource, folder: Path, uri: str, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(reading, "_MOST_CHANGED", 6)
    chance = random.Random(seed)
    store.store.take()
    for _ in range(30):
        with psycopg.connect(uri) as connection:
            for edit in chance.sample(EDITS, chance.randrange(1, 4)):
                edit(connection, chance)
            if chance.random() < 0.1:
                connection.rollback()
        if chance.random() < 0.3:
            continue  # two revisions are read at once
        found = store.store.take()
        other = Store(store.store.address, None, folder)
        alone = other.take()
        other.close()
        assert found.snapshot.files == alone.snapshot.files
        assert found.tables == alone.tables
        assert {key: [*ends] for key, ends in found.ends.items()} == {
            key: [*ends] for key, ends in alone.ends.items()
        }


def test_only_the_changed_record_is_read(
    store: StoreSource, sql: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.store.take()
    monkeypatch.setattr(stores, "read_csv", None)
    sql(f"UPDATE {CLAIMS} SET note = 'changed' WHERE id = 'c2'")
    after = store.store.take()
    notes = dict(
        zip(*(after.tables["claims"][key].to_pylist() for key in ("id", "note")), strict=True)
    )
    assert notes["c2"] == "changed"
    assert b",changed," in after.snapshot.files["claims.csv"]
    assert after.tables["articles"] is before.tables["articles"]


def test_the_name_of_an_own_column_may_have_a_percent_sign(
    store: StoreSource, sql: Callable[..., object]
) -> None:
    sql("INSERT INTO routemap.own_columns (id, of_table, name) VALUES ('1', 'claims', '% sure')")
    store.store.take()
    sql("UPDATE routemap.claims SET own = '{\"% sure\": \"5\"}' WHERE id = 'c1'")
    assert store.store.take().tables["claims"][f"{OWN}% sure"].to_pylist()[0] == "5"


def test_all_records_are_read_if_many_were_changed(
    store: StoreSource, sql: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.store.take()
    monkeypatch.setattr(reading, "_MOST_CHANGED", 2)
    read = []
    plain = stores.read_csv
    monkeypatch.setattr(
        stores, "read_csv", lambda *given: read.append(given[1].name) or plain(*given)
    )
    sql(f"UPDATE {CLAIMS} SET note = 'changed'")
    assert "changed" in store.store.take().tables["claims"]["note"].to_pylist()
    assert read == ["claims"]
