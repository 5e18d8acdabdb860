"""Clients are identified by a trusted address, in any notation of the proxies."""

from __future__ import annotations

import anyio
import pytest
from starlette.middleware import Middleware
from tests.web.guard.asgi import AREAS, behind
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from routemap.web.guard.client import OWN_MACHINE, client_of, trusted_proxies
from routemap.web.guard.limits import Limits


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix socket", "unix socket"),
    ],
)
def test_a_client_is_an_address_or_a_network_of_ipv6(host: str, client: str) -> None:
    scope = {"type": "http", "client": (host, 1), "headers": []}
    assert client_of(scope, trusts_proxy=False) == client
    assert client_of({"type": "http", "headers": []}, trusts_proxy=False) == ""


def test_whom_nobody_vouches_for_is_one_client_whatever_address_they_name() -> None:
    # like a request through a proxy on the server's own machine: the address is from the header
    def named(host: str, *, trusts_proxy: bool) -> str:
        header = (b"x-forwarded-for", f"198.51.100.1, {host}".encode())
        scope = {"type": "http", "client": (host, 0), "headers": [header]}
        return client_of(scope, trusts_proxy=trusts_proxy)

    first, second = (named(f"192.0.2.{number}", trusts_proxy=False) for number in (1, 2))
    assert first == second
    assert named("192.0.2.1", trusts_proxy=True) == "192.0.2.1"


def claiming(*lines: str, host: str = "192.0.2.1") -> str:
    """Return the client of a request if no trusted proxies are set."""
    headers = [(b"x-forwarded-for", line.encode()) for line in lines]
    scope = {"type": "http", "client": (host, 0), "headers": headers}
    return client_of(scope, trusts_proxy=False)


@pytest.mark.parametrize("lines", [("192.0.2.1", "x"), ("x", "192.0.2.1"), ("x", "y, 192.0.2.1")])
def test_an_address_that_is_only_claimed_shares_one_allowance_in_whichever_line_it_is(
    lines: tuple[str, ...],
) -> None:
    assert claiming(*lines) == claiming("198.51.100.9", host="198.51.100.9")


def test_a_header_in_two_lines_escapes_no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_RATE_API", "8")
    server = Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted_proxies(OWN_MACHINE))
    limits = Middleware(Limits, addresses=AREAS, trusts_proxy=False)
    with behind(server, limits, client=("127.0.0.1", 5)) as client:
        for lines in (1, 2):
            found = [
                client.get(
                    "/api/claims",
                    headers=[("X-Forwarded-For", f"192.0.2.{number}")] * (lines - 1)
                    + [("X-Forwarded-For", f"198.51.100.{number}")],
                ).status_code
                for number in range(9)
            ]
            assert found.count(200) <= 2


def seen(peer: str, *lines: str, trusted: str, scheme: str = "https") -> tuple[str, str]:
    """Return client and scheme after the middleware of uvicorn and of Route Map."""
    headers = [(b"x-forwarded-for", line.encode()) for line in lines]
    headers.append((b"x-forwarded-proto", scheme.encode()))
    found: list[tuple[str, str]] = []

    async def app(scope, _receive, _send) -> None:  # type: ignore[no-untyped-def]
        found.append((scope["client"][0], scope["scheme"]))

    async def ask() -> None:
        ours = ProxyHeadersMiddleware(app, trusted_proxies(trusted))
        for first in (ProxyHeadersMiddleware(ours, trusted), ours):
            scope = {"type": "http", "scheme": "http", "client": (peer, 5), "headers": headers}
            await first(scope, None, None)  # type: ignore[arg-type]

    anyio.run(ask)
    # with and without uvicorn's own handling of the header
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("127.0.0.1", OWN_MACHINE),
        ("::1", OWN_MACHINE),
        ("::ffff:127.0.0.1", OWN_MACHINE),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("::ffff:10.1.2.3", "192.0.2.1, 10.0.0.0/8"),
        ("10.1.2.3", "10.0.0.0/8"),
        ("2001:db8::7", "2001:db8::/64"),
    ],
)
def test_a_proxy_is_trusted_however_its_address_is_written(peer: str, trusted: str) -> None:
    assert seen(peer, "198.51.100.7", trusted=trusted) == ("198.51.100.7", "https")
    # the client's own header is before the proxy's addition, in one line or two
    for lines in (("203.0.113.9, 198.51.100.7",), ("203.0.113.9", "198.51.100.7")):
        assert seen(peer, *lines, trusted=trusted)[0] == "198.51.100.7"


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("::ffff:127.0.0.2", OWN_MACHINE),
        ("::ffff:11.0.0.1", "10.0.0.0/8"),
        ("192.0.2.1", OWN_MACHINE),
        ("::ffff:127.0.0.1", ""),
        ("::ffff:127.0.0.1", "a name, 10.0.0.1/8"),
    ],
)
def test_nobody_else_is_trusted(peer: str, trusted: str) -> None:
    assert seen(peer, "198.51.100.7", trusted=trusted) == (peer, "http")


def test_a_chain_of_proxies_leads_to_the_client_however_they_are_written() -> None:
    chain = "203.0.113.9, 198.51.100.7, ::ffff:10.1.2.3, 10.1.2.4"
    assert seen("::ffff:127.0.0.1", chain, trusted="127.0.0.1,10.0.0.0/8")[0] == "198.51.100.7"
