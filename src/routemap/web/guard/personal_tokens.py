"""Personal tokens of a private deployment: for programs, which cannot sign in.

A token opens what its :class:`Purpose` says and nothing else. It is signed with the secret of the
login, over the account and a random number. A document per reader has the number and what the
allow-list needs to know about the account, so a token is valid until its number changes, its
document is deleted, or the account is no longer on the list.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from routemap.data.documents import Documents
from routemap.model.errors import TokenError

TOKEN: Final = "token"  # noqa: S105 - the name of the parameter
_TOKEN: Final = re.compile(r"([0-9a-f]{32})\.([A-Za-z0-9_-]{43})")
_KEPT: Final = ("iss", "sub", "email", "email_verified")
_NUMBER: Final = 16  # bytes


@dataclass(frozen=True)
class Purpose:
    """What tokens are for. A token of one purpose is not valid for another.

    Attributes
    ----------
    kind
        Kind of the documents of readers, and name of their folder.
    key
        From which, and the secret of the login, the key of the signatures is made.
    unkept
        The message if a token cannot be kept or deleted.
    """

    kind: str
    key: bytes
    unkept: str


FEEDS: Final = Purpose(
    "feeds",
    b"personal feed addresses",
    "Personal feed addresses cannot be kept on this server. Ask the people who run this dashboard.",
)
DRAFTS: Final = Purpose(
    "draft-tokens",
    b"personal tokens of programs that send drafts",
    "Tokens for programs cannot be kept on this server. Ask the people who run this dashboard.",
)


class PersonalTokens:
    """The tokens of readers for a purpose. Can be shared by threads and processes.

    Parameters
    ----------
    purpose
        What the tokens are for.
    documents
        One document per reader with a token; ``None`` if nothing is kept, so that there are no
        tokens.
    secret
        The secret of the login. Another one makes every token invalid.
    """

    def __init__(self, purpose: Purpose, documents: Documents | None, secret: str) -> None:
        self._unkept = purpose.unkept
        self._documents = documents
        self._secret = hmac.digest(secret.encode(), purpose.key, "sha256")

    @property
    def is_kept(self) -> bool:
        """Whether documents are kept, so that readers can have tokens."""
        return self._documents is not None

    def token(self, claims: Mapping[str, Any]) -> str:
        """Return the token of a signed-in reader, ``""`` without one.

        What is known about the account is updated, so that the allow-list is asked for the email
        address of the latest sign-in.
        """
        account = self._account(claims)
        kept = self._read(account)
        if kept is None:
            return ""
        if kept["reader"] != _reader(claims):
            self._write(account, {**kept, "reader": _reader(claims)})
        return self._signed(account, kept["number"])

    def renew(self, claims: Mapping[str, Any]) -> str:
        """Give a reader a new token, which makes an earlier one invalid, and return it.

        Raises
        ------
        TokenError
            If it cannot be kept.
        """
        account, number = self._account(claims), secrets.token_hex(_NUMBER)
        self._write(account, {"number": number, "reader": _reader(claims)})
        return self._signed(account, number)

    def revoke(self, claims: Mapping[str, Any]) -> None:
        """Make the token of a reader invalid.

        Raises
        ------
        TokenError
            If its document cannot be deleted.
        """
        if self._documents is None:
            return
        try:
            self._documents.delete(_name(self._account(claims)))
        except OSError as error:
            raise TokenError(self._unkept) from error

    def reader(self, token: str) -> Mapping[str, Any] | None:
        """Return the claims about the reader of a token, ``None`` if it is not valid.

        The claims do not say whether the reader still has access.
        """
        found = _TOKEN.fullmatch(token)
        kept = self._read(found[1]) if found else None
        if found is None or kept is None:
            return None
        is_valid = hmac.compare_digest(self._signed(found[1], kept["number"]), token)
        reader: Mapping[str, Any] = kept["reader"]
        return reader if is_valid else None

    def _account(self, claims: Mapping[str, Any]) -> str:
        account = json.dumps([str(claims.get("iss")), str(claims.get("sub"))])
        return hmac.digest(self._secret, account.encode(), "sha256").hex()[:32]

    def _signed(self, account: str, number: str) -> str:
        signature = hmac.digest(self._secret, f"{account}.{number}".encode(), "sha256")
        return f"{account}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"

    def _read(self, account: str) -> dict[str, Any] | None:
        if self._documents is None:
            return None
        try:
            kept = json.loads(self._documents.read(_name(account)) or b"")
            is_valid = isinstance(kept["number"], str) and isinstance(kept["reader"], dict)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return kept if is_valid else None

    def _write(self, account: str, kept: Mapping[str, Any]) -> None:
        if self._documents is None:
            raise TokenError(self._unkept)
        try:
            self._documents.write(_name(account), json.dumps(kept).encode())
        except OSError as error:
            raise TokenError(self._unkept) from error


def _name(account: str) -> str:
    return f"{account}.json"


def _reader(claims: Mapping[str, Any]) -> dict[str, Any]:
    return {key: claims[key] for key in _KEPT if key in claims}
