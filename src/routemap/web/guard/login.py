"""The login of a private deployment: read it from the secrets, and check readers against it."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from routemap.data.load import data_folder
from routemap.data.source import shared_documents
from routemap.model.errors import AccessError
from routemap.web.guard.allow_list import Access, Claims, Decision, read_access
from routemap.web.guard.ended_sign_ins import KIND, EndedSignIns
from routemap.web.guard.personal_tokens import DRAFTS, FEEDS, PersonalTokens, Purpose

READER: Final = "routemap.reader"
"""Key of the :class:`Reader` in the ASGI scope."""
DEFAULT: Final = "default"
CALLBACK: Final = "oauth2callback"
_LEAST_SECRET: Final = 32
_SHARED: Final = ("redirect_uri", "cookie_secret")
_OWN: Final = ("client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True)
class Login:
    """The login of a private deployment.

    Attributes
    ----------
    access
        Which readers have access.
    providers
        Names of the identity providers, as ``st.login`` accepts them.
    home
        The address of the dashboard for readers, with a trailing slash.
    cookies_to_claims
        Returns the provider's claims about a reader from the cookies of a request; empty if a
        signature is invalid.
    secret
        Key of the aliases in the log; without it, nobody can find the account of an alias.
    ended
        The sign-ins that were ended by signing out.
    """

    access: Access
    providers: tuple[str, ...]
    home: str
    cookies_to_claims: Callable[[Mapping[str, str]], Claims]
    secret: str = field(repr=False)
    ended: EndedSignIns = field(default_factory=EndedSignIns)

    def verdict(self, claims: Claims) -> Decision:
        """Return the access decision for a reader at the current time."""
        found = self.access.verdict(claims, time.time())
        if found is not Decision.SIGNED_OUT and self.ended.has(claims):
            return Decision.EXPIRED
        return found

    def end(self, claims: Claims) -> None:
        """End a sign-in in all processes of the deployment."""
        self.ended.end(claims, self.access.end_of(claims))

    def alias(self, claims: Claims) -> str:
        """Return the alias of a reader in the log: 12 characters, the same for each account."""
        account = f"{claims.get('iss')} {claims.get('sub')}"
        return hmac.digest(self.secret.encode(), account.encode(), "sha256").hex()[:12]

    @property
    def feeds(self) -> PersonalTokens:
        """The tokens of personal feed addresses."""
        return self._tokens(FEEDS)

    @property
    def draft_tokens(self) -> PersonalTokens:
        """The tokens with which programs send drafts."""
        return self._tokens(DRAFTS)

    def _tokens(self, purpose: Purpose) -> PersonalTokens:
        """Return the tokens for a purpose."""
        documents = shared_documents(purpose.kind, data_folder())
        return PersonalTokens(purpose, documents, self.secret)


@dataclass(frozen=True)
class Reader:
    """A signed-in reader, as the gate passes one on to a route in the ASGI scope."""

    login: Login
    claims: Claims


def read_login(
    secrets: Mapping[str, Any],
    redirect_uri: str,
    cookies_to_claims: Callable[[Mapping[str, str]], Claims],
) -> Login | None:
    """Return the login described in the secrets, ``None`` if they describe no login.

    Parameters
    ----------
    secrets
        All sections of Streamlit's secrets.
    redirect_uri
        The value in the section ``[auth]``, as Streamlit reads it.
    cookies_to_claims
        See :class:`Login`.

    Raises
    ------
    AccessError
        If a login is configured but incomplete or insecure. The server must not start then: a
        server that is public by mistake would not be noticed.
    """
    auth, own = _section(secrets, "auth"), _section(secrets, "routemap")
    if auth is None:
        if own is not None:
            raise AccessError(
                "the secrets have a section [routemap] but no section [auth], so everybody would "
                "have access; add [auth], or remove [routemap] to make the dashboard public"
            )
        return None
    for key in _SHARED:
        if not isinstance(auth.get(key), str):
            raise AccessError(f"[auth] needs {key}")
    if len(auth["cookie_secret"]) < _LEAST_SECRET:
        raise AccessError(
            f"cookie_secret must have at least {_LEAST_SECRET} characters, because anyone who "
            "guesses it can sign in as any reader; create one with "
            "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return Login(
        access=read_access(own or {}),
        providers=_providers(auth),
        home=_home(redirect_uri),
        cookies_to_claims=cookies_to_claims,
        secret=auth["cookie_secret"],
        ended=EndedSignIns(lambda: shared_documents(KIND, data_folder())),
    )


def _section(secrets: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    section = secrets.get(key)
    if section is not None and not isinstance(section, Mapping):
        raise AccessError(f"“{key}” in the secrets is a value; it must be a section [{key}]")
    return section


def _providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    named = {key: value for key, value in auth.items() if isinstance(value, Mapping)}
    named.pop("client_kwargs", None)
    if any(key in auth for key in _OWN):
        named = {DEFAULT: auth, **named}
    if not named:
        raise AccessError(f"[auth] has no identity provider; add {', '.join(_OWN)}")
    for name, section in named.items():
        where = "[auth]" if name == DEFAULT else f"[auth.{name}]"
        for key in _OWN:
            if not (isinstance(section.get(key), str) and section[key]):
                raise AccessError(f"{where} needs {key}")
        if "_" in name:
            raise AccessError(
                f"{where}: Streamlit accepts no underscore in the name of a provider; rename it"
            )
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
            "redirect_uri must be the address of the dashboard followed by oauth2callback, such as "
            f"https://map.example/{CALLBACK}, found {redirect_uri!r}"
        )
    return redirect_uri.removesuffix(CALLBACK)
