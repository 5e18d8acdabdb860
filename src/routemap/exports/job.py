"""An export under way: made in a thread, watched, ended by its reader, kept in a file.

The file has no name, so that it goes with this process however that ends.
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

# more at once would only take the processor from readers and from each other
_THREADS: Final = FairThreads(2, "export")
_logger: Final = logging.getLogger(__name__)


class Preparation:
    """One file that a reader asked for.

    The work begins at once, or when earlier ones have ended. What is made lies in a file and
    not in memory. The file goes with this object, and where nobody holds the object any more
    its work ends.

    Parameters
    ----------
    row
        The format.
    begin
        Returns the extract to make it from; is called in the thread, with the watch.
    client
        Who asked for it: of one client one file is made at a time.
    ended
        Is called once when the work has ended, in whatever way.
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
        # holds nothing but the work: a reference to this object would keep it alive
        weakref.finalize(self, self._work.drop)

    @property
    def share(self) -> float:
        """The share that is done, 0 to 1."""
        return self._work.share

    @property
    def is_waiting(self) -> bool:
        """Whether earlier exports must end first."""
        return not (self._made.running() or self._made.done())

    @property
    def is_done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._made.done()

    @property
    def file_name(self) -> str:
        """A name for the file, ``""`` where there is none, or none yet."""
        return self._work.file_name

    @property
    def failure(self) -> str:
        """Why there is no file, for its reader; ``""`` where nothing went wrong."""
        return self._work.failure

    @property
    def size(self) -> int:
        """Size of the file in bytes."""
        return self._work.size

    def read(self) -> bytes:
        """Return the file."""
        return self._work.read()

    def cancel(self) -> None:
        """End it; nothing stays."""
        self._made.cancel()
        self._work.drop()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, and return whether it came in time."""
        return bool(wait([self._made], seconds).done)


class _Work:
    """What the thread shares with whoever waits."""

    def __init__(self, row: Format) -> None:
        self.row, self.share, self.size = row, 0.0, 0
        self.file_name, self.failure = "", ""
        self._dropped = threading.Event()
        self._lock = threading.RLock()  # drop() may run in the middle of anything
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
        except Exception:  # nobody else would hear of it: this is a thread of its own
            _logger.exception("the export as %s failed", self.row.key)
            self.failure = "something went wrong, and was written into the server's log"
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
        with self._lock:  # several downloads of one file share its position
            self._file.seek(0)
            return self._file.read()

    def drop(self) -> None:
        with self._lock:
            self._dropped.set()
            self.file_name, self.size = "", 0
            self._file.close()
