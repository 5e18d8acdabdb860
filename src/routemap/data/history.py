"""Revisions of the data that were shown, kept on disk so that an old link opens what it showed.

The folder holds, for one data folder:

``objects/``
    The content of each file once, compressed with gzip and named by its SHA-256. A revision costs
    what changed.
``revisions/``
    One JSON file per revision: the hashes of its files, and the number of records by table.
``shown/``
    One empty file per time at which a revision was shown first or again, named by time and
    revision.
``notes/``
    One JSON file per revision that was published from a draft: by whom, and why.
``names/``
    One file per name that somebody gave to a revision. Named revisions are never deleted.

Files are written atomically, objects first, and several processes can share the folder.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from routemap.data.authorship import AuthorshipFiles
from routemap.data.basemap import basemap_of
from routemap.data.cache import cache_folder
from routemap.data.load import Loaded, load_snapshot
from routemap.data.reading.snapshot import FILES, Snapshot
from routemap.data.settings import HISTORY_DAYS, HISTORY_MEGABYTES
from routemap.data.write_whole import NEW, write_whole
from routemap.model.errors import HistoryError
from routemap.model.revisions import REVISION, checked_name

_LOG: Final = logging.getLogger(__name__)
VARIABLE: Final = "ROUTEMAP_HISTORY"
_HOUR: Final = 3600.0
_MEGABYTE: Final = 1_000_000
_TIME: Final = "%Y%m%dT%H%M%S.%fZ"
_DAMAGED: Final = (OSError, ValueError, LookupError, TypeError, EOFError, zlib.error)


@dataclass(frozen=True)
class Kept:
    """A revision that can be opened again.

    Attributes
    ----------
    revision
        Its hash.
    shown_at
        When it was shown first, or committed (UTC).
    counts
        The number of records by table, empty if unknown.
    name
        The name that somebody gave it, or ``""``.
    author, message
        Who published or committed it and why, if that is known.
    """

    revision: str
    shown_at: datetime
    counts: Mapping[str, int]
    name: str = ""
    author: str = ""
    message: str = ""


class History:
    """The kept revisions of one data folder. Can be shared by threads and processes."""

    def __init__(self, root: Path, data: Path) -> None:
        self._root, self._data = root, data
        self.authorship = AuthorshipFiles(root / "notes")

    @property
    def folder(self) -> Path:
        """The folder of this history, which exists as soon as something is kept."""
        return self._root

    def keep(self, loaded: Loaded, shown_at: datetime | None = None) -> None:
        """Keep a revision that is shown from now on; a failure is logged and otherwise ignored.

        Nothing is written if it was the last one to be shown.
        """
        at = shown_at or datetime.now(UTC)
        revision = loaded.dataset.revision
        try:
            last = next(self._shown(), None)
            if last is not None and last[1] == revision and self._is_whole(revision):
                return
            self._write(revision, loaded)
            write_whole(self._root / "shown" / f"{at.astimezone(UTC):{_TIME}}-{revision}", b"")
            self._delete_old(at)
        except OSError as error:
            _LOG.warning("%s: revision %s could not be kept (%s)", self._data, revision, error)

    def revisions(self) -> tuple[Kept, ...]:
        """Return the kept revisions, the latest shown first; each as often as it was shown."""
        names = {revision: name for name, revision in self.names().items()}
        counts: dict[str, Mapping[str, int] | None] = {}
        found = []
        for at, revision in self._shown():
            if revision not in counts:
                manifest = self._manifest(revision)
                counts[revision] = manifest["counts"] if manifest else None
            known = counts[revision]
            if known is not None:
                name, note = names.get(revision, ""), self.authorship.read(revision)
                found.append(Kept(revision, at, known, name, note.author, note.message))
        return tuple(found)

    def load(self, revision: str) -> Loaded | None:
        """Return a kept revision, checked with the current rules, ``None`` if it is not kept.

        ``loaded_at`` is the time at which it was shown first.
        """
        files = self.files(revision)
        if files is None:
            return None
        snapshot = Snapshot(files, {}, basemap_of(self._data.resolve()))
        if snapshot.revision != revision:
            return None
        first = min((at for at, key in self._shown() if key == revision), default=None)
        loaded = load_snapshot(snapshot)
        return replace(loaded, loaded_at=first) if first else loaded

    def files(self, revision: str) -> dict[str, bytes] | None:
        """Return the files of a kept revision by name, ``None`` if it is not kept whole."""
        manifest = self._manifest(revision)
        try:
            return (
                {name: self._object(key) for name, key in manifest["files"].items()}
                if manifest
                else None
            )
        except _DAMAGED:
            return None

    def names(self) -> dict[str, str]:
        """Return the revisions by the names that were given to them."""
        found = {}
        for path in sorted((self._root / "names").glob("[a-z]*")):
            with suppress(OSError, ValueError):
                revision = path.read_text(encoding="ascii").strip()
                if REVISION.fullmatch(revision):
                    found[path.name] = revision
        return found

    def keep_named(self, loaded: Loaded, name: str) -> None:
        """Give a revision a name, or move the name to it, and keep the revision for good.

        Raises
        ------
        HistoryError
            If the name is not valid, or the folder cannot be written.
        """
        checked_name(name)
        revision = loaded.dataset.revision
        try:
            if not self._is_whole(revision):
                self._write(revision, loaded)
                at = f"{loaded.loaded_at.astimezone(UTC):{_TIME}}"
                write_whole(self._root / "shown" / f"{at}-{revision}", b"")
            write_whole(self._root / "names" / name, revision.encode())
        except OSError as error:
            raise HistoryError(f"{self._root}: the name cannot be written ({error})") from error

    def _shown(self) -> Iterator[tuple[datetime, str]]:
        """Yield when which revision was shown, the latest first."""
        with suppress(OSError):
            for path in sorted((self._root / "shown").iterdir(), reverse=True):
                with suppress(ValueError):
                    at, _, revision = path.name.rpartition("-")
                    if REVISION.fullmatch(revision):
                        yield datetime.strptime(at, _TIME).replace(tzinfo=UTC), revision

    def _write(self, revision: str, loaded: Loaded) -> None:
        keys = {name: hashlib.sha256(content).hexdigest() for name, content in loaded.files.items()}
        manifest = {"revision": revision, "files": keys, "counts": loaded.counts}

        def objects() -> None:
            for name, content in loaded.files.items():
                path = self._object_path(keys[name])
                if path.exists():
                    os.utime(path)  # so that another process does not delete it as unused
                else:
                    write_whole(path, gzip.compress(content, 6, mtime=0))

        objects()
        write_whole(self._manifest_path(revision), json.dumps(manifest).encode())
        objects()  # what another process has deleted meanwhile

    def _manifest_path(self, revision: str) -> Path:
        return self._root / "revisions" / f"{revision}.json"

    def _object_path(self, key: str) -> Path:
        return self._root / "objects" / f"{key}.gz"

    def _manifest(self, revision: str) -> dict[str, dict[str, Any]] | None:
        if not REVISION.fullmatch(revision):
            return None
        try:
            manifest = json.loads(self._manifest_path(revision).read_bytes())
            names, counts = manifest["files"].keys(), manifest["counts"]
            is_ours = {*names} <= {*FILES} and all(isinstance(n, int) for n in counts.values())
        except (*_DAMAGED, AttributeError):
            return None
        return manifest if is_ours else None

    def _is_whole(self, revision: str) -> bool:
        manifest = self._manifest(revision)
        return manifest is not None and all(
            self._object_path(key).exists() for key in manifest["files"].values()
        )

    def _object(self, key: str) -> bytes:
        content = gzip.decompress(self._object_path(key).read_bytes())
        if hashlib.sha256(content).hexdigest() != key:
            raise ValueError(f"{key}: the content is damaged")
        return content

    def _delete_old(self, now: datetime) -> None:
        """Delete the oldest revisions that exceed a limit, but neither named ones nor the last."""
        days, megabytes = HISTORY_DAYS.number(), HISTORY_MEGABYTES.number()
        latest: dict[str, datetime] = {}
        for at, revision in self._shown():
            latest.setdefault(revision, at)
        objects = {key: self._objects_of(key) for key in latest}
        uses = Counter(path for own in objects.values() for path in own)
        size = {path: _size(path) for path in uses}
        used, named = sum(size.values()), {*self.names().values()}
        _current, *others = latest
        for revision in reversed(others):
            is_old = bool(days) and now - latest[revision] > timedelta(days=days)
            is_too_much = bool(megabytes) and used > megabytes * _MEGABYTE
            if revision in named or not (is_old or is_too_much):
                continue
            for path in (self._root / "shown").glob(f"*-{revision}"):
                path.unlink(missing_ok=True)
            self._manifest_path(revision).unlink(missing_ok=True)
            self.authorship.delete(revision)
            uses.subtract(objects[revision])
            used -= sum(size[path] for path in objects[revision] if not uses[path])
        for path in (self._root / "objects").glob("*.gz"):
            if not uses[path] and _age(path) > _HOUR:  # another process may be about to use it
                path.unlink(missing_ok=True)
        for path in self._root.glob(f"*/{NEW}*"):  # left by a process that was killed
            if _age(path) > _HOUR:
                path.unlink(missing_ok=True)

    def _objects_of(self, revision: str) -> set[Path]:
        manifest = self._manifest(revision)
        return {self._object_path(key) for key in manifest["files"].values()} if manifest else set()


def folder_history(data: Path) -> History | None:
    """Return the history of a data folder, ``None`` if none is kept.

    ``ROUTEMAP_HISTORY`` names the folder of all histories; an empty value keeps none. By default
    it is in the folder of the cache.
    """
    named = os.environ.get(VARIABLE)
    if named == "":
        return None
    root = Path(named).expanduser() if named else cache_folder()
    if root is None:
        return None
    plain = os.path.abspath(data)  # noqa: PTH100 - links are not resolved
    own = hashlib.sha256(os.fsencode(plain)).hexdigest()[:24]
    return History((root if named else root / "history") / own, data)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _age(path: Path) -> float:
    with suppress(OSError):  # deleted by another process
        return time.time() - path.stat().st_mtime
    return 0.0
