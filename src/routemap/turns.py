"""Turns for requests that take time: how many are answered at once, and who comes next.

Each kind of request has turns of its own, so that files that take long keep nobody from the map.
Within a kind clients take turns: one who asks for much waits for their own requests, not the
others. What nobody waits for any more gives its turn back.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from routemap.errors import BusyError, ExportCancelledError, TooManyError

CLIENT: Final = "routemap.client"  # in an ASGI scope: who asks, as the limits count clients
_AT_ONCE: Final = 2
_MOST_WAITING: Final = 200  # requests of one client, which may be an office behind one address
_MOST_CLIENTS: Final = 1_000

# Called with the share that is done, 0 to 1; raises ExportCancelledError where the client has gone.
Watch = Callable[[float], None]


class Turns:
    """The turns of one kind of requests. To be used from one event loop.

    One client has one turn at a time. Clients that wait are served in the order in which they
    came, or in which their last turn ended.

    Parameters
    ----------
    at_once
        How many turns there are at a time.
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
        self._at_once, self._most_waiting, self._most_clients = at_once, waiting, clients
        self._served: set[str] = set()
        self._lines: OrderedDict[str, deque[anyio.Event]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Wait for a turn of a client, and have it for as long as the block takes.

        Raises
        ------
        TooManyError
            Where too many requests of this client wait already.
        BusyError
            Where too many clients wait already.
        """
        line = self._lines.get(client)
        if line is not None and len(line) >= self._most_waiting:
            raise TooManyError("Your other requests are still being answered. Try again then.")
        if line is None and len(self._lines) >= self._most_clients:
            raise BusyError("Too many are waiting; ask again in a moment.")
        mine = anyio.Event()
        self._lines.setdefault(client, deque()).append(mine)
        self._call()
        try:
            await mine.wait()
            yield
        finally:
            if mine.is_set():
                self._served.discard(client)
                if client in self._lines:
                    self._lines.move_to_end(client)
            else:
                self._lines[client].remove(mine)
                if not self._lines[client]:
                    del self._lines[client]
            self._call()

    def _call(self) -> None:
        """Let in who is next, as long as there are turns."""
        while len(self._served) < self._at_once:
            client = next((name for name in self._lines if name not in self._served), None)
            if client is None:
                return
            line = self._lines.pop(client)
            line.popleft().set()
            self._served.add(client)
            if line:
                self._lines[client] = line


async def in_turn(
    request: Request, turns: Turns, answer: Callable[[Watch], Response]
) -> Response | None:
    """Return a response that is made in a thread, ``None`` where the client has gone.

    Parameters
    ----------
    request
        Whose body, if it has one, was read already.
    turns
        The turns of its kind.
    answer
        Makes the response; it may call the watch, which ends it where the client has gone.

    Raises
    ------
    TooManyError, BusyError
        See :meth:`Turns.turn`.
    """
    gone = threading.Event()

    def watch(_share: float) -> None:
        if gone.is_set():
            raise ExportCancelledError("the client has gone")

    response: Response | None = None
    failure: Exception | None = None
    async with anyio.create_task_group() as group:

        async def look() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            gone.set()
            group.cancel_scope.cancel()  # one that only waits for its turn need not

        group.start_soon(look)
        try:
            async with turns.turn(client_of(request.scope)):
                response = await anyio.to_thread.run_sync(answer, watch, limiter=turns.limiter)
        # raised below: out of here the group would wrap it
        except Exception as error:  # noqa: BLE001
            failure = error
        group.cancel_scope.cancel()
    if failure is not None and not gone.is_set():
        raise failure
    return None if gone.is_set() else response


def client_of(scope: Mapping[str, Any]) -> str:
    """Return who asks: as the limits count clients, else the address of the socket."""
    return str(scope.get(CLIENT) or (scope.get("client") or ("",))[0])
