"""Recognize requests of a browser or program on the machine of the server.

Without a login, they are the only ones that can be from somebody who may change the data. Three
kinds of requests reach the server from the same machine and are not: those that a proxy passes on,
those that a page of another site makes in a browser on this machine, and those to a name of another
site that leads to this machine (DNS rebinding). ``Host``, ``Origin``, ``Sec-Fetch-Site`` and the
headers of proxies show them.
"""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

_FROM_PROXIES: Final = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-original-forwarded-for",
    "x-real-ip",
    "true-client-ip",
    "cf-connecting-ip",
)
_OWN_SITES: Final = ("same-origin", "none")


def is_local(scope: Scope) -> bool:
    """Return whether a request is from this machine, and neither passed on nor from another site.

    A request from an unknown address is not. A proxy on this machine that sends none of the
    headers, and replaces ``Host`` by a name of this machine, cannot be recognized.

    Parameters
    ----------
    scope
        An ASGI scope.
    """
    headers = Headers(scope=scope)
    if not is_loopback(str((scope.get("client") or ("", 0))[0])):
        return False
    if any(name in headers for name in _FROM_PROXIES):
        return False
    host = headers.getlist("host")
    if len(host) != 1 or not _is_own_name(f"http://{host[0]}"):
        return False
    if headers.get("sec-fetch-site", "none") not in _OWN_SITES:
        return False
    origins = headers.getlist("origin")
    return all(origin in (f"http://{host[0]}", f"https://{host[0]}") for origin in origins)


def is_loopback(address: str) -> bool:
    """Return whether an IP address is one of the machine itself, also if IPv4 is mapped to IPv6.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("::ffff:127.0.0.1"), is_loopback("192.0.2.1")
    (True, True, False)
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback


def _is_own_name(url: str) -> bool:
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
        _ = parts.port  # raises an error if it is not a number
    except ValueError:
        return False
    if "@" in parts.netloc:
        return False
    return name == "localhost" or is_loopback(name)
