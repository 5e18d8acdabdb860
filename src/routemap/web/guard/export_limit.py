"""The limit of simultaneous exports per client, shared by the API and the Export page."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Final

from routemap.data.settings import EXPORTS
from routemap.model.errors import TooManyError


class Exporting:
    """The number of exports in progress per client. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making: Counter[str] = Counter()

    def begin(self, client: str) -> None:
        """Count a new export of a client.

        Raises
        ------
        TooManyError
            If the client already has as many exports as ``ROUTEMAP_EXPORTS`` allows.
        """
        most = EXPORTS.number()
        with self._lock:
            if most and self._making[client] >= most:
                raise TooManyError(
                    "Your other exports are still in progress. Try again when they are done."
                )
            self._making[client] += 1

    def end(self, client: str) -> None:
        """Remove an export of a client from the count."""
        with self._lock:
            self._making[client] -= 1
            self._making += Counter()  # removes clients without exports

    def __len__(self) -> int:
        """Return the number of clients with exports in progress."""
        return len(self._making)


EXPORTING: Final = Exporting()
