"""Detection of files that are open for writing on this machine."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path


def is_being_written(path: Path) -> bool:
    """Return whether any process has a file open for writing, as far as the system reports it.

    Linux grants a read lease only on a file that no process has open for writing (fcntl(2),
    F_SETLEASE). The lease is released immediately. ``False`` has no meaning where the system does
    not report this: on other systems than Linux, on some file systems, and for files of other
    users.
    """
    if sys.platform != "linux":
        return False
    import fcntl  # noqa: PLC0415 - the module exists only on Unix

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        # a process that opens the file at this moment waits until the lease is released, and the
        # system sends us a signal: SIGURG is ignored, the default signal would end this process
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False
