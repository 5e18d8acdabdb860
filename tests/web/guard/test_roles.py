"""Roles come from verified accounts of the login, and without one from the own machine only."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from tests.web.guard.test_allow_list import claims
from tests.web.guard.test_gate import private

from routemap.data.settings import CONTRIBUTORS, EDITORS
from routemap.model.errors import AccessError
from routemap.model.roles import Role
from routemap.web.guard.allow_list import read_access
from routemap.web.guard.login import Login
from routemap.web.guard.roles import LOCAL_EDITOR, NOBODY, Person, Roles, read_roles


@pytest.fixture(autouse=True)
def lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EDITORS.key, "Ed@desk.example  @editors.example")
    monkeypatch.setenv(CONTRIBUTORS.key, "con@desk.example ed@desk.example @interns.example")


def open_to_all(**section: Any) -> Login:
    return replace(private(), access=read_access({"allowed": ["*"], **section}))


def signed_in(email: object, login: Login | None = None, **changes: Any) -> Person:
    now = time.time()
    said = claims(email, **{"iat": now, "exp": now + 60, **changes})
    return read_roles(login or open_to_all()).signed_in(said)


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("ed@desk.example", Role.EDITOR),
        ("ED@DESK.EXAMPLE", Role.EDITOR),
        ("anybody@editors.example", Role.EDITOR),
        ("con@desk.example", Role.CONTRIBUTOR),
        ("anybody@interns.example", Role.CONTRIBUTOR),
        ("reader@desk.example", Role.READER),
        ("ed+x@desk.example", Role.READER),
        ("x@sub.editors.example", Role.READER),
        ("x@evil.example@editors.example", Role.READER),
        (None, Role.READER),
        ("", Role.READER),
    ],
)
def test_the_lists_give_the_roles(email: object, role: Role) -> None:
    assert signed_in(email).role is role


@pytest.mark.parametrize("verified", [False, None, "false", 1, "yes"])
def test_an_address_that_is_not_verified_gives_no_role(verified: object) -> None:
    # everybody who signs in has access, and can say any address
    found = signed_in("ed@desk.example", email_verified=verified, name="Somebody")
    assert found == Person("Somebody", Role.READER)


def test_an_own_provider_can_vouch_for_its_addresses() -> None:
    trusting = open_to_all(trust_unverified_email=True)
    assert signed_in("ed@desk.example", trusting, email_verified=None).role is Role.EDITOR
    assert signed_in("ed@desk.example", trusting, email_verified=False).role is Role.READER


def test_who_has_no_access_or_whose_sign_in_has_ended_has_no_role() -> None:
    assert signed_in("ed@desk.example", exp=time.time() - 1) == NOBODY
    assert signed_in("ed@desk.example", is_logged_in=False) == NOBODY
    assert signed_in("x@editors.example", private()) == NOBODY
    assert read_roles(open_to_all()).signed_in({}) == NOBODY
    login = open_to_all()
    now = time.time()
    said = claims("ed@desk.example", iat=now, exp=now + 60)
    assert read_roles(login).signed_in(said).role is Role.EDITOR
    login.end(said)
    assert read_roles(login).signed_in(said) == NOBODY


def test_a_person_has_one_name_however_the_address_is_written() -> None:
    assert signed_in("Ed@Desk.Example", name="Ed").name == "ed@desk.example"
    assert signed_in(None, name="Ed").name == "Ed"
    assert signed_in(None, name="").name == "1"


def test_the_log_can_say_who_edits() -> None:
    assert read_roles(open_to_all()).editing == "5 on the lists"
    assert Roles(is_local=True).editing == "on the machine of the server"
    assert Roles().editing == ""


def test_a_login_never_makes_local_editors() -> None:
    scope = {"client": ("127.0.0.1", 5), "headers": [(b"host", b"localhost")]}
    assert read_roles(open_to_all()).requesting(scope) == NOBODY


@pytest.mark.parametrize(
    ("editors", "contributors"),
    [
        ("ed@desk.example", ""), ("@desk.example", ""), ("*", ""), ("everybody", ""),
        ("loopback ed@desk.example", ""), ("LOOPBACK", ""), ("127.0.0.1", ""), ("1", ""),
        ("", "con@desk.example"), ("loopback", "loopback"),
    ],
)  # fmt: skip
def test_without_a_login_nothing_but_loopback_starts(
    monkeypatch: pytest.MonkeyPatch, editors: str, contributors: str
) -> None:
    monkeypatch.setenv(EDITORS.key, editors)
    monkeypatch.setenv(CONTRIBUTORS.key, contributors)
    with pytest.raises(AccessError, match=r"ROUTEMAP_.*no login.*“loopback”"):
        read_roles(None)


@pytest.mark.parametrize(
    "value", ["*", "loopback", "ed@desk.example loopback", "desk.example", "@"]
)
def test_with_a_login_only_accounts_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(EDITORS.key, value)
    with pytest.raises(AccessError, match="ROUTEMAP_EDITORS"):
        read_roles(open_to_all())


def test_without_a_login_the_own_machine_edits_only_if_it_is_switched_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scope = {"client": ("127.0.0.1", 5), "headers": [(b"host", b"localhost:8501")]}
    monkeypatch.delenv(CONTRIBUTORS.key)
    monkeypatch.delenv(EDITORS.key)
    assert read_roles(None) == Roles()
    assert read_roles(None).requesting(scope) == NOBODY
    monkeypatch.setenv(EDITORS.key, "loopback")
    assert read_roles(None).requesting(scope) == LOCAL_EDITOR
    assert read_roles(None).requesting({**scope, "client": ("192.0.2.1", 5)}) == NOBODY
    assert read_roles(None).signed_in(claims("ed@desk.example")) == NOBODY
