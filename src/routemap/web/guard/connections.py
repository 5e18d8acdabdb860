"""Bounds for one connection: the time for a request to come in, and what messages may unpack.

uvicorn waits without end for the rest of a request, and unpacks all messages of a packet before it
hands on the first one. It has no setting for either, and Streamlit makes its servers itself, so
this changes the classes that speak the protocols. They are private: ``test_connections.py`` asks
a real server whether it keeps to this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from routemap.data.settings import REQUEST_SECONDS

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
except ImportError:  # uvicorn takes it where it is installed
    HTTP: Final[tuple[type, ...]] = (H11Protocol,)
else:
    HTTP = (H11Protocol, HttpToolsProtocol)  # type: ignore[misc]

Hook = Callable[[Any], None]
_SLICE: Final = 1024  # bytes; deflated, they unpack to about a thousand times as many at most
_BOUND: Final = "_routemap_bound"
_TIMER: Final = "_routemap_timer"
_COMPLETE: Final = "_routemap_complete"  # the last request that came in whole
_UPGRADED: Final = "_routemap_upgraded"  # whether a WebSocket has taken the connection over
_HELD: Final = "_routemap_held"  # what has come and is not unpacked yet


def bound_connections(largest: int) -> None:
    """Bound every connection of this process that is made from now on.

    Parameters
    ----------
    largest
        Bytes of a message that a page may send, unpacked.

    Raises
    ------
    SettingError
        Where ``ROUTEMAP_REQUEST_SECONDS`` is no number.
    """
    seconds = REQUEST_SECONDS.number()
    for protocol in HTTP:
        _bound_once(protocol, lambda kind: _bound_requests(kind, seconds))
    _bound_once(WebSocketsSansIOProtocol, lambda kind: _bound_messages(kind, largest, seconds))


def _bound_once(protocol: type, bound: Any) -> None:
    if not getattr(protocol, _BOUND, False):
        bound(protocol)
        setattr(protocol, _BOUND, True)


def _bound_requests(protocol: Any, seconds: int) -> None:
    """Close connections on which a request is begun, and not whole after some seconds."""
    if seconds:
        start = partial(_start, seconds=seconds)
        _wrap(protocol, "connection_made", after=start)
        _wrap(protocol, "data_received", after=partial(_look, start=start))
        _wrap(protocol, "connection_lost", before=_stop)
        _wrap(protocol, "handle_websocket_upgrade", before=_hand_on)


def _wrap(protocol: Any, name: str, before: Hook | None = None, after: Hook | None = None) -> None:
    method = getattr(protocol, name)

    @wraps(method)
    def wrapped(self: Any, *values: Any) -> None:
        if before:
            before(self)
        method(self, *values)
        if after:
            after(self)

    setattr(protocol, name, wrapped)


def _start(connection: Any, seconds: int) -> None:
    if getattr(connection, _TIMER, None) is None:
        timer = connection.loop.call_later(seconds, connection.transport.close)
        setattr(connection, _TIMER, timer)


def _stop(connection: Any) -> None:
    timer: asyncio.TimerHandle | None = getattr(connection, _TIMER, None)
    if timer is not None:
        timer.cancel()
        setattr(connection, _TIMER, None)


def _look(connection: Any, start: Hook) -> None:
    """Start or stop the time of a connection, by what has come."""
    request: Any = connection.cycle
    complete: Any = getattr(connection, _COMPLETE, None)
    if connection.transport.is_closing() or getattr(connection, _UPGRADED, False):
        _stop(connection)
    elif request is not None and request is not complete and not request.more_body:
        setattr(connection, _COMPLETE, request)
        _stop(connection)
    # what comes while a whole request is answered waits for the end of the answer
    elif request is None or request is not complete or request.response_complete:
        start(connection)


def _hand_on(connection: Any) -> None:
    """Note that a WebSocket takes a connection over."""
    setattr(connection, _UPGRADED, True)
    _stop(connection)


def _bound_messages(protocol: Any, largest: int, seconds: int) -> None:
    """Unpack what has come a little at a time, and no more before a whole message is taken.

    A handshake must be answered within some seconds, as a request must have come in whole.
    """
    feed = partial(_feed, received=protocol.data_received)
    receive, send = protocol.receive, protocol.send

    @wraps(protocol.data_received)
    def data_received(self: Any, data: bytes) -> None:
        held = getattr(self, _HELD, b"")
        if held:
            setattr(self, _HELD, held + data)
        else:
            feed(self, data)

    @wraps(receive)
    async def receive_next(self: Any) -> Any:
        message = await receive(self)
        held = getattr(self, _HELD, b"")
        if held and not self.read_paused:
            setattr(self, _HELD, b"")
            feed(self, held)
        return message

    @wraps(send)
    async def send_next(self: Any, message: Any) -> None:
        await send(self, message)
        if self.handshake_complete:
            _stop(self)

    protocol.data_received = data_received
    protocol.receive, protocol.send = receive_next, send_next
    _wrap(protocol, "connection_made", after=partial(_begin, largest=largest, seconds=seconds))
    _wrap(protocol, "connection_lost", before=_stop)


def _begin(connection: Any, largest: int, seconds: int) -> None:
    connection.conn.max_message_size = connection.conn.max_fragment_size = largest
    if seconds:
        _start(connection, seconds)


def _feed(connection: Any, data: bytes, received: Callable[[Any, bytes], None]) -> None:
    """Unpack some bytes, and hold back those after the first message that is whole."""
    for start in range(0, len(data), _SLICE):
        if connection.read_paused:
            setattr(connection, _HELD, data[start:])
            return
        received(connection, data[start : start + _SLICE])
        if connection.conn.parser_exc is not None:
            return
