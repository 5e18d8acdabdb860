"""Who writes: whether a file is open for writing somewhere on this machine."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path


def is_being_written(path: Path) -> bool:
    """Return whether somebody has a file open for writing, as far as the system tells.

    Linux gives a lease for reading only on a file that nobody has open for writing (fcntl(2),
    F_SETLEASE). It is given back at once. ``False`` says nothing where the system does not
    tell: elsewhere than on Linux, on some file systems, and on files of other users.
    """
    if sys.platform != "linux":
        return False
    import fcntl  # noqa: PLC0415 - there is none elsewhere

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        # whoever opens the file in this very moment waits until the lease is given back, and we
        # are sent a signal: one that does nothing, where the usual one would end the process
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
