"""Who the reader is, as Streamlit knows it: from the socket in a script, from cookies in a route.

Streamlit has no interface for the latter, so its own functions read the cookie that its own
functions signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from routemap.host.streamlit_internals import cookies_to_claims, sign_in_address
from routemap.model.errors import AccessError
from routemap.web.guard.allow_list import Decision
from routemap.web.guard.client import client_of, trusts_proxy
from routemap.web.guard.login import Login, read_login


@cache
def login() -> Login | None:
    """Return the login of this deployment, ``None`` where everything is public.

    Read once per process: a file of secrets that breaks while the server runs must not open
    the door.

    Raises
    ------
    AccessError
        Where the secrets cannot be read, or describe a login that would not hold.
    """
    secrets = _secrets()
    found = read_login(secrets, sign_in_address(), cookies_to_claims)
    if found is not None and st.get_option("server.trustedUserHeaders"):
        raise AccessError(
            "server.trustedUserHeaders lets a header say who a reader is; with [auth] only the "
            "identity provider may, so take that option out"
        )
    return found


def _secrets() -> Mapping[str, object]:
    try:
        return st.secrets.to_dict()
    except FileNotFoundError as error:
        # Streamlit raises the same for no file and for one that it cannot parse, and goes on
        # without a login in both cases
        unread = [path for path in st.get_option("secrets.files") if Path(path).exists()]
        if unread:
            raise AccessError(
                f"{', '.join(unread)}: cannot be read, so who may come in is not known: {error}"
            ) from error
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(
            f"the secrets cannot be read, so who may come in is not known: {error}"
        ) from error


def verdict() -> Decision:
    """Return what becomes of the reader of the running script."""
    found = login()
    return found.verdict(st.user.to_dict()) if found else Decision.ADMITTED


def reader_name() -> str:
    """Return how to address the reader of the running script, ``""`` where that is not known."""
    said = st.user.to_dict()
    return next((str(said[key]) for key in ("email", "name", "sub") if said.get(key)), "")


def reader_address() -> str:
    """Return the address of the reader of the running script, as the limits count clients."""
    headers = [
        (b"x-forwarded-for", value.encode("latin-1", "replace"))
        for value in st.context.headers.get_all("X-Forwarded-For")
    ]
    # Streamlit tells no address for readers on this machine
    scope = {"client": (st.context.ip_address or "127.0.0.1", 0), "headers": headers}
    return client_of(scope, trusts_proxy=trusts_proxy())
