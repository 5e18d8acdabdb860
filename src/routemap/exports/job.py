"""A running export: a background job with progress, cancellation and a temporary result file.

The file has no name, so the operating system deletes it when the process ends for any reason.
"""

from __future__ import annotations

import logging
import tempfile
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import wait
from functools import partial
from typing import Final

from routemap.exports.extract import Extract
from routemap.exports.fair_queue import FairThreads
from routemap.exports.progress import Watch
from routemap.exports.registry import Format
from routemap.model.errors import ExportCancelledError, RoutemapError

# more threads would only take processor time from readers and from each other
_THREADS: Final = FairThreads(2, "export")
_logger: Final = logging.getLogger(__name__)
_PREPARATIONS: Final[weakref.WeakSet[Preparation]] = weakref.WeakSet()
_preparations_lock: Final = threading.Lock()


def is_file_awaited() -> bool:
    """Return whether a reader waits for a file, or has not fetched it yet."""
    with _preparations_lock:
        return any(preparation.is_awaited for preparation in _PREPARATIONS)


class Preparation:
    """One export that a reader requested.

    The job starts immediately, or when earlier jobs have ended. The result is kept in a
    temporary file, not in memory. When this object is garbage-collected, the job is cancelled
    and the file is deleted.

    Parameters
    ----------
    row
        The format.
    begin
        Returns the extract to export; called in the thread, with the watch.
    client
        Who requested the export; each client has at most one running job.
    ended
        Called once when the job has finished, failed or been cancelled.
    """

    def __init__(
        self,
        row: Format,
        begin: Callable[[Watch], Extract],
        client: str = "",
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        self.row = row
        self._work = _Work(row)
        self._made = _THREADS.submit(client, partial(self._work, begin))
        self._made.add_done_callback(lambda _made: ended())
        # refers only to the work: a reference to this object would keep it alive
        weakref.finalize(self, self._work.drop)
        self._is_fetched = False
        with _preparations_lock:
            _PREPARATIONS.add(self)

    @property
    def share(self) -> float:
        """The progress, 0 to 1."""
        return self._work.share

    @property
    def is_waiting(self) -> bool:
        """Whether the job is waiting for earlier exports."""
        return not (self._made.running() or self._made.done())

    @property
    def is_done(self) -> bool:
        """Whether the job has finished, failed or been cancelled."""
        return self._made.done()

    @property
    def is_awaited(self) -> bool:
        """Whether the job has not ended, or nobody has read its file yet."""
        return not self.is_done or (bool(self.file_name) and not self._is_fetched)

    @property
    def file_name(self) -> str:
        """Name of the file; ``""`` if there is no file yet, or none because the job failed."""
        return self._work.file_name

    @property
    def failure(self) -> str:
        """Error message for the reader; ``""`` if the job has not failed."""
        return self._work.failure

    @property
    def size(self) -> int:
        """Size of the file in bytes."""
        return self._work.size

    def read(self) -> bytes:
        """Return the content of the file."""
        self._is_fetched = True
        return self._work.read()

    def cancel(self) -> None:
        """Cancel the job and delete its file."""
        self._made.cancel()
        self._work.drop()

    def wait(self, seconds: float) -> bool:
        """Wait for the job, and return whether it ended within ``seconds``."""
        return bool(wait([self._made], seconds).done)


class _Work:
    """The state that the thread shares with :class:`Preparation`."""

    def __init__(self, row: Format) -> None:
        self.row, self.share, self.size = row, 0.0, 0
        self.file_name, self.failure = "", ""
        self._dropped = threading.Event()
        self._lock = threading.RLock()  # drop() can run at any time
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by drop()

    def __call__(self, begin: Callable[[Watch], Extract]) -> None:
        try:
            self.watch(0.0)
            extract = begin(self.watch)
            content = self.row.make(extract)
            self.watch(1.0)
            self._keep(content)
            self.file_name = extract.file_name(self.row.extension)
        except ExportCancelledError:
            return
        except RoutemapError as error:
            self.failure = str(error)
        except Exception:  # nothing else reports errors of this thread
            _logger.exception("the export as %s failed", self.row.key)
            self.failure = "unexpected error; the details are in the server log"
        finally:
            if self._dropped.is_set():
                self.drop()

    def watch(self, share: float) -> None:
        if self._dropped.is_set():
            raise ExportCancelledError("the export was cancelled")
        self.share = share

    def _keep(self, content: bytes) -> None:
        with self._lock:
            if self._dropped.is_set():
                raise ExportCancelledError("the export was cancelled")
            self._file.write(content)
            self.size = len(content)

    def read(self) -> bytes:
        with self._lock:  # simultaneous downloads share the position in the file
            self._file.seek(0)
            return self._file.read()

    def drop(self) -> None:
        with self._lock:
            self._dropped.set()
            self.file_name, self.size = "", 0
            self._file.close()
