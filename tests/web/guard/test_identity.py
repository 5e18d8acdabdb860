"""Cookies signed by Streamlit are accepted as Streamlit accepts them, and no others.

The tests sign with Streamlit's own functions, so that they fail if a release changes them.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.responses import Response
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_auth_routes, starlette_websocket
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from tests.web.guard.test_allow_list import claims

from routemap.host import identity
from routemap.model.errors import AccessError

ORIGIN = "https://map.example"
SECRET = "0123456789abcdef" * 2
SECRETS = f"""
[auth]
redirect_uri = "{ORIGIN}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "routemap"
client_secret = "s"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
[routemap]
allowed = ["@desk.example"]
"""
USER = "_streamlit_user"
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Write]:
    """Write secrets to the file that Streamlit reads."""
    path = tmp_path / "secrets.toml"
    kept = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(path)])

    def writing(text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        secrets_singleton._reset()
        return path

    secrets_singleton._reset()
    yield writing
    config.set_option("secrets.files", kept)
    secrets_singleton._reset()


@pytest.fixture
def _private(write: Write) -> None:
    write(SECRETS)


def signed_in(**changes: Any) -> dict[str, str]:
    """Return the cookies that Streamlit sets after a sign-in."""
    response = Response()
    said = {**claims(**changes), "origin": ORIGIN, "provider": "default"}
    asyncio.run(starlette_auth_routes._set_auth_cookie(response, said, {"id_token": "t"}))
    cookies: SimpleCookie = SimpleCookie()
    for name, value in response.raw_headers:
        if name == b"set-cookie":
            cookies.load(value.decode())
    return {name: morsel.value for name, morsel in cookies.items()}


@pytest.mark.usefixtures("_private")
def test_what_streamlit_signed_is_read() -> None:
    found = identity.cookies_to_claims(signed_in())
    assert found == {**claims(), "provider": "default"}


@pytest.mark.usefixtures("_private")
def test_it_is_read_as_the_socket_of_a_page_reads_it() -> None:
    cookies = signed_in()
    raw = starlette_websocket._get_signed_cookie_with_chunks(cookies, USER)
    assert raw is not None
    socket = starlette_websocket._parse_decoded_user_cookie(raw, ORIGIN)
    assert identity.cookies_to_claims(cookies) == socket


@pytest.mark.usefixtures("_private")
def test_a_sign_in_in_several_cookies_is_read_whole_or_not_at_all() -> None:
    groups = [hashlib.sha256(bytes([n])).hexdigest() for n in range(200)]
    cookies = signed_in(groups=groups)
    assert sum(name.startswith(f"{USER}_") and name[-1].isdigit() for name in cookies) > 1
    assert identity.cookies_to_claims(cookies)["groups"] == groups
    del cookies[f"{USER}_2"]
    assert identity.cookies_to_claims(cookies) == {}


def altered(value: str, at: int) -> str:
    return value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]


@pytest.mark.usefixtures("_private")
@pytest.mark.parametrize("place", [0.0, 0.2, 0.5, 0.8, 0.95])
def test_a_cookie_with_any_letter_changed_is_nobody(place: float) -> None:
    value = signed_in()[USER]
    assert identity.cookies_to_claims({USER: altered(value, int(place * len(value)))}) == {}


def forged(secret: str = SECRET, name: str = USER, **changes: Any) -> dict[str, str]:
    said = {**claims(), "origin": ORIGIN, "provider": "default", **changes}
    return {USER: create_signed_value(secret, name, json.dumps(said)).decode()}


@pytest.mark.usefixtures("_private")
@pytest.mark.parametrize(
    "cookies",
    [
        {},
        {USER: ""},
        {USER: json.dumps(claims())},
        {USER: base64.b64encode(json.dumps(claims()).encode()).decode()},
        forged(secret=""),
        forged(secret="another secret of thirty-two letters"),
        # signed with the right key, but as another cookie
        forged(name="_streamlit_user_tokens"),
        forged(name="_streamlit_user_1"),
        # signed for another site with the same secret
        forged(origin="https://evil.example"),
        forged(origin=None),
        {"_streamlit_user_1": forged()[USER]},
        {USER: "chunks-2"},
        {USER: create_signed_value(SECRET, USER, "chunks-9").decode()},
        {USER: create_signed_value(SECRET, USER, "not json").decode()},
        {USER: "\xff\xfe"},
    ],
)
def test_what_streamlit_did_not_sign_for_us_is_nobody(cookies: dict[str, str]) -> None:
    assert identity.cookies_to_claims(cookies) == {}


@pytest.mark.usefixtures("_private")
def test_the_forgeries_above_fail_for_what_they_forge() -> None:
    assert identity.cookies_to_claims(forged())["email"] == "reader@desk.example"


@pytest.mark.usefixtures("_private")
def test_a_signature_ends_after_a_month_whatever_it_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    cookies = signed_in(exp=9e9)
    then = time.time() + 32 * 24 * 3600
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: then)
    assert identity.cookies_to_claims(cookies) == {}


@pytest.mark.usefixtures("_private")
def test_a_new_secret_ends_all_sign_ins(write: Write) -> None:
    cookies = signed_in()
    write(SECRETS.replace(SECRET, SECRET[::-1]))
    assert identity.cookies_to_claims(cookies) == {}


@pytest.mark.usefixtures("_private")
def test_secrets_that_break_while_the_server_runs_open_nothing(write: Write) -> None:
    cookies = signed_in()
    path = write("[auth")
    assert identity.cookies_to_claims(cookies) == {}
    path.unlink()
    secrets_singleton._reset()
    assert identity.cookies_to_claims(cookies) == {}


def test_a_login_is_read_from_streamlits_secrets(write: Write) -> None:
    assert identity.login.__wrapped__() is None
    write(SECRETS)
    found = identity.login.__wrapped__()
    assert found.home == f"{ORIGIN}/"
    assert found.access.domains == {"desk.example"}


def test_the_port_is_filled_in(write: Write) -> None:
    write(SECRETS.replace(f"{ORIGIN}/", "http://localhost:{port}/"))
    port = st.get_option("server.port")
    assert identity.login.__wrapped__().home == f"http://localhost:{port}/"


@pytest.mark.parametrize(
    "text", ["[auth", "[auth]\nredirect_uri", "\x00", SECRETS + "[auth]\n", SECRETS + "x = \xff"]
)
def test_secrets_that_cannot_be_read_stop_the_server(write: Write, text: str) -> None:
    # Streamlit itself would continue without a login
    write("").write_bytes(text.encode("latin-1"))
    with pytest.raises(AccessError, match="cannot be read, so access cannot be checked"):
        identity.login.__wrapped__()


def test_a_header_cannot_say_who_a_reader_is(write: Write) -> None:
    write(SECRETS)
    config.set_option("server.trustedUserHeaders", {"X-Email": "email"})
    try:
        with pytest.raises(AccessError, match="trustedUserHeaders"):
            identity.login.__wrapped__()
    finally:
        config.set_option("server.trustedUserHeaders", {})
