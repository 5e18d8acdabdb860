"""Recently computed results of one revision of the data, for repeated queries."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Final, TypeVar

T = TypeVar("T")
_MOST: Final = 64  # values of one kind


class Memo:
    """A small cache that belongs to a dataset and is freed with it.

    A cache of the process would keep old revisions in memory after their last reader has left. Each
    kind of value has its own limit, so that many values of one kind do not displace others. The
    cache can be shared between threads. If two request the same value at the same time, one
    computes it and the other waits: the map asks for a selection while its page computes it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # by kind, the least recently used first
        self._values: defaultdict[str, dict[Hashable, Any]] = defaultdict(dict)
        self._computing: dict[tuple[str, Hashable], Future[Any]] = {}

    def get(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value, computed if it is not in the cache.

        Parameters
        ----------
        kind
            The kind of the value; the latest 64 of each kind are kept.
        key
            Everything that the value depends on besides the data.
        make
            Function that computes the value. If it raises an error, all who wait get it.
        """
        values = self._values
        with self._lock:
            if key in values[kind]:
                held: T = values[kind].pop(key)
                values[kind][key] = held
                return held
            others = self._computing.get((kind, key))
            if others is None:
                own = self._computing[kind, key] = Future()
        if others is not None:
            found: T = others.result()
            return found
        try:
            value = make()
        except BaseException as error:
            self._end(kind, key)
            own.set_exception(error)
            raise
        with self._lock:
            values[kind][key] = value
            while len(values[kind]) > _MOST:
                del values[kind][next(iter(values[kind]))]
        self._end(kind, key)
        own.set_result(value)
        return value

    def _end(self, kind: str, key: Hashable) -> None:
        with self._lock:
            del self._computing[kind, key]
