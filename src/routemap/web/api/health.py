"""Whether the server can answer, for whoever watches it."""

from __future__ import annotations

from typing import Final

from routemap.data.load import Loaded
from routemap.data.repository import Repository
from routemap.model.errors import BusyError
from routemap.web.api.request import ApiRequest
from routemap.web.api.route import Answer

_PATIENCE: Final = 2.0  # seconds for a first reading; whoever watches asks again


def health(call: ApiRequest) -> Answer:
    """Answer what state the data is in.

    ``status`` is ``ok``, or ``degraded`` where the files cannot be shown and the data is that of
    before. Problems of single records are counted and degrade nothing.

    Raises
    ------
    DataFolderError
        Where there is no data to show.
    BusyError
        While the data is read for the first time.
    """
    loaded = _loaded(call.store)
    body = {
        "status": "degraded" if loaded.warning else "ok",
        "revision": loaded.dataset.revision,
        "loaded_at": loaded.loaded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "claims": len(loaded.dataset.claims),
        "problems": len(loaded.problems),
        "warning": loaded.warning or None,
    }
    return Answer(body)


def _loaded(repository: Repository) -> Loaded:
    if not repository.wait(_PATIENCE):
        raise BusyError("The data is being read for the first time.")
    return repository.current()
