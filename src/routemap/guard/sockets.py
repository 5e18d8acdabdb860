"""The socket of a page takes binary messages only: text is refused here, in one line of the log."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.guard.areas import Addresses
from routemap.guard.journal import record
from routemap.guard.notes import notes

_UNSUPPORTED: Final = 1003  # RFC 6455, section 7.4.1: a type of data that cannot be accepted


class Sockets:
    """ASGI middleware that closes a socket on which text comes.

    Streamlit speaks binary messages. It answers text with an error, whose traceback it logs.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses) -> None:
        self._app = app
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on messages until a text comes."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        async def receiving() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and message.get("text") is not None:
                area = self._addresses.area(scope).key
                told = {**notes(scope), "route": area, "reason": "text"}
                record("socket closed", error=None, like=area, **told)
                await send({"type": "websocket.close", "code": _UNSUPPORTED})
                return {"type": "websocket.disconnect", "code": _UNSUPPORTED}
            return message

        await self._app(scope, receiving, send)
