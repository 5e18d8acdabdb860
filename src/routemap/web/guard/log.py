"""The log: one line of JSON per event, on standard error.

It uses the standard library's ``logging``, as Streamlit and uvicorn do, so that all lines have
the same format and are in one stream, which is easy to collect.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from functools import partial
from typing import Final

_FIELDS: Final = "routemap.fields"
_OWN: Final = "routemap"
_EVENTS: Final = logging.getLogger("routemap.journal")
_FOREIGN: Final = ("streamlit", "uvicorn", "websockets")
_SILENT: Final = ("uvicorn.access",)  # its lines contain readers' addresses and queries
_A_MINUTE: Final = 20  # lines of the same kind
_MOST_KINDS: Final = 1_000
_MINUTE: Final = 60.0
_LONGEST: Final = 80  # characters of a kind in the line that counts it


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON. Its content can never start a new line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, without its end."""
        fields = getattr(record, _FIELDS, None)
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        # other libraries log sentences: their logger becomes the event, the sentence a field
        if fields is None:
            line |= {"event": record.name, "message": record.getMessage()}
        else:
            line |= {"event": record.getMessage(), **fields}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        # escape all non-ASCII characters, because some are line breaks for some programs
        return json.dumps(line, ensure_ascii=True, default=str)


class Damper:
    """Limits the lines of the same kind per minute, so that nobody can fill the log. Thread-safe.

    After a minute, when another line is written, the number of dropped lines is reported.

    Parameters
    ----------
    a_minute
        How many lines of the same kind pass in a minute.
    report
        Called with the kind of the lines and the number of lines that were not written.
    clock
        Returns seconds that never decrease.
    """

    def __init__(
        self,
        a_minute: int,
        report: Callable[[Hashable, int], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._report, self._clock = a_minute, report, clock
        self._lock = threading.Lock()
        self._begun: dict[Hashable, float] = {}  # start times by kind, oldest first
        self._count: Counter[Hashable] = Counter()

    def passes(self, key: Hashable) -> bool:
        """Return whether a line of a kind should be written."""
        now = self._clock()
        with self._lock:
            over = [k for k, at in self._begun.items() if now - at >= _MINUTE]
            over += list(self._begun)[len(over) : -_MOST_KINDS]
            left = [(k, self._count.pop(k) - self._most) for k in over]
            for ended in over:
                del self._begun[ended]
            self._begun.setdefault(key, now)
            self._count[key] += 1
            passes = self._count[key] <= self._most
        for ended, count in left:
            if count > 0:
                self._report(ended, count)
        return passes


def _report_unwritten(key: Hashable, count: int) -> None:
    event, like = key if isinstance(key, tuple) else (key, "")
    known = {"of": str(event)[:_LONGEST], "like": str(like)[:_LONGEST], "count": count}
    _EVENTS.log(logging.WARNING, "lines not written", extra={_FIELDS: known})


_DAMPER: Final = Damper(_A_MINUTE, _report_unwritten)


def record(
    event: str, *, error: BaseException | None = None, like: Hashable = None, **fields: object
) -> None:
    """Write a line to the log.

    Parameters
    ----------
    event
        What happened, in a few words.
    error
        An exception, whose traceback is written.
    like
        The kind of the line, for lines that anyone outside can cause. Only some lines of a kind
        are written per minute, and the others are counted. ``None`` always writes the line.
    **fields
        Details; ``None`` and ``""`` are left out.
    """
    if like is not None and not _DAMPER.passes((event, like)):
        return
    known = {key: value for key, value in fields.items() if value not in (None, "")}
    level = logging.ERROR if error is not None else logging.INFO
    _EVENTS.log(level, event, exc_info=error, extra={_FIELDS: known})


def open_journal(is_duplicate: Callable[[logging.LogRecord], bool]) -> None:
    """Write the log to standard error, with the lines of Streamlit and uvicorn in the same format.

    Parameters
    ----------
    is_duplicate
        Returns whether a record of Streamlit or uvicorn repeats a line of Route Map. Such a
        record is dropped.
    """
    own = logging.getLogger(_OWN)
    own_handler = logging.StreamHandler(sys.stderr)
    own_handler.setFormatter(JsonLines())
    own.handlers = [own_handler]
    own.setLevel(logging.INFO)
    own.propagate = False
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if not isinstance(logger, logging.Logger) or not _is_foreign(name):
            continue
        if not logger.handlers and not logger.propagate and name not in _SILENT:
            # without a handler, Python would write the warnings of this logger unformatted
            logger.propagate = True
            logger.setLevel(logging.WARNING)
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())
            handler.addFilter(partial(_is_written, is_duplicate))


def _is_written(
    is_duplicate: Callable[[logging.LogRecord], bool], entry: logging.LogRecord
) -> bool:
    if is_duplicate(entry):
        return False
    # anyone can cause lines of the server; lines of Route Map are limited by `like`
    return not _is_foreign(entry.name) or _DAMPER.passes((entry.name, entry.msg))


def _is_foreign(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in _FOREIGN
