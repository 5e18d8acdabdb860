"""The public address of the dashboard, which links, citations and previews point to.

``ROUTEMAP_ADDRESS`` sets it. By default it is built from the request: scheme, ``Host`` and base
path. ``X-Forwarded-Host`` is never read: caches key responses by the requested address and not
by that header, so a client could use it to plant links to its own site in responses to others.
Set the variable behind a proxy that changes ``Host``. The scheme is correct behind a proxy that
uvicorn trusts.
"""

from __future__ import annotations

import os
from typing import Final

from starlette.requests import HTTPConnection

from routemap.model.address import is_host, read_address

ADDRESS_VARIABLE: Final = "ROUTEMAP_ADDRESS"


def named_address() -> str:
    """Return the address in ``ROUTEMAP_ADDRESS``, with a trailing slash, ``""`` if it is not set.

    Raises
    ------
    AddressError
        If the variable is not an http or https address without query and fragment.
    """
    text = os.environ.get(ADDRESS_VARIABLE, "").strip()
    return read_address(text, ADDRESS_VARIABLE) if text else ""


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
    if is_host(requested):
        return requested
    host, port = connection.scope.get("server") or ("localhost", None)
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host
