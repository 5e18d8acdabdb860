"""Fair queues: limits for concurrent requests that give each client the same share.

Each kind of request has its own queue, so that large exports do not delay the map. Within a
queue clients take turns: a client that sends many requests waits for its own requests and does
not delay other clients. A request leaves the queue when its client disconnects.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from routemap.model.errors import BusyError, ExportCancelledError, TooManyError

CLIENT: Final = "routemap.client"  # key in the ASGI scope: the client that the rate limits count
_AT_ONCE: Final = 2
_MOST_WAITING: Final = 200  # requests per client; a client can be an office behind one address
_MOST_CLIENTS: Final = 1_000

T = TypeVar("T")
Item = TypeVar("Item")
# Called with the progress, 0 to 1; raises ExportCancelledError after the client disconnects.
Watch = Callable[[float], None]


class _Clients(Generic[Item]):
    """The waiting items by client, and the clients being served, one item per client at a time.

    Waiting clients are served in order of arrival; a client whose item has ended goes to the end.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._served: set[str] = set()
        self._waiting: OrderedDict[str, deque[Item]] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of waiting clients."""
        return len(self._waiting)

    def count(self, client: str) -> int:
        """Return the number of waiting items of a client."""
        return len(self._waiting.get(client, ()))

    def add(self, client: str, item: Item) -> None:
        self._waiting.setdefault(client, deque()).append(item)

    def remove(self, client: str, item: Item) -> None:
        self._waiting[client].remove(item)
        if not self._waiting[client]:
            del self._waiting[client]

    def end(self, client: str) -> None:
        """Record that the current item of a client has ended."""
        self._served.discard(client)
        if client in self._waiting:
            self._waiting.move_to_end(client)

    def next(self) -> tuple[str, Item] | None:
        """Remove and return the next client and item, or ``None`` if none can be served now."""
        if len(self._served) >= self._at_once:
            return None
        client = next((name for name in self._waiting if name not in self._served), None)
        if client is None:
            return None
        item = self._waiting[client].popleft()
        if not self._waiting[client]:
            del self._waiting[client]
        self._served.add(client)
        return client, item


class FairQueue:
    """The queue for one kind of request. Use it from one event loop only.

    Each client has at most one running request, even if capacity is free: that capacity is
    reserved for the next client.

    Parameters
    ----------
    at_once
        Maximum number of running requests.
    waiting
        Maximum number of waiting requests per client.
    clients
        Maximum number of waiting clients.
    """

    def __init__(
        self,
        at_once: int = _AT_ONCE,
        waiting: int = _MOST_WAITING,
        clients: int = _MOST_CLIENTS,
    ) -> None:
        self.limiter = anyio.CapacityLimiter(at_once)
        self._most_waiting, self._most_clients = waiting, clients
        self._clients: _Clients[anyio.Event] = _Clients(at_once)

    @asynccontextmanager
    async def place(self, client: str) -> AsyncIterator[None]:
        """Wait until a request of a client can run, and keep its slot during the block.

        Raises
        ------
        TooManyError
            If too many requests of this client are already waiting.
        BusyError
            If too many clients are already waiting.
        """
        if self._clients.count(client) >= self._most_waiting:
            raise TooManyError(
                f"{self._most_waiting} of your requests are already waiting. "
                "Try again when they have finished."
            )
        if not self._clients.count(client) and len(self._clients) >= self._most_clients:
            raise BusyError("The server has too many waiting requests. Try again in a moment.")
        mine = anyio.Event()
        self._clients.add(client, mine)
        self._call()
        try:
            await mine.wait()
            yield
        finally:
            if mine.is_set():
                self._clients.end(client)
            else:
                self._clients.remove(client, mine)
            self._call()

    def _call(self) -> None:
        while found := self._clients.next():
            found[1].set()


@dataclass(frozen=True, eq=False)
class _Work(Generic[T]):
    run: Callable[[], T]
    future: Future[T]


class FairThreads:
    """A thread pool that runs at most one job per client at a time.

    Parameters
    ----------
    at_once
        Number of threads.
    name
        Prefix of the names of the threads.
    """

    def __init__(self, at_once: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._clients: _Clients[_Work[Any]] = _Clients(at_once)

    def submit(self, client: str, run: Callable[[], T]) -> Future[T]:
        """Queue a job of a client and return its future, which can be cancelled until it starts."""
        work = _Work(run, Future[T]())
        with self._lock:
            self._clients.add(client, work)
        self._call()
        return work.future

    def _call(self) -> None:
        while True:
            with self._lock:
                found = self._clients.next()
            if not found:
                return
            client, work = found
            if work.future.set_running_or_notify_cancel():
                self._threads.submit(self._do, client, work)
            else:
                with self._lock:
                    self._clients.end(client)

    def _do(self, client: str, work: _Work[Any]) -> None:
        try:
            result = work.run()
        except BaseException as error:  # noqa: BLE001 - `result()` raises it again
            work.future.set_exception(error)
        else:
            work.future.set_result(result)
        finally:
            with self._lock:
                self._clients.end(client)
            self._call()


async def answer_fairly(
    request: Request, queue: FairQueue, answer: Callable[[Watch], Response]
) -> Response | None:
    """Return a response that a thread creates, or ``None`` if the client has disconnected.

    Parameters
    ----------
    request
        The request; its body, if any, has already been read.
    queue
        The queue for this kind of request.
    answer
        Creates the response. It can call the watch, which cancels it after a disconnect.

    Raises
    ------
    TooManyError, BusyError
        See :meth:`FairQueue.place`.
    """
    gone = threading.Event()

    def watch(_share: float) -> None:
        if gone.is_set():
            raise ExportCancelledError("the client disconnected")

    response: Response | None = None
    failure: Exception | None = None
    async with anyio.create_task_group() as group:

        async def look() -> None:
            nonlocal failure
            try:
                while (await request.receive())["type"] != "http.disconnect":
                    pass
            # Whatever the error is (for example a body that is too large), the work ends first.
            # It is raised below, outside the group, which would wrap it in an ExceptionGroup.
            except Exception as error:  # noqa: BLE001 - raised again below
                failure = error
            gone.set()
            group.cancel_scope.cancel()  # stop waiting in the queue

        group.start_soon(look)
        try:
            async with queue.place(client_of(request.scope)):
                response = await anyio.to_thread.run_sync(answer, watch, limiter=queue.limiter)
        # Whatever the error is, the group is cancelled first, so that `look` ends. After a
        # disconnect nobody reads a response, so the error of the cancelled work is dropped.
        except Exception as error:  # noqa: BLE001 - raised again below
            if not gone.is_set():
                failure = error
        group.cancel_scope.cancel()
    if failure is not None:
        raise failure
    return None if gone.is_set() else response


def client_of(scope: Mapping[str, Any]) -> str:
    """Return the client of a request: the one that rate limits count, else the socket address."""
    return str(scope.get(CLIENT) or (scope.get("client") or ("",))[0])
