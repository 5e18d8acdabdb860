"""Only a browser or program on the machine of the server is local."""

from __future__ import annotations

import pytest

from routemap.web.guard.local import is_local

HOST = "127.0.0.1:8501"


def local(
    *headers: tuple[str, str], client: tuple[str, int] | None = ("127.0.0.1", 5), host: str = HOST
) -> bool:
    sent = [("host", host), *headers] if host else headers
    raw = [(key.encode(), value.encode("latin-1")) for key, value in sent]
    return is_local({"type": "http", "client": client, "headers": raw})


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", [HOST, "localhost", "LOCALHOST:8501", "[::1]:8501"])
def test_a_program_on_this_machine_is_local(client: str, host: str) -> None:
    assert local(client=(client, 5), host=host)


@pytest.mark.parametrize(
    "headers",
    [
        [("origin", f"http://{HOST}")],
        [("origin", f"http://{HOST}"), ("sec-fetch-site", "same-origin")],
        [("sec-fetch-site", "none")],
    ],
)
def test_a_page_of_the_dashboard_on_this_machine_is_local(headers: list[tuple[str, str]]) -> None:
    assert local(*headers)


@pytest.mark.parametrize(
    "client",
    [None, ("", 0), ("192.0.2.1", 5), ("2001:db8::1", 5), ("::ffff:192.0.2.1", 5), ("unix", 0),
     ("localhost", 5), ("0.0.0.0", 5), ("127.0.0.1.example", 5)],
)  # fmt: skip
def test_another_or_an_unknown_address_is_not(client: tuple[str, int] | None) -> None:
    assert not local(client=client)


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Proto", "X-Forwarded-Host"],
)
@pytest.mark.parametrize("value", ["", "127.0.0.1", "198.51.100.7"])
def test_what_a_proxy_on_this_machine_passes_on_is_not(header: str, value: str) -> None:
    assert not local((header.lower(), value))


@pytest.mark.parametrize(
    "host",
    ["", "map.example", "map.example:8501", "127.0.0.1.evil.example", "localhost.evil.example",
     "evil.example#localhost", "localhost@evil.example", "evil@localhost", "192.0.2.1:8501",
     "localhost:x", "[::1"],
)  # fmt: skip
def test_a_request_to_another_name_is_not(host: str) -> None:
    # a proxy that keeps the name, or the name of another site that leads to this machine
    assert not local(host=host)


def test_two_names_are_not() -> None:
    assert not local(("host", "evil.example"))


@pytest.mark.parametrize(
    "headers",
    [
        [("origin", "https://evil.example")],
        [("origin", "null")],
        [("origin", "http://127.0.0.1:9999")],
        [("origin", "http://localhost:8501")],
        [("origin", f"http://{HOST}"), ("origin", "https://evil.example")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
        [("origin", f"http://{HOST}"), ("sec-fetch-site", "cross-site")],
    ],
)
def test_what_a_page_of_another_site_sends_is_not(headers: list[tuple[str, str]]) -> None:
    assert not local(*headers)
