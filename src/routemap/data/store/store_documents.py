"""Documents in a store; see :class:`routemap.data.documents.Documents`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from routemap.data.documents import NAME
from routemap.data.store.connection import Connections

_LOCK: Final = "hashtextextended('routemap.document.' || %s, 0)"


class StoreDocuments:
    """Documents of one kind as rows of a table."""

    def __init__(self, connections: Connections, kind: str) -> None:
        self._connections, self._kind = connections, kind

    @property
    def place(self) -> str:
        """The place of the store."""
        return self._connections.address.place

    def names(self) -> tuple[str, ...]:
        """Return the names of all documents, sorted."""
        with self._connections.use() as connection:
            rows = connection.execute(
                "SELECT name FROM routemap.document WHERE kind = %s", (self._kind,)
            ).fetchall()
        return tuple(sorted(name for (name,) in rows))

    def read(self, name: str) -> bytes | None:
        """Return the content of a document, ``None`` if it does not exist."""
        with self._connections.use() as connection:
            row = connection.execute(
                "SELECT content FROM routemap.document WHERE kind = %s AND name = %s",
                (self._kind, _checked(name)),
            ).fetchone()
        return bytes(row[0]) if row else None

    def write(self, name: str, content: bytes) -> None:
        """Write a document."""
        with self._connections.use() as connection:
            connection.execute(
                "INSERT INTO routemap.document (kind, name, content) VALUES (%s, %s, %s) "
                "ON CONFLICT (kind, name) DO UPDATE SET content = excluded.content, "
                "changed = now()",
                (self._kind, _checked(name), content),
            )

    def delete(self, name: str) -> bool:
        """Delete a document, and return whether it existed."""
        with self._connections.use() as connection:
            found = connection.execute(
                "DELETE FROM routemap.document WHERE kind = %s AND name = %s",
                (self._kind, _checked(name)),
            )
        return found.rowcount > 0

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of this kind; it ends with the connection, so a crash frees it."""
        with self._connections.transaction() as connection:
            connection.execute(f"SELECT pg_advisory_xact_lock({_LOCK})", (self._kind,))
            yield


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"“{name[:60]}” cannot be the name of a document")
    return name
