"""The sign-ins that readers ended by signing out, in all processes of a deployment.

The cookie of a sign-in stays valid wherever it was copied to. This makes signing out effective for
copies too. Requests look into memory only; a thread exchanges what is there with the documents that
the processes share, about once a second.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from routemap.data.documents import Documents
from routemap.web.guard.allow_list import Claims
from routemap.web.guard.log import record

KIND: Final = "ended-sign-ins"
_MOST: Final = 10_000
_EVERY: Final = 1.0  # seconds between two looks at the documents
_LAST: Final = 10**11 - 2  # the largest time that a name can have, less one
_FIRST: Final = 2.0  # seconds that the start of the server waits for the documents
# a document is empty; its name says until when the sign-in would hold, and which one it is
_NAME: Final = re.compile(r"(\d{1,11})\.([0-9a-f]{64})")


class EndedSignIns:
    """The sign-ins that have been ended. Thread-safe.

    Parameters
    ----------
    shared
        Opens the documents that the processes share, ``None`` if there are none: then a sign-in is
        ended in this process, until it ends itself.
    clock
        Returns seconds since the epoch.
    """

    def __init__(
        self,
        shared: Callable[[], Documents | None] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._shared, self._clock = shared, clock
        self._lock = threading.Lock()
        self._ended: dict[str, int] = {}  # until when they would hold, in seconds since the epoch
        self._unsent: dict[str, int] = {}
        self._news = threading.Event()
        self._is_read = threading.Event()
        self._fails = False

    def end(self, claims: Claims, until: float) -> None:
        """End a sign-in that would hold until a time, in seconds since the epoch."""
        key, last = _sign_in(claims), int(max(0, min(_LAST, until))) + 1
        with self._lock:
            self._ended[key] = self._unsent[key] = last
            for held in (self._ended, self._unsent):
                for stale in list(held)[:-_MOST]:
                    del held[stale]
        self._news.set()

    def has(self, claims: Claims) -> bool:
        """Return whether a sign-in has been ended."""
        return bool(self._ended) and _sign_in(claims) in self._ended

    def follow(self, first: float = _FIRST) -> None:
        """Exchange ended sign-ins with other processes from now on; call it once.

        Parameters
        ----------
        first
            How long to wait for what was ended before, in seconds.
        """
        threading.Thread(target=self._follow, name="routemap-ended", daemon=True).start()
        self._is_read.wait(first)

    def _follow(self) -> None:
        while True:
            self.exchange()
            self._is_read.set()
            self._news.wait(_EVERY)
            self._news.clear()

    def exchange(self) -> None:
        """Write what was ended here, read what was ended elsewhere, and delete what has expired.

        If the documents cannot be reached, what is known stays, and the log says so once.
        """
        try:
            documents = self._shared()
            if documents is not None:
                self._write(documents)
                self._read(documents)
        except Exception as error:  # noqa: BLE001 - without this thread, nothing is exchanged
            if not self._fails:
                record("ended sign-ins cannot be shared", error=error)
            self._fails = True
        else:
            if self._fails:
                record("ended sign-ins are shared again")
            self._fails = False

    def _write(self, documents: Documents) -> None:
        with self._lock:
            unsent = dict(self._unsent)
        for key, until in unsent.items():
            documents.write(f"{until}.{key}", b"")
            with self._lock:
                self._unsent.pop(key, None)

    def _read(self, documents: Documents) -> None:
        now = self._clock()
        kept: dict[str, int] = {}
        for name, until, key in _read_names(documents.names()):
            if until > now:
                kept[key] = until
            else:
                with suppress(FileNotFoundError):
                    documents.delete(name)
        with self._lock:
            # what was ended here since the names were read is not among them
            self._ended = dict(list(kept.items())[-_MOST:]) | self._unsent


def _read_names(names: Iterable[str]) -> Iterable[tuple[str, int, str]]:
    for name in names:
        if found := _NAME.fullmatch(name):
            yield name, int(found[1]), found[2]


def _sign_in(claims: Claims) -> str:
    parts: Iterable[object] = (claims.get(key) for key in ("iss", "sub", "iat", "exp", "nonce"))
    return hashlib.sha256(json.dumps([str(value) for value in parts]).encode()).hexdigest()
