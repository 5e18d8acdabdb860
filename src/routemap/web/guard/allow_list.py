"""The allow-list: which readers have access to a private deployment.

The names of claims are from OpenID Connect Core 1.0, section 5.1 (``email``, ``email_verified``)
and section 2 (``iss``, ``sub``, ``iat``, ``exp``). A missing or invalid claim denies access.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import idna

from routemap.model.errors import AccessError

Claims = Mapping[str, Any]
EVERYBODY: Final = "*"
_LONGEST: Final = 320  # RFC 3696, section 3: 64 before the @, 255 after it
_ADDRESS: Final = re.compile(r"[^\s@\"<>(),:;\\\[\]\x00-\x1f\x7f]{1,64}@[^\s@]{1,255}")
_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_HOUR: Final = 3600


class Decision(Enum):
    """The access decision for a reader: an HTTP status, and the message of the response."""

    ADMITTED = 200, "You have access."
    SIGNED_OUT = 401, "Sign in first: open the dashboard in a browser."
    EXPIRED = 401, "Your sign-in has ended. Sign in again on the dashboard."
    UNVERIFIED = (
        403,
        "Your identity provider has not verified your email address. Verify it there, or sign in "
        "with another account.",
    )
    UNLISTED = (
        403,
        "Your account is not on the list of people who have access. Ask the people who run this "
        "dashboard, or sign in with another account.",
    )

    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        self.detail = detail


@dataclass(frozen=True)
class Accounts:
    """A list of accounts.

    Attributes
    ----------
    people
        Email addresses, each in the form of :func:`plain_address`.
    domains
        Domains of email addresses, in the form of DNS. Subdomains are not included.
    """

    people: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def has(self, address: str) -> bool:
        """Return whether an address in the form of :func:`plain_address` is on the list."""
        return address in self.people or _domain(address) in self.domains


@dataclass(frozen=True)
class Access(Accounts):
    """The allow-list, and how long a sign-in is valid.

    Attributes
    ----------
    everybody
        Whether everybody has access whom the identity provider signs in.
    hours
        How many hours a sign-in is valid; ``None`` uses the expiry time of the provider.
    trusts_unverified
        Whether an address is accepted if the provider does not say whether it is verified.
        An address that the provider calls unverified is never accepted.
    """

    everybody: bool = False
    hours: float | None = None
    trusts_unverified: bool = False

    def verdict(self, claims: Claims, now: float) -> Decision:
        """Return the access decision for a reader.

        Parameters
        ----------
        claims
            The claims of the identity provider about the reader, and ``is_logged_in``; empty if
            nobody is signed in. Their signature must have been verified.
        now
            Seconds since the epoch.
        """
        if claims.get("is_logged_in") is not True:
            return Decision.SIGNED_OUT
        if not now < self.end_of(claims):
            return Decision.EXPIRED
        return self.listed(claims)

    def listed(self, claims: Claims) -> Decision:
        """Return whether an account is on the list, whenever its reader signed in."""
        if self.everybody:
            return Decision.ADMITTED
        if not self.has(plain_address(claims.get("email"))):
            return Decision.UNLISTED
        return Decision.ADMITTED if self.verified_address(claims) else Decision.UNVERIFIED

    def verified_address(self, claims: Claims) -> str:
        """Return the email address of an account, ``""`` if it is invalid or not verified."""
        verified = claims.get("email_verified")
        # some providers send the string "true" instead of the boolean
        counts = verified is True or verified == "true"
        if counts or (verified is None and self.trusts_unverified):
            return plain_address(claims.get("email"))
        return ""

    def end_of(self, claims: Claims) -> float:
        """Return when a sign-in expires, in seconds since the epoch; 0 if that is unknown."""
        if self.hours is None:
            return _seconds(claims.get("exp"))
        made = _seconds(claims.get("iat"))
        return made + self.hours * _HOUR if made else 0.0


def read_access(section: Mapping[str, Any]) -> Access:
    """Return the access settings from the section ``[routemap]`` of the secrets.

    If ``allowed`` is missing or empty, nobody has access.

    Raises
    ------
    AccessError
        For an unknown key or an invalid value.
    """
    known = ("allowed", "session_hours", "trust_unverified_email")
    for key in section:
        if key not in known:
            raise AccessError(
                f"unknown setting “{key}” in [routemap]; known settings: {', '.join(known)}"
            )
    people, domains, everybody = _allowed(section.get("allowed", []))
    hours = section.get("session_hours")
    number = isinstance(hours, int | float) and not isinstance(hours, bool)
    if hours is not None and not (number and 0 < hours <= 24 * 30):
        raise AccessError(
            f"session_hours must be a number over 0 and up to 720 (30 days), found {hours!r}"
        )
    trusts = section.get("trust_unverified_email", False)
    if not isinstance(trusts, bool):
        raise AccessError(f"trust_unverified_email must be true or false, found {trusts!r}")
    return Access(people, domains, everybody, hours, trusts)


def _allowed(entries: object) -> tuple[frozenset[str], frozenset[str], bool]:
    if not isinstance(entries, list):
        raise AccessError(f'allowed must be a list such as ["@desk.example"], found {entries!r}')
    named = [
        entry for entry in entries if not (isinstance(entry, str) and entry.strip() == EVERYBODY)
    ]
    found = read_accounts(named, "allowed", ", or “*” for everybody who can sign in")
    return found.people, found.domains, len(named) < len(entries)


def read_accounts(entries: Iterable[object], where: str, others: str = "") -> Accounts:
    """Return the accounts of a list of addresses and domains.

    Parameters
    ----------
    entries
        The list.
    where
        Name of the setting, for messages.
    others
        What else is valid there, for messages.

    Raises
    ------
    AccessError
        For the first entry that is neither an address nor a domain.
    """
    people, domains = set(), set()
    for entry in entries:
        text = entry.strip() if isinstance(entry, str) else ""
        if text.startswith("@") and (domain := _plain_domain(text[1:])):
            domains.add(domain)
        elif address := plain_address(text):
            people.add(address)
        else:
            raise AccessError(
                f"invalid entry in {where}: use an address such as name@desk.example, a domain "
                f"such as @desk.example{others}; found {entry!r}"
            )
    return Accounts(frozenset(people), frozenset(domains))


def plain_address(text: object) -> str:
    """Return an email address in a normal form for comparison, ``""`` if it is invalid.

    Letters from A to Z become lower case, and the domain is converted to the form of DNS (UTS 46).
    Nothing else is normalized: “name+map@…” and “n.ame@…” differ from “name@…”, and letters that
    look like others or fold to them stay different.

    Examples
    --------
    >>> plain_address("Name@Bücher.example")
    'name@xn--bcher-kva.example'
    >>> plain_address("name@evil.example@desk.example")
    ''
    """
    if not isinstance(text, str) or len(text) > _LONGEST or not _ADDRESS.fullmatch(text):
        return ""
    name, _, domain = text.partition("@")
    plain = _plain_domain(domain)
    return f"{name.translate(_LOWER)}@{plain}" if plain else ""


def _plain_domain(text: str) -> str:
    try:
        return idna.encode(text, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _seconds(value: object) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number else 0.0  # type: ignore[arg-type]
