"""The secrets of a login: valid ones are read, incomplete or insecure ones are errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.web.guard.test_allow_list import claims

from routemap.model.errors import AccessError
from routemap.web.guard.allow_list import Decision
from routemap.web.guard.login import Login, read_login

HERE = "https://map.example/routes/oauth2callback"
PROVIDER = {
    "client_id": "routemap", "client_secret": "s",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}  # fmt: skip
SHARED = {"redirect_uri": HERE, "cookie_secret": "c" * 32}
ALLOWED = {"allowed": ["*"]}
Secrets = dict[str, dict[str, Any]]


def read(secrets: Secrets, redirect_uri: str = HERE) -> Login | None:
    return read_login(secrets, redirect_uri, dict)


def whole() -> Secrets:
    return {"auth": {**SHARED, **PROVIDER}, "routemap": {**ALLOWED}}


def test_without_secrets_everything_is_public() -> None:
    assert read({}) is None
    assert read({"other": {"key": "value"}}) is None


def test_a_login_has_its_providers_and_its_home() -> None:
    found = read(whole())
    assert found is not None
    assert (found.providers, found.home) == (("default",), "https://map.example/routes/")
    several = read({"auth": {**SHARED, "okta": PROVIDER, "desk": PROVIDER}, "routemap": ALLOWED})
    assert several is not None
    assert several.providers == ("okta", "desk")


def test_a_login_without_a_list_admits_nobody() -> None:
    found = read({"auth": {**SHARED, **PROVIDER}})
    assert found is not None
    assert found.verdict(claims(exp=4e9)) is Decision.UNLISTED


def drop(key: str) -> Callable[[Secrets], object]:
    return lambda secrets: secrets["auth"].pop(key)


def put(section: str, value: object) -> Callable[[Secrets], object]:
    return lambda secrets: secrets.update({section: value})  # type: ignore[dict-item]


def put_auth(**values: object) -> Callable[[Secrets], object]:
    return lambda secrets: secrets["auth"].update(values)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        # a list of people without a login
        (lambda secrets: secrets.pop("auth"), r"no section \[auth\]"),
        (put("auth", {}), "redirect_uri"),
        (put("auth", "yes"), r"section \[auth\]"),
        (put("routemap", ["@desk.example"]), r"section \[routemap\]"),
        (drop("redirect_uri"), "redirect_uri"),
        (drop("cookie_secret"), "cookie_secret"),
        (put_auth(cookie_secret="c" * 31), "32 characters"),
        (put_auth(cookie_secret=7), "cookie_secret"),
        (drop("client_id"), "client_id"),
        (drop("client_secret"), "client_secret"),
        (put_auth(server_metadata_url=""), "server_metadata_url"),
        (put_auth(okta={"client_id": "x"}), r"\[auth.okta\] needs client_secret"),
        (put_auth(my_okta=PROVIDER), "underscore"),
    ],
)
def test_an_incomplete_or_insecure_login_stops_the_server(
    broken: Callable[[Secrets], object], message: str
) -> None:
    secrets = whole()
    broken(secrets)
    with pytest.raises(AccessError, match=message):
        read(secrets)


def test_a_login_without_a_provider_is_an_error() -> None:
    with pytest.raises(AccessError, match="has no identity provider"):
        read({"auth": SHARED})


@pytest.mark.parametrize(
    "uri",
    [
        "/oauth2callback", "map.example/oauth2callback", "ftp://map.example/oauth2callback",
        "https://map.example/callback", "https://map.example/xoauth2callback?x",
        "https://map.example/oauth2callback#x", "https:///oauth2callback", "",
    ],
)  # fmt: skip
def test_where_the_provider_sends_readers_back_must_be_ours(uri: str) -> None:
    with pytest.raises(AccessError, match="redirect_uri must be"):
        read(whole(), uri)


def test_the_alias_in_the_log_does_not_reveal_the_account() -> None:
    found = read(whole())
    assert found is not None
    alias = found.alias(claims())
    assert alias == found.alias(claims(iat=5, email="another@desk.example"))
    assert alias != found.alias(claims(sub="2"))
    other = whole()
    other["auth"]["cookie_secret"] = "d" * 32
    elsewhere = read(other)
    assert elsewhere is not None
    assert alias != elsewhere.alias(claims())
    assert "c" * 32 not in repr(found)
