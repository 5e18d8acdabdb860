"""A store in PostgreSQL that is edited while it is shown, and restarted once.

Two editors work at the same time: one with SQL, one with drafts that a second person publishes.
Each edit adds a token of its own to the note of a claim and takes none away, so that a lost edit
leaves a gap; both edit the same few claims.
"""

from __future__ import annotations

import itertools
import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from signal import SIGQUIT
from typing import Final

import psycopg

from benchmarks.edited import Edited, Editor, Incident, Row
from benchmarks.editions import PATTERN, Edition, make_edition
from benchmarks.empty_store import empty_store
from benchmarks.fleet import Fleet
from benchmarks.postgres import Server
from benchmarks.scene import Scene, Seen
from benchmarks.sessions import QUESTIONS, counted
from benchmarks.store_ways import LAST, WAYS, Way
from benchmarks.waiting import until
from routemap.data import cache
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.drafts.publish import Approval, publish
from routemap.data.load import load, load_snapshot
from routemap.data.settings import SOURCE
from routemap.data.store.store_source import StoreSource
from routemap.model.draft import Change, Draft, FieldEdit, RecordEdit
from routemap.model.errors import DraftError, StoreError

_CLAIMS: Final = 5  # whose notes are edited: few, so that the editors meet
_RESTART: Final = 0.65  # share of the time after which the database is restarted
_AWAY: Final = 0.07  # share of the time for which it is away
_REVIEW: Final = 1.0  # seconds for which a draft waits at most to be published
_PATIENCE: Final = 60.0  # seconds to wait for a condition


@dataclass(frozen=True)
class Token:
    """The trace of an edit: a text in the note of a claim."""

    text: str
    claim: str

    def __str__(self) -> str:
        return f"{self.text.strip()} of claim {self.claim}"


@dataclass
class Ledger:
    """The edits by what became of them.

    Those in ``unsure`` ended while the database was away: they may be in the store or not.
    """

    by_sql: list[Token] = field(default_factory=list)
    published: list[Token] = field(default_factory=list)
    refused: list[Token] = field(default_factory=list)
    taken_back: list[Token] = field(default_factory=list)
    unsure: list[Token] = field(default_factory=list)

    def lost(self, notes: Mapping[str, str]) -> list[str]:
        """Return which edits are not once in the notes of the claims, or should not be there."""
        once = [*self.by_sql, *self.published]
        never = [*self.refused, *self.taken_back]
        return [
            *(f"edit {t} is lost" for t in once if t.text not in notes.get(t.claim, "")),
            *(f"edit {t} is there twice" for t in once if notes.get(t.claim, "").count(t.text) > 1),
            *(f"edit {t} was not committed" for t in never if t.text in notes.get(t.claim, "")),
        ]


