"""Fair queues: how many requests are answered at once, and whose request is next.

Each kind of request has a queue of its own, so that large exports do not delay the map. Within a
queue clients alternate: a client that sends many requests waits for its own, and the others do
not wait for them. A request that its client has closed gives its place back.
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

CLIENT: Final = "routemap.client"  # in an ASGI scope: the client, as the limits count clients
_AT_ONCE: Final = 2
_MOST_WAITING: Final = 200  # requests of one client, which may be an office behind one address
_MOST_CLIENTS: Final = 1_000

T = TypeVar("T")
Item = TypeVar("Item")
# Called with the share that is done, 0 to 1; raises ExportCancelledError where the client has gone.
Watch = Callable[[float], None]


class _Clients(Generic[Item]):
    """What waits, by client, and which clients are being served: one item of each at a time.

    Clients that wait are served in the order in which they came, or in which their last item
    ended.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._served: set[str] = set()
        self._waiting: OrderedDict[str, deque[Item]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many clients wait."""
        return len(self._waiting)

    def count(self, client: str) -> int:
        """Return how many items of a client wait."""
        return len(self._waiting.get(client, ()))

    def add(self, client: str, item: Item) -> None:
        self._waiting.setdefault(client, deque()).append(item)

    def remove(self, client: str, item: Item) -> None:
        self._waiting[client].remove(item)
        if not self._waiting[client]:
            del self._waiting[client]

    def end(self, client: str) -> None:
        """Note that what was served of a client has ended."""
        self._served.discard(client)
        if client in self._waiting:
            self._waiting.move_to_end(client)

    def next(self) -> tuple[str, Item] | None:
        """Take out what is to be served next, ``None`` where nothing can be."""
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
    """The queue of one kind of requests. To be used from one event loop.

    One request of a client is answered at a time, also where another could be: the free place
    is for the next client.

    Parameters
    ----------
    at_once
        How many requests are answered at a time.
    waiting
        How many requests of one client may wait.
    clients
        How many clients may wait.
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
        """Wait until a request of a client can be answered, and hold its place during the block.

        Raises
        ------
        TooManyError
            Where too many requests of this client wait already.
        BusyError
            Where too many clients wait already.
        """
        if self._clients.count(client) >= self._most_waiting:
            raise TooManyError("Your other requests are still being answered. Try again then.")
        if not self._clients.count(client) and len(self._clients) >= self._most_clients:
            raise BusyError("Too many are waiting; ask again in a moment.")
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
    """Threads that take work of many clients, of each client one piece at a time.

    Parameters
    ----------
    at_once
        How many threads there are.
    name
        What the threads are called.
    """

    def __init__(self, at_once: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._clients: _Clients[_Work[Any]] = _Clients(at_once)

    def submit(self, client: str, run: Callable[[], T]) -> Future[T]:
        """Have work of a client done when it is its place; it can be cancelled until then."""
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
        except BaseException as error:  # noqa: BLE001 - raised again by `result()`
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
    """Return a response that is made in a thread, ``None`` where the client has gone.

    Parameters
    ----------
    request
        Whose body, if it has one, was read already.
    queue
        The queue of its kind.
    answer
        Makes the response; it may call the watch, which ends it where the client has gone.

    Raises
    ------
    TooManyError, BusyError
        See :meth:`FairQueue.place`.
    """
    gone = threading.Event()

    def watch(_share: float) -> None:
        if gone.is_set():
            raise ExportCancelledError("the client has gone")

    response: Response | None = None
    failure: Exception | None = None
    async with anyio.create_task_group() as group:

        async def look() -> None:
            nonlocal failure
            try:
                while (await request.receive())["type"] != "http.disconnect":
                    pass
            # such as a body that is too large; raised below
            except Exception as error:  # noqa: BLE001
                failure = error
            gone.set()
            group.cancel_scope.cancel()  # a request that only waits for its place need not

        group.start_soon(look)
        try:
            async with queue.place(client_of(request.scope)):
                response = await anyio.to_thread.run_sync(answer, watch, limiter=queue.limiter)
        # raised below: from in here the group would wrap it
        except Exception as error:  # noqa: BLE001
            if not gone.is_set():
                failure = error
        group.cancel_scope.cancel()
    if failure is not None:
        raise failure
    return None if gone.is_set() else response


def client_of(scope: Mapping[str, Any]) -> str:
    """Return the client of a request: as the limits count it, else the address of the socket."""
    return str(scope.get(CLIENT) or (scope.get("client") or ("",))[0])
