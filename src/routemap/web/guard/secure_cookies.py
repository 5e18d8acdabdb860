"""Restrict cookies to HTTPS if readers use HTTPS.

Streamlit sets its sign-in cookies without ``Secure``, so a page opened over plain HTTP would send
them unencrypted (RFC 6265, section 4.1.2.5).
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SecureCookies:
    """ASGI middleware that adds ``Secure`` to every cookie that lacks it.

    Parameters
    ----------
    app
        The app that sets the cookies.
    homes
        The known addresses of the dashboard for readers. If none of them begins with https, the
        scheme of the request decides.
    """

    def __init__(self, app: ASGIApp, *, homes: Iterable[str]) -> None:
        self._app = app
        self._is_https = any(home.startswith("https://") for home in homes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add ``Secure`` to the cookies of the response."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, _secure(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message.get("headers", ())
                ]
            await send(message)

        is_https = self._is_https or scope.get("scheme") == "https"
        await self._app(scope, receive, sending if is_https else send)


def _secure(cookie: bytes) -> bytes:
    attributes = (part.strip().lower() for part in cookie.split(b";")[1:])
    return cookie if b"secure" in attributes else cookie + b"; Secure"
