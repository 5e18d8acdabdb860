"""Ways in which an editor changes a store with SQL, through the views of ``routemap_layers``.

Each is one transaction, so that readers may see either nothing or all of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from benchmarks.editions import NAME, TEXTS
from routemap.model.tables import TABLES

Connection = psycopg.Connection[Any]
_STALL: Final = 1.5  # seconds for which a transaction stays open between two tables
_COLUMNS: Final = {
    table.name: [key for key in table.keys if key in (*TEXTS, NAME)] for table in TABLES
}
_NUMBER: Final = r"\(edition \d+\)"
_AGAIN: Final = "again-soak"


@dataclass(frozen=True)
class Way:
    """A way to edit.

    Attributes
    ----------
    key
        Its name.
    meaning
        What it does, in one sentence.
    edit
        Gets a connection in a transaction, and the new number at the end of every text.
    is_kept
        Whether the transaction is committed; if not, it is taken back.
    """

    key: str
    meaning: str
    edit: Callable[[Connection, int], None]
    is_kept: bool = True


def _rewrites(where: str = "") -> Iterator[tuple[str, Composed]]:
    """Yield, per table, the statement that puts a number at the end of all its texts."""
    for table, keys in _COLUMNS.items():
        if not keys:
            continue
        setting = SQL(", ").join(
            SQL("{0} = regexp_replace({0}, {1}, %(new)s)").format(Identifier(key), _NUMBER)
            for key in keys
        )
        view = Identifier("routemap_layers", table)
        yield table, SQL("UPDATE {} SET {} {}").format(view, setting, SQL(where))


def _all_at_once(connection: Connection, words: int) -> None:
    for _, statement in _rewrites():
        connection.execute(statement, {"new": f"(edition {words})"})


def _with_a_stall(connection: Connection, words: int) -> None:
    for table, statement in _rewrites():
        connection.execute(statement, {"new": f"(edition {words})"})
        if table == "routes":
            time.sleep(_STALL)


def _row_by_row(connection: Connection, words: int) -> None:
    for table, statement in _rewrites("WHERE id = %(id)s"):
        view = Identifier("routemap_layers", table)
        ids = connection.execute(SQL("SELECT id FROM {}").format(view)).fetchall()
        for (record,) in ids:
            connection.execute(statement, {"new": f"(edition {words})", "id": record})


def _nothing_more(_connection: Connection, _words: int) -> None:
    return


def _half_taken_back(connection: Connection, words: int) -> None:
    with connection.transaction(force_rollback=True):
        _all_at_once(connection, words)


def _add_or_remove(connection: Connection, _words: int) -> None:
    """Add a copy of a claim, or remove it."""
    if connection.execute("DELETE FROM routemap_layers.claims WHERE id = %s", (_AGAIN,)).rowcount:
        return
    keys = [key for table in TABLES if table.name == "claims" for key in table.keys if key != "id"]
    columns = SQL(", ").join(map(Identifier, keys))
    connection.execute(
        SQL(
            "INSERT INTO routemap_layers.claims (id, {0}) SELECT %s, {0} "
            "FROM routemap_layers.claims ORDER BY id LIMIT 1"
        ).format(columns),
        (_AGAIN,),
    )


WAYS: Final = (
    Way("at-once", "All texts, one statement per table.", _all_at_once),
    Way("stall", "The same, with a pause between two tables.", _with_a_stall),
    Way("rows", "All texts, one statement per record.", _row_by_row),
    Way("note", "Only the note of a claim.", _nothing_more),
    Way("savepoint", "All texts, taken back to a savepoint, and a note.", _half_taken_back),
    Way("claim", "A claim is added, or removed again.", _add_or_remove),
    Way("rollback", "All texts, and then all is taken back.", _all_at_once, is_kept=False),
)
LAST: Final = WAYS[0]
"""The way of the last edit."""
