"""The public address of the dashboard, which links, citations and previews point to.

``ROUTEMAP_ADDRESS`` sets it. By default it is built from the request: scheme, ``Host`` and base
path. ``X-Forwarded-Host`` is never read: caches key responses by the requested address and not
by that header, so a client could use it to plant links to its own site in responses to others.
Set the variable behind a proxy that changes ``Host``. The scheme is correct behind a proxy that
uvicorn trusts.
"""

from __future__ import annotations

import os
import re
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from routemap.model.errors import AddressError

ADDRESS_VARIABLE: Final = "ROUTEMAP_ADDRESS"
_LONGEST_HOST: Final = 255  # RFC 1035, section 2.3.4
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def named_address() -> str:
    """Return the address in ``ROUTEMAP_ADDRESS``, with a trailing slash, ``""`` if it is not set.

    Raises
    ------
    AddressError
        If the variable is not an http or https address without query and fragment.
    """
    text = os.environ.get(ADDRESS_VARIABLE, "").strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise AddressError(_invalid(text)) from error
    plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in ("http", "https") or not _is_host(parts.netloc) or not plain:
        raise AddressError(_invalid(text))
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def public_address(connection: HTTPConnection, base: str = "") -> str:
    """Return the public address of the dashboard, with a trailing slash.

    Parameters
    ----------
    connection
        The current request, from which the address is built if none is set.
    base
        Streamlit's ``server.baseUrlPath``.

    Returns
    -------
    str
        Scheme, host and path, without a query.
    """
    named = named_address()
    if named:
        return named
    scope = connection.scope
    scheme = "https" if scope.get("scheme") in ("https", "wss") else "http"
    path = "/".join(
        part for part in (scope.get("root_path", "").strip("/"), base.strip("/")) if part
    )
    return f"{scheme}://{_host(connection)}/{path}{'/' if path else ''}"


def _host(connection: HTTPConnection) -> str:
    requested = connection.headers.get("host", "")
    if _is_host(requested):
        return requested
    host, port = connection.scope.get("server") or ("localhost", None)
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host


def _is_host(text: str) -> bool:
    return len(text) <= _LONGEST_HOST and bool(_HOST.fullmatch(text))


def _invalid(text: str) -> str:
    return (
        f"{ADDRESS_VARIABLE} must be the address of the dashboard, such as "
        f"https://map.example/routes/, found “{text[:80]}”"
    )
