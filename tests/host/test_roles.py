"""The role of the reader of a running script, in each run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from tests.web.guard.test_allow_list import claims
from tests.web.guard.test_gate import private

from routemap.data import cache
from routemap.host import middleware, roles
from routemap.model.errors import AccessError
from routemap.model.roles import Role
from routemap.web.guard.allow_list import Accounts
from routemap.web.guard.login import Login
from routemap.web.guard.roles import Roles

EDITORS = Accounts(frozenset({"editor@desk.example"}))
CONTRIBUTORS = Accounts(frozenset({"contributor@desk.example"}))
SignIn = Callable[..., None]
Connect = Callable[..., None]


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Login:
    """The login of a private copy."""
    found = private()
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(roles, "login", lambda: found)
    monkeypatch.setattr(roles, "roles", lambda: Roles(found, EDITORS, CONTRIBUTORS))
    return found


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Let somebody be signed in, as the session of a page says it."""

    def signing_in(email: str, **changes: Any) -> None:
        now = time.time()
        said = claims(email, **{"iat": now, "exp": now + 60, "sub": email, **changes})
        monkeypatch.setattr(st, "user", SimpleNamespace(to_dict=lambda: said))

    return signing_in


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Connect:
    """Let a page be connected from an address, with the headers of its WebSocket."""

    def connecting(address: str, **headers: str) -> None:
        sent = {"Host": "localhost:8501", "Origin": "http://localhost:8501", **headers}
        monkeypatch.setattr(st, "context", SimpleNamespace(headers=_Headers(sent)))
        monkeypatch.setattr(roles, "remote_address", lambda: address)
        monkeypatch.setattr(roles, "roles", lambda: Roles(is_local=True))

    return connecting


class _Headers(dict[str, str]):
    def get_all(self, name: str) -> list[str]:
        return [self[name]]


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("editor@desk.example", Role.EDITOR),
        ("Contributor@Desk.Example", Role.CONTRIBUTOR),
        ("reader@desk.example", Role.READER),
    ],
)
def test_the_account_of_a_session_has_its_role_and_name(
    sign_in: SignIn, email: str, role: Role
) -> None:
    sign_in(email)
    assert roles.current_role() is role
    assert roles.current_person() == email.lower()


def test_a_session_that_ends_while_its_page_is_open_loses_the_role(
    login: Login, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in("editor@desk.example")
    assert roles.current_role() is Role.EDITOR
    then = time.time() + 3600
    with monkeypatch.context() as later:
        later.setattr("routemap.web.guard.login.time.time", lambda: then)
        assert (roles.current_role(), roles.current_person()) == (Role.READER, "")
    assert roles.current_role() is Role.EDITOR
    login.end(st.user.to_dict())
    assert (roles.current_role(), roles.current_person()) == (Role.READER, "")


def test_only_contributors_and_editors_have_a_token(login: Login, sign_in: SignIn) -> None:
    sign_in("contributor@desk.example")
    assert roles.draft_token() == ""
    token = roles.renew_draft_token()
    assert roles.draft_token() == token
    assert login.draft_tokens.reader(token)
    assert login.feeds.reader(token) is None
    roles.revoke_draft_token()
    assert login.draft_tokens.reader(token) is None
    sign_in("reader@desk.example")
    for use in (roles.draft_token, roles.renew_draft_token, roles.revoke_draft_token):
        with pytest.raises(AccessError, match="contributors and editors"):
            use()


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_page_on_the_own_machine_edits_without_a_login(connect: Connect, address: str) -> None:
    connect(address)
    assert (roles.current_role(), roles.current_person()) == (Role.EDITOR, "local editor")
    with pytest.raises(AccessError):
        roles.renew_draft_token()


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("", {}),
        ("192.0.2.1", {}),
        ("127.0.0.1", {"X-Forwarded-For": "198.51.100.7"}),
        ("127.0.0.1", {"Host": "map.example"}),
        ("127.0.0.1", {"Origin": "https://evil.example"}),
    ],
)
def test_any_other_page_only_reads(connect: Connect, address: str, headers: dict[str, str]) -> None:
    connect(address, **headers)
    assert (roles.current_role(), roles.current_person()) == (Role.READER, "")


def test_a_script_without_a_page_only_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    # an unknown address is not this machine
    def script() -> None:
        import streamlit as st  # noqa: PLC0415

        from routemap.host.roles import current_role  # noqa: PLC0415

        st.text(current_role())

    monkeypatch.setattr(roles, "roles", lambda: Roles(is_local=True))
    assert AppTest.from_function(script).run().text[0].value == Role.READER


def test_roles_that_would_let_strangers_edit_stop_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roles, "login", lambda: None)
    monkeypatch.setattr(middleware, "login", lambda: None)
    monkeypatch.setenv("ROUTEMAP_EDITORS", "editor@desk.example")
    roles.roles.cache_clear()
    with pytest.raises(AccessError, match="ROUTEMAP_EDITORS names accounts, but this copy has no"):
        middleware.middleware_stack("")
    roles.roles.cache_clear()
