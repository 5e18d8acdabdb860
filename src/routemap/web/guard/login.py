"""The login of a private deployment: how its secrets describe it, and what it says of a reader."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from routemap.model.errors import AccessError
from routemap.web.guard.allow_list import Access, Claims, Decision, EndedSignIns, read_access

DEFAULT: Final = "default"
CALLBACK: Final = "oauth2callback"
_LEAST_SECRET: Final = 32
_SHARED: Final = ("redirect_uri", "cookie_secret")
_OWN: Final = ("client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True)
class Login:
    """How readers of a private deployment are known and admitted.

    Attributes
    ----------
    access
        Who may come in.
    providers
        Names of the identity providers, as ``st.login`` takes them.
    home
        Where readers find the dashboard, with a trailing slash.
    cookies_to_claims
        Returns what a provider said of the reader, from the cookies of a request; empty
        wherever a signature does not hold.
    secret
        Makes the aliases of the log; nobody who lacks it can tell who they are.
    ended
        The sign-ins that count no more.
    """

    access: Access
    providers: tuple[str, ...]
    home: str
    cookies_to_claims: Callable[[Mapping[str, str]], Claims]
    secret: str = field(repr=False)
    ended: EndedSignIns = field(default_factory=EndedSignIns)

    def verdict(self, claims: Claims) -> Decision:
        """Return what becomes of a reader now."""
        found = self.access.verdict(claims, time.time())
        if found is not Decision.SIGNED_OUT and self.ended.has(claims):
            return Decision.EXPIRED
        return found

    def alias(self, claims: Claims) -> str:
        """Return what stands for a reader in the log: the same for the same account."""
        account = f"{claims.get('iss')} {claims.get('sub')}"
        return hmac.digest(self.secret.encode(), account.encode(), "sha256").hex()[:12]


def read_login(
    secrets: Mapping[str, Any],
    redirect_uri: str,
    cookies_to_claims: Callable[[Mapping[str, str]], Claims],
) -> Login | None:
    """Return the login that secrets describe, ``None`` where they describe none.

    Parameters
    ----------
    secrets
        All sections of Streamlit's secrets.
    redirect_uri
        That of the section ``[auth]``, as Streamlit reads it.
    cookies_to_claims
        See :class:`Login`.

    Raises
    ------
    AccessError
        Where a login was meant and would not hold: a server that is private by mistake is
        noticed, one that is public by mistake is not.
    """
    auth, own = _section(secrets, "auth"), _section(secrets, "routemap")
    if auth is None:
        if own is not None:
            raise AccessError(
                "the secrets have a section [routemap] that says who may come in, but no section "
                "[auth], so that everybody could; add [auth], or take [routemap] out"
            )
        return None
    for key in _SHARED:
        if not isinstance(auth.get(key), str):
            raise AccessError(f"[auth] needs {key}")
    if len(auth["cookie_secret"]) < _LEAST_SECRET:
        raise AccessError(
            f"cookie_secret must have {_LEAST_SECRET} characters or more: whoever guesses it is "
            "everybody; make one with python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return Login(
        access=read_access(own or {}),
        providers=_providers(auth),
        home=_home(redirect_uri),
        cookies_to_claims=cookies_to_claims,
        secret=auth["cookie_secret"],
    )


def _section(secrets: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    section = secrets.get(key)
    if section is not None and not isinstance(section, Mapping):
        raise AccessError(f"the secrets hold a value “{key}”; it must be a section [{key}]")
    return section


def _providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    named = {key: value for key, value in auth.items() if isinstance(value, Mapping)}
    named.pop("client_kwargs", None)
    if any(key in auth for key in _OWN):
        named = {DEFAULT: auth, **named}
    if not named:
        raise AccessError(f"[auth] names no identity provider; it needs {', '.join(_OWN)}")
    for name, section in named.items():
        where = "[auth]" if name == DEFAULT else f"[auth.{name}]"
        for key in _OWN:
            if not (isinstance(section.get(key), str) and section[key]):
                raise AccessError(f"{where} needs {key}")
        if "_" in name:
            raise AccessError(f"{where}: Streamlit takes no name with an underscore")
    return tuple(named)


def _home(redirect_uri: str) -> str:
    parts = urlsplit(redirect_uri)
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or not parts.path.endswith(f"/{CALLBACK}")
        or parts.query
        or parts.fragment
    ):
        raise AccessError(
            "redirect_uri must be where readers find the dashboard, with oauth2callback behind "
            f"it, such as https://map.example/{CALLBACK}, found {redirect_uri!r}"
        )
    return redirect_uri.removesuffix(CALLBACK)
