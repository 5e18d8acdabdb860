"""Limits for a connection: the time in which a request must arrive, and the size of messages.

uvicorn waits forever for the rest of a request, and decompresses all messages of a packet before
it passes on the first one. It has no setting for either, and Streamlit creates its servers itself,
so this module changes uvicorn's protocol classes. They are private: ``test_connections.py`` tests
a real server.
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
except ImportError:  # optional: uvicorn uses httptools if it is installed
    HTTP: Final[tuple[type, ...]] = (H11Protocol,)
else:
    HTTP = (H11Protocol, HttpToolsProtocol)  # type: ignore[misc]

Hook = Callable[[Any], None]
_SLICE: Final = 1024  # bytes; they decompress to at most about a thousand times as many
_BOUND: Final = "_routemap_bound"
_TIMER: Final = "_routemap_timer"
_COMPLETE: Final = "_routemap_complete"  # the last request that has arrived completely
_UPGRADED: Final = "_routemap_upgraded"  # whether the connection has become a WebSocket
_HELD: Final = "_routemap_held"  # received bytes that are not decompressed yet


def bound_connections(largest: int) -> None:
    """Limit every future connection of this process.

    Parameters
    ----------
    largest
        Largest size of a message on a WebSocket after decompression, in bytes.

    Raises
    ------
    SettingError
        If ``ROUTEMAP_REQUEST_SECONDS`` is not a number.
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
    """Close connections on which a request has not arrived completely after some seconds."""
    if seconds:
        start = partial(_start, seconds=seconds)
        _wrap(protocol, "connection_made", after=start)
        _wrap(protocol, "data_received", after=partial(_update_timer, start=start))
        _wrap(protocol, "connection_lost", before=_stop)
        _wrap(protocol, "handle_websocket_upgrade", before=_mark_upgraded)


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


def _update_timer(connection: Any, start: Hook) -> None:
    """Start or stop the timer of a connection after data was received."""
    request: Any = connection.cycle
    complete: Any = getattr(connection, _COMPLETE, None)
    if connection.transport.is_closing() or getattr(connection, _UPGRADED, False):
        _stop(connection)
    elif request is not None and request is not complete and not request.more_body:
        setattr(connection, _COMPLETE, request)
        _stop(connection)
    # data that arrives during a response is read after the response
    elif request is None or request is not complete or request.response_complete:
        start(connection)


def _mark_upgraded(connection: Any) -> None:
    """Mark a connection as a WebSocket, and stop its timer."""
    setattr(connection, _UPGRADED, True)
    _stop(connection)


def _bound_messages(protocol: Any, largest: int, seconds: int) -> None:
    """Decompress received data in small slices, and stop while a complete message is waiting.

    A handshake must be answered within some seconds.
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
    """Decompress some bytes, and hold back those after the first complete message."""
    for start in range(0, len(data), _SLICE):
        if connection.read_paused:
            setattr(connection, _HELD, data[start:])
            return
        received(connection, data[start : start + _SLICE])
        if connection.conn.parser_exc is not None:
            return
