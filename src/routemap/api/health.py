"""Whether the server can answer, for whoever watches it."""

from __future__ import annotations

from concurrent.futures import TimeoutError as Late
from typing import Final

from routemap.api.call import Call
from routemap.api.entry import Answer
from routemap.errors import BusyError
from routemap.load import Loaded
from routemap.repository import Repository

_PATIENCE: Final = 2.0  # seconds for a first reading; whoever watches asks again


def health(call: Call) -> Answer:
    """Answer what state the data is in.

    ``status`` is ``ok``, or ``degraded`` where files could not be read and the data is that
    of before or lacks a table. Problems of single records are counted and degrade nothing.

    Raises
    ------
    DataFolderError
        Where there is no data folder.
    BusyError
        While the data is read for the first time, or where none of it could be read.
    """
    loaded = _loaded(call.store)
    if loaded.unread and not len(loaded.dataset.claims):
        raise BusyError(f"No data: {', '.join(loaded.unread)} cannot be read.")
    degraded = bool(loaded.warning or loaded.unread)
    body = {
        "status": "degraded" if degraded else "ok",
        "revision": loaded.dataset.revision,
        "loaded_at": loaded.loaded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "claims": len(loaded.dataset.claims),
        "problems": len(loaded.problems),
        "warning": loaded.warning or None,
    }
    return Answer(body)


def _loaded(repository: Repository) -> Loaded:
    if not repository.ready:
        try:
            repository.start().result(timeout=_PATIENCE)
        except Late as error:
            raise BusyError("The data is being read for the first time.") from error
    return repository.current()
