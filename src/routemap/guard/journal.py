"""The log: one line of JSON per event, on standard error.

The standard library's ``logging`` carries it, because Streamlit and uvicorn log through it too,
and one stream with one form is what collects logs well.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

_FIELDS: Final = "routemap.fields"
_OURS: Final = "routemap"
_JOURNAL: Final = logging.getLogger("routemap.journal")
_FOREIGN: Final = ("streamlit", "uvicorn", "websockets")


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


def record(event: str, *, error: BaseException | None = None, **fields: object) -> None:
    """Write a line.

    Parameters
    ----------
    event
        A word or a few for what happened.
    error
        The exception, whose traceback is written.
    **fields
        What is known of it; ``None`` and ``""`` are left out.
    """
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
        if not isinstance(logger, logging.Logger) or name.split(".")[0] not in _FOREIGN:
            continue
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())
            handler.addFilter(lambda entry: not told_elsewhere(entry))
