"""The revisions of a store that can be opened again; all of them are kept."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any, Final

from routemap.data.history import Kept
from routemap.data.load import Loaded
from routemap.data.store.store import Store
from routemap.data.store.taken import Taken
from routemap.model.errors import HistoryError, StoreError
from routemap.model.revisions import REVISION, checked_name

_LOG: Final = logging.getLogger(__name__)
_MOST: Final = 10_000  # revisions that are listed


class StoreRevisions:
    """The earlier revisions of a store; see :class:`routemap.data.source.KeptRevisions`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, loaded: Loaded) -> None:
        """Note that a revision is shown; a failure is logged and otherwise ignored."""
        try:
            with self._store.connections.use() as connection:
                connection.execute(
                    "UPDATE routemap.revision SET shown_at = now(), counts = %s "
                    "WHERE shown_at IS NULL AND number = "
                    "(SELECT max(number) FROM routemap.revision WHERE name = %s)",
                    (json.dumps(loaded.counts), loaded.dataset.revision),
                )
        except StoreError as error:
            _LOG.warning("revision %s could not be noted (%s)", loaded.dataset.revision, error)

    def revisions(self) -> tuple[Kept, ...]:
        """Return the revisions that were shown, the latest first; none if there is no answer."""
        rows = self._ask(
            "SELECT r.name, r.shown_at, r.counts, coalesce(l.label, ''), r.author, r.message "
            "FROM routemap.revision r LEFT JOIN routemap.revision_label l USING (number) "
            "WHERE r.shown_at IS NOT NULL AND r.name IS NOT NULL "
            "ORDER BY r.shown_at DESC, r.number DESC LIMIT %s",
            _MOST,
        )
        return tuple(Kept(*row) for row in rows)

    def load(self, revision: str) -> Loaded | None:
        """Return a revision, checked with the current rules, ``None`` if it is not kept."""
        taken = self._take(revision)
        if taken is None:
            return None
        loaded = self._store.loaded(taken)
        shown = [kept.shown_at for kept in self.revisions() if kept.revision == revision]
        return replace(loaded, loaded_at=min(shown)) if shown else loaded

    def files(self, revision: str) -> dict[str, bytes] | None:
        """Return the files of a revision in canonical form, ``None`` if it is not kept."""
        taken = self._take(revision)
        return dict(taken.snapshot.files) if taken else None

    def _take(self, revision: str) -> Taken | None:
        if not REVISION.fullmatch(revision):
            return None
        rows = self._ask("SELECT max(number) FROM routemap.revision WHERE name = %s", revision)
        if not rows or rows[0][0] is None:
            return None
        try:
            taken = self._store.take(int(rows[0][0]))
        except StoreError as error:
            _LOG.warning("revision %s could not be read (%s)", revision, error)
            return None
        return taken if taken.snapshot.revision == revision else None

    def names(self) -> dict[str, str]:
        """Return the revisions by the names that were given to them."""
        rows = self._ask(
            "SELECT label, r.name FROM routemap.revision_label "
            "JOIN routemap.revision r USING (number) WHERE r.name IS NOT NULL ORDER BY label"
        )
        return dict(rows)

    def keep_named(self, loaded: Loaded, name: str) -> None:
        """Give a revision a name, or move the name to it."""
        revision = loaded.dataset.revision
        try:
            with self._store.connections.use() as connection:
                found = connection.execute(
                    "INSERT INTO routemap.revision_label (label, number) SELECT %s, max(number) "
                    "FROM routemap.revision WHERE name = %s HAVING max(number) IS NOT NULL "
                    "ON CONFLICT (label) DO UPDATE SET number = excluded.number",
                    (checked_name(name), revision),
                )
        except StoreError as error:
            raise HistoryError(f"the name cannot be kept ({error})") from error
        if not found.rowcount:
            raise HistoryError(f"revision {revision} is not in the store")

    def _ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        try:
            with self._store.reading.use() as connection:
                return connection.execute(query, values or None).fetchall()
        except StoreError as error:
            _LOG.warning("the revisions could not be read (%s)", error)
            return []
