"""How many exports one client may have in the making at once, wherever they were asked for.

The API and the Export page count here together.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import Final

from routemap.data.settings import EXPORTS
from routemap.model.errors import TooManyError


class Exporting:
    """The exports in the making, counted by client. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making: Counter[str] = Counter()

    def begin(self, client: str) -> None:
        """Count one more export of a client.

        Raises
        ------
        TooManyError
            Where the client has as many as ``ROUTEMAP_EXPORTS`` allows.
        """
        most = EXPORTS.number()
        with self._lock:
            if most and self._making[client] >= most:
                raise TooManyError(
                    "Your other exports are still in progress. Try again when they are done."
                )
            self._making[client] += 1

    def end(self, client: str) -> None:
        """Count one export of a client less."""
        with self._lock:
            self._making[client] -= 1
            self._making += Counter()  # forgets who has none

    def __len__(self) -> int:
        """Return how many clients have exports in the making."""
        return len(self._making)


EXPORTING: Final = Exporting()
