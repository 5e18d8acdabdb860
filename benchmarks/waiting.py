"""What starts and follows servers: free ports, and waiting for a condition."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Final

_BETWEEN: Final = 0.05  # seconds between two tries


def until(condition: Callable[[], object], within: float) -> bool:
    """Wait until a condition is true, and return whether it became true.

    Parameters
    ----------
    condition
        What to wait for.
    within
        How long to wait at most, in seconds.
    """
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(_BETWEEN)
    return True


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
