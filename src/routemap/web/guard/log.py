"""The log: one line of JSON per event, on standard error.

The standard library's ``logging`` carries it, because Streamlit and uvicorn log through it too,
and one stream with one form is what collects logs well.
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
_OURS: Final = "routemap"
_JOURNAL: Final = logging.getLogger("routemap.journal")
_FOREIGN: Final = ("streamlit", "uvicorn", "websockets")
_SILENT: Final = ("uvicorn.access",)  # it names readers' addresses and queries
_A_MINUTE: Final = 20  # lines that are alike
_MOST_KINDS: Final = 1_000
_MINUTE: Final = 60.0
_LONGEST: Final = 80  # characters of what lines have in common


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; what it holds cannot begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, without its end."""
        fields = getattr(record, _FIELDS, None)
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        # events of others are sentences, so their logger is the event, and the sentence a field
        if fields is None:
            line |= {"event": record.name, "message": record.getMessage()}
        else:
            line |= {"event": record.getMessage(), **fields}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        # characters that some readers take for the end of a line are not ASCII
        return json.dumps(line, ensure_ascii=True, default=str)


class Damper:
    """Lets some lines pass that are alike, and counts the others, so that nobody fills the log.

    A line of its own gives their number, once a minute has passed and another line is
    written. Safe to share between threads.

    Parameters
    ----------
    a_minute
        How many lines that are alike pass in a minute.
    tell
        Is called with what the lines have in common and how many were not written.
    clock
        Seconds that never go back.
    """

    def __init__(
        self,
        a_minute: int,
        tell: Callable[[Hashable, int], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._tell, self._clock = a_minute, tell, clock
        self._lock = threading.Lock()
        self._begun: dict[Hashable, float] = {}  # the longest ago first
        self._count: Counter[Hashable] = Counter()

    def passes(self, key: Hashable) -> bool:
        """Return whether a line is to be written."""
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
                self._tell(ended, count)
        return passes


def _tell_unwritten(key: Hashable, count: int) -> None:
    event, like = key if isinstance(key, tuple) else (key, "")
    known = {"of": str(event)[:_LONGEST], "like": str(like)[:_LONGEST], "count": count}
    _JOURNAL.log(logging.WARNING, "lines not written", extra={_FIELDS: known})


_DAMPER: Final = Damper(_A_MINUTE, _tell_unwritten)


def record(
    event: str, *, error: BaseException | None = None, like: Hashable = None, **fields: object
) -> None:
    """Write a line.

    Parameters
    ----------
    event
        A word or a few for what happened.
    error
        The exception, whose traceback is written.
    like
        What lines that a stranger can cause have in common: of those only some are written in a
        minute, and the others counted. ``None`` is written always.
    **fields
        What is known of it; ``None`` and ``""`` are left out.
    """
    if like is not None and not _DAMPER.passes((event, like)):
        return
    known = {key: value for key, value in fields.items() if value not in (None, "")}
    level = logging.ERROR if error is not None else logging.INFO
    _JOURNAL.log(level, event, exc_info=error, extra={_FIELDS: known})


def open_journal(told_elsewhere: Callable[[logging.LogRecord], bool]) -> None:
    """Write lines to standard error: ours, and in the same form those of Streamlit and the server.

    Parameters
    ----------
    told_elsewhere
        Whether a record says what a line of ours says already; it is dropped.
    """
    ours = logging.getLogger(_OURS)
    own = logging.StreamHandler(sys.stderr)
    own.setFormatter(JsonLines())
    ours.handlers = [own]
    ours.setLevel(logging.INFO)
    ours.propagate = False
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if not isinstance(logger, logging.Logger) or not _is_foreign(name):
            continue
        if not logger.handlers and not logger.propagate and name not in _SILENT:
            # the last resort of Python writes the warnings of such a logger as they come
            logger.propagate = True
            logger.setLevel(logging.WARNING)
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())
            handler.addFilter(partial(_is_written, told_elsewhere))


def _is_written(
    told_elsewhere: Callable[[logging.LogRecord], bool], entry: logging.LogRecord
) -> bool:
    if told_elsewhere(entry):
        return False
    # anybody can cause lines of the server; for ours `like` says which ones
    return not _is_foreign(entry.name) or _DAMPER.passes((entry.name, entry.msg))


def _is_foreign(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in _FOREIGN
