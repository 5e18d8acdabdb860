"""Identify the reader with Streamlit: through its session in a script, from cookies in a route.

Streamlit has no public interface for routes, so its private functions read the cookie that it
signed.
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
    """Return the login of this deployment, ``None`` if everything is public.

    The secrets are read once per process, so that a file that becomes unreadable while the server
    runs does not make the dashboard public.

    Raises
    ------
    AccessError
        If the secrets cannot be read, or the login is incomplete or insecure.
    """
    secrets = _secrets()
    found = read_login(secrets, sign_in_address(), cookies_to_claims)
    if found is not None and st.get_option("server.trustedUserHeaders"):
        raise AccessError(
            "server.trustedUserHeaders cannot be combined with [auth], because it accepts the "
            "identity of a reader from a header; remove that option"
        )
    return found


def _secrets() -> Mapping[str, object]:
    try:
        return st.secrets.to_dict()
    except FileNotFoundError as error:
        # Streamlit raises the same error for a missing and for an invalid file, and continues
        # without a login in both cases
        unread = [path for path in st.get_option("secrets.files") if Path(path).exists()]
        if unread:
            raise AccessError(
                f"{', '.join(unread)}: the secrets cannot be read, so access cannot be checked; "
                f"correct the file: {error}"
            ) from error
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(
            f"the secrets cannot be read, so access cannot be checked; correct the file: {error}"
        ) from error


def verdict() -> Decision:
    """Return the access decision for the reader of the running script."""
    found = login()
    return found.verdict(st.user.to_dict()) if found else Decision.ADMITTED


def reader_name() -> str:
    """Return the email address, name or account id of the current reader, ``""`` if unknown."""
    user = st.user.to_dict()
    return next((str(user[key]) for key in ("email", "name", "sub") if user.get(key)), "")


def reader_address() -> str:
    """Return the network address of the current reader, in the form that the limits use."""
    headers = [
        (b"x-forwarded-for", value.encode("latin-1", "replace"))
        for value in st.context.headers.get_all("X-Forwarded-For")
    ]
    # Streamlit gives no address for readers on this machine
    scope = {"client": (st.context.ip_address or "127.0.0.1", 0), "headers": headers}
    return client_of(scope, trusts_proxy=trusts_proxy())
