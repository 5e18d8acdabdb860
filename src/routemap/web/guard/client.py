"""Identify clients by their address, and decide which proxies may set ``X-Forwarded-For``."""

from __future__ import annotations

import ipaddress
import os
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

PROXIES: Final = "FORWARDED_ALLOW_IPS"  # read by uvicorn: https://uvicorn.dev/settings/
OWN_MACHINE: Final = "127.0.0.1,::1"
"""The proxies that uvicorn trusts by default."""
_NETWORK: Final = 64  # prefix length of the IPv6 network of one client (RFC 6177)
_MAPPED_BITS: Final = 96  # before the IPv4 address in an IPv4-mapped one (RFC 4291, 2.5.5.2)
_UNKNOWN: Final = "a client behind an untrusted proxy"


def trusted_proxies(text: str) -> list[str]:
    """Return trusted proxies, with an IPv4-mapped IPv6 address for each IPv4 address.

    A server that listens on ``::`` sees IPv4 clients under mapped addresses.

    Parameters
    ----------
    text
        Addresses and networks, separated by commas, as uvicorn accepts them.

    Examples
    --------
    >>> trusted_proxies("127.0.0.1, 10.0.0.0/8, ::1")
    ['127.0.0.1', '10.0.0.0/8', '::1', '::ffff:127.0.0.1/128', '::ffff:10.0.0.0/104']
    """
    listed = [part.strip() for part in text.split(",")]
    return [*listed, *(mapped for part in listed if (mapped := _mapped(part)))]


def _mapped(text: str) -> str:
    try:
        network = ipaddress.IPv4Network(text)
    except ValueError:
        return ""
    return f"::ffff:{network.network_address}/{_MAPPED_BITS + network.prefixlen}"


def client_of(scope: Scope, *, trusts_proxy: bool) -> str:
    """Return the client of a request: an IPv4 address, or the /64 network of an IPv6 address.

    Parameters
    ----------
    scope
        An ASGI scope. Its client is the address of the connection, or the one in
        ``X-Forwarded-For`` if the server trusts the sender.
    trusts_proxy
        Whether trusted proxies are set. Otherwise the server trusts its own machine, and requests
        through a proxy there could claim any address: they all count as one client.
    """
    host = str((scope.get("client") or ("", 0))[0])
    # repeated headers form one list (RFC 9110, section 5.3)
    forwarded = ", ".join(Headers(scope=scope).getlist("x-forwarded-for"))
    if not trusts_proxy and host and host in forwarded:
        return _UNKNOWN
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)


def trusts_proxy() -> bool:
    """Return whether trusted proxies are set."""
    return bool(os.environ.get(PROXIES))
