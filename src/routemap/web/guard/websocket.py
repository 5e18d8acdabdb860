"""Limits for the messages on the WebSocket of a page: binary only, and at a limited rate."""

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
    """ASGI middleware that delays messages over the rate, and closes WebSockets that send text.

    Nothing is read from a WebSocket while a message is delayed, so its sender has to wait.
    Streamlit accepts binary messages only: text causes an error with a traceback in the log.

    Parameters
    ----------
    app
        The app that handles the messages.
    addresses
        The areas of the server.

    Raises
    ------
    SettingError
        If the rate is not a number.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses) -> None:
        self._app = app
        self._addresses = addresses
        rate = RATE_MESSAGES.number()
        self._bucket = Buckets(rate) if rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass messages on until a text message arrives."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        client, is_gone = client_of(scope), False

        async def sending(message: Message) -> None:
            nonlocal is_gone
            try:
                await send(message)
            except Exception:  # servers raise different errors if the reader has left
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
            await anyio.sleep(0)  # let other clients be answered between two messages
            while self._bucket and (seconds := self._bucket.take(client)):
                await anyio.sleep(seconds)
            return message

        try:
            await self._app(scope, receiving, sending)
        except Exception as error:
            if not is_gone:
                raise
            # Streamlit raises the same error if a page disconnects during a response: log it
            # without the traceback, so that nobody can fill the log
            area, reason = self._addresses.area(scope).key, type(error).__name__
            known = {**notes(scope), "route": area, "reason": f"page left: {reason}"}
            record("socket closed", error=None, like=(area, reason), **known)
