"""Bodies of requests: read to their end before the response begins.

A server that closes a connection on which data is still arriving resets it, and the client, or a
proxy in between, may lose the response (RFC 9112, section 9.6). Most refusals need no body, so they
would be sent while it is still arriving.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send


def after_body(scope: Scope, receive: Receive, send: Send, most: int) -> tuple[Receive, Send]:
    """Return a ``receive`` and a ``send`` for a response that begins after the body has arrived.

    What the app has not read when its response begins is read and dropped. A body is not waited for
    if it is larger than ``most``, or if the client asked first whether to send it
    (``Expect: 100-continue``) and the app does not want it.

    Parameters
    ----------
    scope, receive, send
        Of an HTTP request. How long the body may take is limited by
        :func:`routemap.web.guard.connections.bound_connections`.
    most
        Size of the largest body that is read before a response, in bytes.
    """
    headers = Headers(scope=scope)
    arrives = "transfer-encoding" in headers or 0 < declared(headers) <= most
    asks_first = "expect" in headers
    left = most

    async def receiving() -> Message:
        nonlocal arrives, asks_first, left
        asks_first = False
        message = await receive()
        arrives = message.get("more_body", False)
        left -= len(message.get("body", b""))
        return message

    async def sending(message: Message) -> None:
        while arrives and left >= 0 and not asks_first:
            await receiving()
        await send(message)

    return receiving, sending


def declared(headers: Headers) -> float:
    """Return the length of a body that its request declares, in bytes; infinite if no number."""
    text = headers.get("content-length", "0")
    return int(text[:20]) if text.isdigit() else math.inf


async def received(receive: Receive, largest: int) -> list[Message] | None:
    """Receive a body to its end; None if it is larger than the limit in bytes."""
    messages: list[Message] = []
    size = 0
    while not messages or messages[-1].get("more_body", False):
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
        if size > largest:
            return None
    return messages


def again(messages: Iterable[Message], receive: Receive) -> Receive:
    """Return the messages one by one, and then what is received after them."""
    left = deque(messages)

    async def receiving() -> Message:
        return left.popleft() if left else await receive()

    return receiving