class EditedStore:
    """A store; see :class:`benchmarks.edited.Edited`. ``source_of(folder)`` is this store."""

    def __init__(self, folder: Path, server: Server, found: StoreSource) -> None:
        self.folder, self._server, self._source = folder, server, found
        self._uri = found.store.address.uri
        self.environment = {SOURCE.key: self._uri, cache.VARIABLE: f"{folder}-cache"}
        self.incidents = (Incident(_RESTART, self._restart),)
        self.editions: list[Edition] = []
        self.ledger = Ledger()
        self._faults: list[str] = []
        self._lost: list[str] = []
        self._tokens, self._words = itertools.count(1), itertools.count(2)
        self._acknowledged: dict[int, float] = {}  # by number of the revision: when
        self._lock = threading.Lock()
        self._silences: list[tuple[float, float]] = []
        self._is_away = False
        self._ways: list[Way] = []
        self._claims = [*map(str, found.load().dataset.claims.index[:_CLAIMS])]
        self._announce()

    def editors(self) -> Sequence[Editor]:
        """Return an editor with SQL, and one with drafts."""
        return (self._edit_by_sql, self._edit_by_draft)

    def _token(self, chance: random.Random) -> Token:
        return Token(f" [edit {next(self._tokens)}]", chance.choice(self._claims))

    def _edit_by_sql(self, scene: Scene, chance: random.Random) -> None:
        self._ways = self._ways or chance.sample(WAYS, len(WAYS))
        self._by_sql(scene, self._ways.pop(), self._token(chance))

    def _by_sql(self, scene: Scene, way: Way, token: Token) -> bool:
        """Edit in one transaction, and return whether it was acknowledged."""
        begun = time.monotonic()
        try:
            with psycopg.connect(self._uri, connect_timeout=5) as connection:
                way.edit(connection, next(self._words))
                connection.execute(
                    "UPDATE routemap_layers.claims SET note = concat(note, %s::text) WHERE id = %s",
                    (token.text, token.claim),
                )
                row = connection.execute("SELECT routemap.begin_revision()").fetchone()
                if not way.is_kept:
                    connection.rollback()
        except psycopg.Error as error:
            self._note_failure(begun, token, error, by=f"SQL ({way.key})")
            return False
        if way.is_kept and row:
            self._acknowledged[row[0]] = time.monotonic()
        (self.ledger.by_sql if way.is_kept else self.ledger.taken_back).append(token)
        self._announce(scene)
        return True

    def _edit_by_draft(self, scene: Scene, chance: random.Random) -> None:
        token, begun = self._token(chance), time.monotonic()
        drafts = drafts_of(self.folder)
        draft: Draft | None = None
        try:
            dataset = self._source.load().dataset
            old = str(dataset.claims.at[token.claim, "note"])
            edit = FieldEdit("note", old, f"{old}{token.text}")
            record = RecordEdit("claims", token.claim, Change.CHANGED, (edit,))
            draft = drafts.new(dataset.revision, "Ann", f"Soak{token.text}.", (record,))
            drafts.save(draft, "")
            time.sleep(chance.uniform(0, _REVIEW))
            publication = publish(draft, self.folder, drafts, Approval("Bob"))
        except (DraftError, OSError) as error:
            is_refusal = isinstance(error, DraftError) and not error.__cause__
            self._note_failure(begun, token, error, by="" if is_refusal else "draft")
            with suppress(DraftError, OSError):
                drafts.withdraw(draft.id if draft else "")
            return
        self.ledger.published.append(token)
        self._announce(scene, publication.revision)

    def _note_failure(self, begun: float, token: Token, error: Exception, by: str) -> None:
        """Note an edit that failed; ``by`` is empty if that is how it should be."""
        if self._is_away or any(to >= begun for _, to in self._silences):
            self.ledger.unsure.append(token)
            return
        self.ledger.refused.append(token)
        if by:
            self._faults.append(f"an edit by {by} failed: {type(error).__name__}: {error}")

    def _announce(self, scene: Scene | None = None, revision: str = "") -> None:
        """Add the revisions since the last call to the known editions; the latest has a name."""
        now = time.monotonic()
        with self._lock, suppress(StoreError, psycopg.Error):
            last = self.editions[-1].number if self.editions else 0
            with psycopg.connect(self._uri, connect_timeout=5) as connection:
                rows = connection.execute(
                    "SELECT number FROM routemap.revision WHERE number > %s ORDER BY number",
                    (last,),
                ).fetchall()
            for (number,) in rows:
                edition = self._edition(number)
                at = now if edition.revision == revision else time.monotonic()
                if scene:
                    scene.finished.append((self._acknowledged.get(number, at), number))
                self.editions.append(edition)

    def _edition(self, number: int) -> Edition:
        """Return a revision as the history of the store has it."""
        loaded = load_snapshot(self._source.store.take(number).snapshot)
        words = {*PATTERN.findall(b"".join(loaded.files.values()))}
        if len(words) != 1:
            self._faults.append(f"revision {number} has words of {len(words)} editions")
        dataset = loaded.dataset
        return Edition(number, int(max(words)), dataset.revision, counted(dataset, QUESTIONS))

    def _restart(self, scene: Scene, seconds: float) -> None:
        """Stop the database without a checkpoint, and start it again after a while."""
        begun, self._is_away = time.monotonic(), True
        scene.silences.append((begun, float("inf")))
        self._server.stop(SIGQUIT)
        time.sleep(seconds * _AWAY)
        self._server.start()
        self._silences.append((begun, time.monotonic()))
        scene.silences[-1] = self._silences[-1]
        self._is_away = False

    def lost(self, scene: Scene, seen: Seen, fleet: Fleet) -> Sequence[str]:
        """Make a last edit, and return which edits are not in the store or not shown."""
        done = until(lambda: self._by_sql(scene, LAST, self._token(random.Random(0))), _PATIENCE)
        final = self._source.load().dataset.revision
        found = [] if done else ["the last edit failed"]
        if self.editions[-1].revision != final:
            found.append(f"the store has {final}, and its history {self.editions[-1].revision}")
        until(lambda: all(mark == final for _, mark in seen.pages.values()), _PATIENCE)
        found += [
            f"page {number} on server {name} shows {mark or 'nothing'} and not {final}"
            for number, (name, mark) in sorted(seen.pages.items())
            if mark != final
        ]
        found += [
            f"server {name} does not show {final}"
            for name, replica in fleet.replicas.items()
            if not until(partial(_shows, replica.url, final), _PATIENCE)
        ]
        with psycopg.connect(self._uri) as connection:
            rows = connection.execute("SELECT id, note FROM routemap_layers.claims").fetchall()
        self._lost = self.ledger.lost({key: note or "" for key, note in rows})
        return [*self._faults, *found, *self._lost]

    def rows(self, _scene: Scene) -> Sequence[Row]:
        """Return the numbers of edits."""
        kept = self.ledger
        away = sum(to - at for at, to in self._silences)
        return (
            ("edits with SQL, each in one of six ways", f"{len(kept.by_sql)}"),
            ("edits with SQL that were taken back", f"{len(kept.taken_back)}"),
            ("published drafts", f"{len(kept.published)}"),
            ("drafts refused because of another edit", f"{len(kept.refused)}"),
            ("edits without an answer, because the database was away", f"{len(kept.unsure)}"),
            ("lost edits", f"{len(self._lost)}"),
            ("restart of the database", f"away for {away:.1f} s"),
        )


def _shows(url: str, mark: str) -> bool:
    """Return whether a server has data with a mark, also if it has no readers yet."""
    with suppress(urllib.error.HTTPError):  # 503 until there is data
        _get(f"{url}health")
    return bool(json.loads(_get(f"{url}data/current.json"))["mark"] == mark)


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=_PATIENCE) as answer:  # noqa: S310
        return bytes(answer.read())


@contextmanager
def edited_store(place: Path) -> Iterator[Edited]:
    """Start a database with a store, which is that of the dashboard in this process, too."""
    folder = place / "edition1"
    make_edition(folder, 1)
    with empty_store(folder) as (server, made):
        made.put(load(folder), "Soak", "The first edition.")
        yield EditedStore(folder, server, made)
