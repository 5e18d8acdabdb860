"""End this process gently after SIGTERM: inform balancers, and let requested exports end.

uvicorn closes its port and all pages at once. So its handler of the signal is called later: after a
notice, in which balancers see at ``/ready`` that new readers must go elsewhere, and when nobody
waits for an export any more. Until then everything is served as before. Pages then connect to
another replica, or to this one after a restart.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import uvicorn

from routemap.data.settings import STOP_NOTICE, STOP_SECONDS
from routemap.exports.job import is_file_awaited
from routemap.web.guard.export_limit import EXPORTING
from routemap.web.guard.log import record
from routemap.web.ready import STOPPING

Handler = Callable[[int, FrameType | None], Any]
_LOOK: Final = 0.1  # seconds
_LAST: Final = 3  # seconds in which what is left must end


def stop_gently() -> None:
    """Replace uvicorn's handler of SIGTERM, which must be set already.

    A second SIGTERM ends the process at once, and so does SIGINT.

    Raises
    ------
    SettingError
        If a setting is not a number.
    """
    notice, most = STOP_NOTICE.number(), STOP_SECONDS.number()
    end = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(end):
        return  # another program runs the app, and handles the signal

    def begin(number: int, frame: FrameType | None) -> None:
        if STOPPING.is_set():
            end(number, frame)
            return
        STOPPING.set()
        threading.Thread(target=_stop, args=(end, notice, most), daemon=True).start()

    signal.signal(signal.SIGTERM, begin)


def _stop(end: Handler, notice: int, most: int) -> None:
    told = time.monotonic()
    record("stopping", exports=is_exporting())
    while (waited := time.monotonic() - told) < notice or (waited < most and is_exporting()):
        time.sleep(_LOOK)
    server = getattr(end, "__self__", None)
    if isinstance(server, uvicorn.Server):
        # by default, it waits for responses without a limit
        server.config.timeout_graceful_shutdown = _LAST
    end(signal.SIGTERM, None)
    time.sleep(2 * _LAST)  # this thread ends with the process
    record("stopped", message="exports that were not done in time are lost")
    os._exit(1)


def is_exporting() -> bool:
    """Return whether anybody waits for an export, or has not fetched one that is done."""
    return len(EXPORTING) > 0 or is_file_awaited()
