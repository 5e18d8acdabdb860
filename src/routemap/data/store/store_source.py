"""A store as the source of the data; see :class:`routemap.data.source.Source`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from routemap.data.canonical import canonical_files, canonical_tables
from routemap.data.history import Kept
from routemap.data.load import Loaded, Watcher, case_of, load_snapshot
from routemap.data.losses import Emptied
from routemap.data.reading.snapshot import Snapshot
from routemap.data.store.connection import Address, Connection
from routemap.data.store.kept_revisions import StoreRevisions
from routemap.data.store.look import StoreLook
from routemap.data.store.reading import NOW, read_files
from routemap.data.store.schema import conform, migrate
from routemap.data.store.store import Store
from routemap.data.store.store_documents import StoreDocuments
from routemap.data.store.writing import apply, begin, replace_all
from routemap.data.watch import Intervals
from routemap.model.draft import RecordEdit
from routemap.model.errors import DraftError, StoreError


class StoreSource:
    """A store. Can be shared by threads."""

    def __init__(self, address: Address, standby: Address | None, folder: Path) -> None:
        self.store = Store(address, standby, folder)

    @property
    def place(self) -> str:
        """Host, port and database."""
        return self.store.place

    @property
    def key(self) -> str:
        """The address, by which the last good state is kept."""
        return self.store.address.uri

    def mark(self) -> str:
        """Return number and key of the latest revision."""
        return self.store.mark()

    def load(self, watch: Watcher | None = None) -> Loaded:
        """Return the present records, checked."""
        return self.store.load(watch)

    def look(
        self, _pace: Intervals, emptied: Emptied, progress: Watcher | None = None
    ) -> StoreLook:
        """Return what decides when a new revision is shown."""
        return StoreLook(self.store, emptied, progress)

    def wait(self, seconds: float) -> None:
        """Wait until a revision is announced, or for some seconds."""
        self.store.wait(seconds)

    def history(self) -> StoreRevisions:
        """Return the earlier revisions."""
        return StoreRevisions(self.store)

    def commits(self) -> tuple[Kept, ...]:
        """Return nothing: a store has no commits."""
        return ()

    def committed_files(self, _revision: str) -> None:
        """Return nothing: a store has no commits."""
        return

    def documents(self, kind: str) -> StoreDocuments:
        """Return the documents of a kind."""
        return StoreDocuments(self.store.connections, kind)

    def drafts(self) -> tuple[StoreDocuments, StoreDocuments]:
        """Return the documents of open and of published drafts."""
        return self.documents("drafts"), self.documents("published-drafts")

    def write(
        self, before: Loaded, after: Loaded, edits: Sequence[RecordEdit], author: str, message: str
    ) -> str:
        """Apply edits in one transaction, and return the new revision."""
        try:
            with self.store.connections.transaction() as connection:
                number = begin(connection, author, message)
                self._must_be(connection, before, number)
                apply(connection, after.dataset.case.tables, edits)
                return self._name(connection, after, number)
        except StoreError as error:
            raise DraftError(
                f"the store refuses the change; nothing was changed: {error}"
            ) from error

    def _must_be(self, connection: Connection, before: Loaded, number: int) -> None:
        row = connection.execute(
            "SELECT name FROM routemap.revision WHERE number < %s ORDER BY number DESC LIMIT 1",
            (number,),
        ).fetchone()
        if row is None or row[0] != before.dataset.revision:
            raise DraftError(
                "the data was changed meanwhile; nothing was published, and the draft is as it "
                "was: reload it, and publish it again"
            )

    def _name(self, connection: Connection, after: Loaded, number: int) -> str:
        """Name the revision of a transaction by its content, and keep what the checks found."""
        taken = self.store.take_on(connection)
        if taken.snapshot.revision != after.dataset.revision:
            after = load_snapshot(taken.snapshot)
        self.store.keep_checked(after, connection)
        self.store.name(connection, number, taken.snapshot.revision)
        return taken.snapshot.revision

    def close(self) -> None:
        """Close all connections."""
        self.store.close()

    def prepare(self) -> None:
        """Make the tables of the store, or change them to what this version of the code needs.

        Raises
        ------
        StoreError
            If PostGIS is missing, or the user may not do this.
        """
        migrate(self.store.address)
        with self.store.connections.transaction() as connection:
            exists = connection.execute("SELECT to_regclass('routemap.files')").fetchone()
            files = read_files(connection, NOW) if exists and exists[0] else {}
            conform(connection, case_of(files))

    def put(self, loaded: Loaded, author: str, message: str) -> str:
        """Make the records of the store those of a folder, and return the new revision.

        Parameters
        ----------
        loaded
            The data of a folder, without problems.
        author, message
            Who does it, and why.

        Raises
        ------
        StoreError
            If the store refuses it. Nothing is changed then.
        """
        case, tables = loaded.dataset.case, canonical_tables(loaded)
        names = {table.file for table in case.tables}
        others = {name: text for name, text in loaded.files.items() if name not in names}
        files = canonical_files(case, tables, others)
        if files == dict(loaded.files):
            after = loaded
        else:
            after = load_snapshot(Snapshot(files, {}, loaded.dataset.basemap))
        with self.store.connections.transaction() as connection:
            number = begin(connection, author, message)
            conform(connection, case)
            replace_all(connection, case.tables, tables, others)
            return self._name(connection, after, number)
