"""Check whether a request comes from a page of the dashboard.

Streamlit signs readers in and out with ``GET``, so a link on any site could do it for them.
``Sec-Fetch-Site`` (Fetch Metadata, W3C) shows where a request comes from. All browsers have sent it
since 2023, but only over HTTPS or to their own machine. Otherwise ``Origin`` or ``Referer`` shows
it; the dashboard's referrer policy lets browsers send them to the dashboard.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

_PORTS: Final = {"http": 80, "https": 443}


def is_own_origin(scope: Scope, home: str) -> bool:
    """Return whether a request comes from a page of the dashboard.

    A request without any of the headers does not, because every site can make browsers leave out
    ``Referer``. Neither does a typed address, because a link in an email looks the same.

    Parameters
    ----------
    scope
        An ASGI scope.
    home
        The address of the dashboard for readers.
    """
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    sender = _origin(headers.get("origin") or headers.get("referer", ""))
    return sender is not None and sender == _origin(home)


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port of an address, ``None`` if it is invalid."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port or _PORTS.get(parts.scheme)
