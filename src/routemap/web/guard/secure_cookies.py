"""Cookies that browsers send by HTTPS only, wherever readers come by HTTPS.

Streamlit writes its cookies of the sign-in without ``Secure``, so that a page opened by plain
HTTP would send them in the clear (RFC 6265, section 4.1.2.5).
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SecureCookies:
    """ASGI middleware that adds ``Secure`` to every cookie that lacks it.

    Parameters
    ----------
    app
        What sets the cookies.
    homes
        The addresses under which readers find the dashboard, as far as they are known. If none
        of them begins with https, the scheme of the request decides.
    """

    def __init__(self, app: ASGIApp, *, homes: Iterable[str]) -> None:
        self._app = app
        self._is_https = any(home.startswith("https://") for home in homes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and write the cookies of what comes back."""

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
