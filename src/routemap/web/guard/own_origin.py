"""Whether a request comes from a page of the dashboard itself.

Streamlit signs readers in and out by ``GET``, so a link on any site could do it for them.
``Sec-Fetch-Site`` (Fetch Metadata, W3C) says where a request comes from; browsers send it since
2023 at the latest, and only to addresses with HTTPS and to their own machine. Elsewhere
``Origin`` or ``Referer`` says it, which our referrer policy lets browsers send to ourselves.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

_PORTS: Final = {"http": 80, "https": 443}


def is_own_origin(scope: Scope, home: str) -> bool:
    """Return whether a page of the dashboard asks.

    A browser that says nothing does not count as one: every site can make browsers leave out
    the ``Referer``. Nor does an address that was typed in, because links in e-mails look alike.

    Parameters
    ----------
    scope
        An ASGI scope.
    home
        Where readers find the dashboard.
    """
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    asking = _origin(headers.get("origin") or headers.get("referer", ""))
    return asking is not None and asking == _origin(home)


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port of an address, ``None`` where it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port or _PORTS.get(parts.scheme)
