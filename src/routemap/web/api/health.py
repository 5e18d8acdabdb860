"""The health check of the server, for monitoring."""

from __future__ import annotations

from typing import Final

from routemap.data.load import Loaded
from routemap.data.repository import Repository
from routemap.model.errors import BusyError
from routemap.web.api.request import ApiRequest
from routemap.web.api.route import Answer

_PATIENCE: Final = 2.0  # seconds to wait for the first load; monitoring asks again


def health(call: ApiRequest) -> Answer:
    """Return the state of the data.

    ``status`` is ``ok``, or ``degraded`` if the current files cannot be shown and the server uses
    earlier data. Problems in single records are counted and do not change the status.

    Raises
    ------
    DataFolderError
        If there is no data to show.
    BusyError
        While the data is loaded for the first time.
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
        raise BusyError("The data is being loaded for the first time. Try again in a few seconds.")
    return repository.current()
