"""The role of the reader of the running script, and their token for programs.

Both are looked up in every run, so that a page that stays open loses them when the sign-in ends.
"""

from __future__ import annotations

from functools import cache

import streamlit as st

from routemap.host.identity import login
from routemap.host.streamlit_internals import remote_address
from routemap.model.errors import AccessError
from routemap.model.roles import TOKEN, Role, may
from routemap.web.guard.personal_tokens import PersonalTokens
from routemap.web.guard.roles import Person, Roles, read_roles


@cache
def roles() -> Roles:
    """Return the roles of this deployment, read once per process.

    Raises
    ------
    AccessError
        See :func:`routemap.host.identity.login` and
        :func:`routemap.web.guard.roles.read_roles`.
    """
    return read_roles(login())


def current_role() -> Role:
    """Return the role of the reader of the running script; a reader if it is unknown."""
    return _person().role


def current_person() -> str:
    """Return the name of the reader for drafts, ``""`` if it is unknown.

    It is the verified email address, else the name or account id; without a login, it is the same
    for everybody on the machine of the server.
    """
    return _person().name


def draft_token() -> str:
    """Return the token with which programs of the reader send drafts, ``""`` without one.

    Raises
    ------
    AccessError
        If the reader may not have one.
    """
    return _tokens().token(st.user.to_dict())


def renew_draft_token() -> str:
    """Give the reader a new token, which makes an earlier one invalid, and return it.

    Raises
    ------
    AccessError
        If the reader may not have one.
    TokenError
        If it cannot be kept.
    """
    return _tokens().renew(st.user.to_dict())


def revoke_draft_token() -> None:
    """Make the token of the reader invalid.

    Raises
    ------
    AccessError
        If the reader may not have one; it is invalid then.
    TokenError
        If its file cannot be deleted.
    """
    _tokens().revoke(st.user.to_dict())


def _person() -> Person:
    found = roles()
    if found.login is not None:
        return found.signed_in(st.user.to_dict())
    headers = [
        (name.lower().encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        for name in st.context.headers
        for value in st.context.headers.get_all(name)
    ]
    return found.requesting({"client": (remote_address(), 0), "headers": headers})


def _tokens() -> PersonalTokens:
    found = login()
    if found is None or not may(current_role(), TOKEN):
        raise AccessError(
            "only contributors and editors of a copy with a login can have a token for programs"
        )
    return found.draft_tokens
