"""The public address of the dashboard, to which links point."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from routemap.model.errors import AddressError
from routemap.web.address import ADDRESS_VARIABLE, named_address, public_address


def request(host: str | None = "map.example", scheme: str = "http", **headers: str) -> Request:
    given = {**headers, **({} if host is None else {"host": host})}
    raw = [
        (key.replace("_", "-").encode(), value.encode("latin-1")) for key, value in given.items()
    ]
    scope = {"type": "http", "scheme": scheme, "path": "/api", "headers": raw}
    return Request({**scope, "server": ("127.0.0.1", 8501)})


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)


def test_the_address_is_what_the_reader_asked_for() -> None:
    assert public_address(request()) == "http://map.example/"
    assert public_address(request("map.example:8443", "https")) == "https://map.example:8443/"
    assert (
        public_address(request("[::1]:8501"), "/desk/routes/") == "http://[::1]:8501/desk/routes/"
    )


def test_the_setting_overrides_the_requested_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ADDRESS_VARIABLE, "https://maps.example/north")
    assert public_address(request("evil.example"), "desk") == "https://maps.example/north/"


def test_a_forwarded_host_is_not_believed() -> None:
    forwarded = request(x_forwarded_host="evil.example", forwarded="host=evil.example")
    assert public_address(forwarded) == "http://map.example/"


@pytest.mark.parametrize(
    "host", ['a"><script>', "evil.example/x?", "a b", "", None, "x@evil.example", "a" * 300]
)
def test_an_invalid_host_is_replaced_by_the_servers_own(host: str | None) -> None:
    assert public_address(request(host)) == "http://127.0.0.1:8501/"


@pytest.mark.parametrize(
    "text",
    ["map.example", "ftp://map.example", "https://", "https://a.example/?x=1", "https://[::1",
     "https://user:secret@map.example/", "javascript:alert(1)"],
)  # fmt: skip
def test_an_invalid_setting_is_an_error_that_names_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ADDRESS_VARIABLE, text)
    with pytest.raises(AddressError, match=ADDRESS_VARIABLE):
        named_address()
