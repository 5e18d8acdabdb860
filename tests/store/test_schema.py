"""What the tables of the store refuse, what they remember, and what QGIS edits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors

from routemap.data.load import load
from routemap.data.store.connection import connect, read_address
from routemap.data.store.ddl import statements, type_of
from routemap.data.store.schema import conform
from routemap.data.store.store_source import StoreSource
from routemap.model.case import NEUTRAL
from routemap.model.errors import SettingError, StoreError
from routemap.model.tables import TABLES

Sql = Callable[..., list[tuple[Any, ...]]]

REFUSED = {
    "an unknown stance": (
        "UPDATE routemap_layers.claims SET stance = 'deny' WHERE id = 'c1'", errors.CheckViolation,
    ),
    "an empty stance": (
        "UPDATE routemap_layers.claims SET stance = '' WHERE id = 'c1'", errors.CheckViolation,
    ),
    "an unknown cargo": (
        "UPDATE routemap_layers.claims SET cargo = '{arms,horse}' WHERE id = 'c1'",
        errors.CheckViolation,
    ),
    "an article that is missing": (
        "UPDATE routemap_layers.claims SET article = 'none' WHERE id = 'c1'",
        errors.ForeignKeyViolation,
    ),
    "a place that is missing": (
        "UPDATE routemap_layers.claims SET features = '{north,nowhere}' WHERE id = 'c1'",
        errors.ForeignKeyViolation,
    ),
    "the end of a source in use": (
        "DELETE FROM routemap_layers.sources WHERE id = 'agency'", errors.ForeignKeyViolation,
    ),
    "the end of a place in use": (
        "DELETE FROM routemap_layers.places WHERE id = 'north'", errors.ForeignKeyViolation,
    ),
    "a new id of a place in use": (
        "UPDATE routemap_layers.places SET id = 'nord' WHERE id = 'north'",
        errors.ForeignKeyViolation,
    ),
    "a number of thousands of digits": (
        "UPDATE routemap_layers.places SET uncertainty_km = 1e5000 WHERE id = 'north'",
        errors.CheckViolation,
    ),
    "an id with capitals": (
        "UPDATE routemap_layers.claims SET id = 'C1' WHERE id = 'c1'", errors.CheckViolation,
    ),
    "a line where a place is": (
        "UPDATE routemap_layers.places SET geometry = ST_GeomFromText('LINESTRING(1 1,2 2)', 4326) "
        "WHERE id = 'north'", errors.CheckViolation,
    ),
    "a place without a point": (
        "UPDATE routemap_layers.places SET geometry = NULL WHERE id = 'north'",
        errors.CheckViolation,
    ),
    "all at once": ("TRUNCATE routemap.claims", errors.RaiseException),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_the_store_refuses(sql: Sql, case: str) -> None:
    statement, error = REFUSED[case]
    before = sql("SELECT max(number) FROM routemap.revision")
    with pytest.raises(error):
        sql(statement)
    assert sql("SELECT max(number) FROM routemap.revision") == before


def test_a_refusal_names_record_field_and_value(sql: Sql) -> None:
    with pytest.raises(errors.ForeignKeyViolation) as found:
        sql("UPDATE routemap_layers.claims SET features = '{north,nowhere}' WHERE id = 'c1'")
    message = str(found.value)
    assert "claims “c1”, features: “nowhere” is not in places or routes" in message
    assert "correct the id" in message


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_has_a_layer_with_its_columns_and_keys(sql: Sql, table: str) -> None:
    columns = dict(
        sql(
            "SELECT column_name, udt_name FROM information_schema.columns "
            "WHERE table_schema = 'routemap_layers' AND table_name = %s",
            table,
        )
    )
    (model,) = (found for found in TABLES if found.name == table)
    kinds = {"text": "text", "text[]": "_text", "numeric": "numeric"}
    wanted = {column.key: kinds[type_of(column)] for column in model.columns}
    assert columns == wanted | ({"geometry": "geometry"} if model.geometry else {})
    (updatable,) = sql(
        "SELECT is_updatable, is_insertable_into FROM information_schema.views "
        "WHERE table_schema = 'routemap_layers' AND table_name = %s",
        table,
    )
    assert updatable == ("YES", "YES")


def test_a_layer_has_a_spatial_index_behind_it(sql: Sql) -> None:
    (plan,) = sql(
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'routemap' AND indexname = "
        "'places_geometry'"
    )
    assert "USING gist (geometry)" in plan[0]


def test_a_new_place_of_an_editor_is_last_and_in_the_history(sql: Sql, store: StoreSource) -> None:
    sql(
        "INSERT INTO routemap_layers.places (id, kind, name_en, country, precision, "
        "uncertainty_km, coordinate_source, geometry) VALUES ('middle', 'station', 'Middle', "
        "'PRK', 'exact', 1, 'gazetteer', ST_SetSRID(ST_MakePoint(130.4, 42.3), 4326))"
    )
    assert store.load().dataset.places.index[-1] == "middle"
    latest = sql("SELECT author, tables FROM routemap.revision ORDER BY number DESC LIMIT 1")
    assert latest == [("postgres", ["places"])]
    assert sql("SELECT valid_to FROM routemap_history.places WHERE id = 'middle'") == [(None,)]


def test_the_state_of_every_revision_can_be_read(sql: Sql, store: StoreSource) -> None:
    for note in ("One.", "Two."):
        sql("UPDATE routemap_layers.claims SET note = %s WHERE id = 'c1'", note)
    sql("UPDATE routemap_layers.claims SET features = '{north}' WHERE id = 'c2'")
    notes = [store.store.take(n).tables["claims"].to_pylist()[0]["note"] for n in (1, 2, 3, 4)]
    assert notes == ["", "One.", "Two.", "Two."]
    assert store.store.take().snapshot.revision == store.store.take(4).snapshot.revision


def test_a_statement_that_changes_nothing_is_no_revision(sql: Sql) -> None:
    sql("UPDATE routemap_layers.claims SET note = 'x' WHERE id = 'none'")
    sql("DELETE FROM routemap_layers.claims WHERE id = 'none'")
    assert sql("SELECT max(number) FROM routemap.revision") == [(1,)]


def test_several_statements_of_a_transaction_are_one_revision(uri: str, sql: Sql) -> None:
    ((before,),) = sql("SELECT max(number) FROM routemap.revision")
    with psycopg.connect(uri) as editor:
        editor.execute("SELECT routemap.begin_revision('Ann', 'Two notes.')")
        for key in ("c1", "c2", "c1"):
            editor.execute("UPDATE routemap_layers.claims SET note = id WHERE id = %s", (key,))
    found = sql("SELECT number, author, message FROM routemap.revision WHERE number > %s", before)
    assert found == [(before + 1, "Ann", "Two notes.")]
    rows = sql("SELECT id FROM routemap_history.claims WHERE valid_from = %s", before + 1)
    assert sorted(rows) == [("c1",), ("c2",)]


def test_a_row_that_was_changed_meanwhile_is_refused_with_both_states(sql: Sql) -> None:
    ((version,),) = sql("SELECT version FROM routemap.claims WHERE id = 'c1'")
    change = "UPDATE routemap.claims SET note = %s, version = %s WHERE id = 'c1'"
    sql(change, "Ann was here.", version)
    with pytest.raises(errors.SerializationFailure) as found:
        sql(change, "Bob was here.", version)
    assert "Ann was here." in str(found.value.diag.message_detail)
    assert "Bob was here." in str(found.value.diag.message_detail)
    assert sql("SELECT note FROM routemap.claims WHERE id = 'c1'") == [("Ann was here.",)]


def test_a_restored_backup_gives_no_old_name_to_new_content(sql: Sql, store: StoreSource) -> None:
    sql("UPDATE routemap_layers.claims SET note = 'Lost.' WHERE id = 'c1'")
    lost, mark = store.load().dataset.revision, store.mark()
    # as if a backup from before the edit were restored, and another edit made
    sql("DELETE FROM routemap_history.claims WHERE valid_from = 2")
    sql("UPDATE routemap_history.claims SET valid_to = NULL WHERE valid_to = 2")
    sql("ALTER TABLE routemap.claims DISABLE TRIGGER USER")
    sql("UPDATE routemap.claims SET note = NULL WHERE id = 'c1'")
    sql("ALTER TABLE routemap.claims ENABLE TRIGGER USER")
    sql("DELETE FROM routemap.revision WHERE number = 2")
    sql("UPDATE routemap_layers.claims SET note = 'Kept.' WHERE id = 'c1'")
    assert store.mark() != mark
    again = store.load().dataset
    assert again.claims.at["c1", "note"] == "Kept."
    assert again.revision != lost


def test_an_import_again_changes_only_what_differs(
    sql: Sql, store: StoreSource, folder: Path
) -> None:
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"what c1 says", b"what c1 said"))
    store.put(load(folder), "Test", "Again.")
    assert sql("SELECT tables FROM routemap.revision WHERE number = 2") == [(["claims"],)]
    assert sql("SELECT id FROM routemap_history.claims WHERE valid_from = 2") == [("c1",)]


def test_tables_can_be_conformed_again_and_to_another_case(store: StoreSource) -> None:
    with store.store.connections.transaction() as connection:
        conform(connection, NEUTRAL)
        connection.execute("DELETE FROM routemap.setting")
        conform(connection, NEUTRAL)
    store.prepare()
    assert len(statements(NEUTRAL.tables)) > len(TABLES)


ADDRESSES = {
    "mysql://db.example/x": "must be an address such as postgresql://",
    "postgresql://map:secret@db.example/x": "has a password",
    "postgresql://map:12/secret@db.example:5432/x": "password into the password file",
    "postgresql://map:se/secret@db.example/x": "password into the password file",
    "postgresql://map@db:secret@db.example/x": "password into the password file",
    "postgresql://[::1/x": "not a valid address",
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_that_cannot_be_used_is_named_without_its_secret(text: str) -> None:
    with pytest.raises(SettingError, match=ADDRESSES[text]) as found:
        read_address(text)
    assert "secret" not in str(found.value)


WRITTEN = {
    "spaces around a text": ("note", "'  x '", "x"),
    "only spaces": ("note", "' '", ""),
    "a carriage return": ("note", r"E'a\rb'", "a\nb"),
    "line ends of Windows": ("note", r"E'a\r\nb\r\n'", "a\nb"),
    "spaces of other kinds": ("note", r"E'\u00a0\u2028\u3000x\u0085'", "x"),
    "a space after a date": ("said", "'2022-11-02 '", "2022-11-02"),
    "a list with gaps": (
        "features", """'{" north ","","line; south"}'""", ("north", "line", "south")
    ),
    "nothing": ("note", "NULL", ""),
}  # fmt: skip


@pytest.mark.parametrize(("column", "value", "read"), WRITTEN.values(), ids=WRITTEN)
def test_texts_are_stored_as_files_have_them(
    store: StoreSource, sql: Sql, column: str, value: str, read: object
) -> None:
    store.load()
    sql(f"UPDATE routemap_layers.claims SET {column} = {value} WHERE id = 'c1'")
    rechecked = store.load().dataset
    assert rechecked.claims.at["c1", column] == read
    sql("DELETE FROM routemap.checked")
    other = StoreSource(store.store.address, None, store.store.folder)
    checked = other.load().dataset
    other.store.close()
    assert checked.claims.at["c1", column] == read
    assert checked.revision == rechecked.revision


def test_what_python_strips_is_not_stored_around_a_text(sql: Sql) -> None:
    spaces = [chr(code) for code in range(0x11000) if chr(code).isspace()]
    for space in spaces:
        cleaned = sql("SELECT routemap.clean(%s)", f"{space}a{space}b{space}")
        assert cleaned == [(f"a{space}b".replace("\r", "\n"),)]
        assert sql("SELECT routemap.clean(%s)", space) == [("",)]


def test_own_columns_are_stored_as_files_have_them(sql: Sql) -> None:
    sql("UPDATE routemap.claims SET own = %s WHERE id = 'c1'", '{"desk": " Berlin\\r\\n"}')
    assert sql("SELECT own ->> 'desk' FROM routemap.claims WHERE id = 'c1'") == [("Berlin",)]


def test_an_id_that_another_table_still_has_can_be_removed(sql: Sql) -> None:
    sql(
        "INSERT INTO routemap.routes SELECT (r).* FROM (SELECT jsonb_populate_record(routes, "
        '\'{"id": "north", "position": 99}\') AS r FROM routemap.routes WHERE id = \'line\') r'
    )
    assert sql("DELETE FROM routemap_layers.routes WHERE id = 'north' RETURNING id") == [("north",)]
    with pytest.raises(errors.ForeignKeyViolation, match="still named by claims"):
        sql("DELETE FROM routemap_layers.places WHERE id = 'north'")


def test_a_user_may_have_an_at_sign() -> None:
    address = read_address("postgresql://ann%40desk@db.example/routemap")
    assert address.place == "postgresql://db.example/routemap"


def test_a_place_never_has_a_user_or_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    address = read_address("postgresql://ann@127.0.0.1:1/routemap")
    assert address.place == "postgresql://127.0.0.1:1/routemap"
    with pytest.raises(StoreError) as found:
        connect(address)
    assert "secret" not in str(found.value)
    assert address.place in str(found.value)


def test_a_database_without_a_store_says_what_to_run(server: Any) -> None:
    uri = server.create("bare")
    source = StoreSource(read_address(uri), None, Path())
    with pytest.raises(StoreError, match="routemap store init"):
        source.load()
    source.store.close()
    server.drop("bare")
