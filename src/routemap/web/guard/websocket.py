"""What comes on the socket of a page: binary messages, and no more of them than can be answered."""

from __future__ import annotations

from typing import Final

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.data.settings import RATE_MESSAGES
from routemap.exports.fair_queue import client_of
from routemap.web.guard.limits import Buckets
from routemap.web.guard.log import record
from routemap.web.guard.policies import Addresses
from routemap.web.guard.request_notes import notes

_UNSUPPORTED: Final = 1003  # RFC 6455, section 7.4.1: a type of data that cannot be accepted


class Sockets:
    """ASGI middleware that delays messages over the rate, and closes sockets that send text.

    Nothing is read from a socket whose message is delayed, so its sender waits too. Streamlit
    accepts binary messages only: it answers text with an error, and logs the traceback.

    Parameters
    ----------
    app
        What answers.
    addresses
        The areas of the server.

    Raises
    ------
    SettingError
        Where the rate is not a number, when the server is built.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses) -> None:
        self._app = app
        self._addresses = addresses
        rate = RATE_MESSAGES.number()
        self._bucket = Buckets(rate) if rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand messages on, until a text comes."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        client, is_gone = client_of(scope), False

        async def sending(message: Message) -> None:
            nonlocal is_gone
            try:
                await send(message)
            except Exception:
                is_gone = True
                raise

        async def receiving() -> Message:
            nonlocal is_gone
            message = await receive()
            if message["type"] != "websocket.receive":
                is_gone = is_gone or message["type"] == "websocket.disconnect"
                return message
            if message.get("text") is not None:
                area = self._addresses.area(scope).key
                known = {**notes(scope), "route": area, "reason": "text"}
                record("socket closed", error=None, like=area, **known)
                await send({"type": "websocket.close", "code": _UNSUPPORTED})
                return {"type": "websocket.disconnect", "code": _UNSUPPORTED}
            await anyio.sleep(0)  # so that others are answered between two messages
            while self._bucket and (seconds := self._bucket.take(client)):
                await anyio.sleep(seconds)
            return message

        try:
            await self._app(scope, receiving, sending)
        except Exception as error:
            if not is_gone:
                raise
            # Streamlit takes a page that left in the middle of an answer for one that sent text:
            # a line without the traceback, so that strangers cannot fill the log with it
            area, reason = self._addresses.area(scope).key, type(error).__name__
            known = {**notes(scope), "route": area, "reason": f"page left: {reason}"}
            record("socket closed", error=None, like=(area, reason), **known)
