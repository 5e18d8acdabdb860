"""Who may come in: the allow-list, and what becomes of a sign-in against it.

The words are those of OpenID Connect Core 1.0, section 5.1 (``email``, ``email_verified``) and
section 2 (``iss``, ``sub``, ``iat``, ``exp``). Everything that is in doubt keeps the reader out.
"""

from __future__ import annotations

import hashlib
import json
import re
import string
import threading
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
_MOST_ENDED: Final = 10_000
_HOUR: Final = 3600


class Decision(Enum):
    """What becomes of a reader: a status of HTTP, and what a program is told."""

    ADMITTED = 200, "You may come in."
    SIGNED_OUT = 401, "Sign in first: open the dashboard in a browser."
    EXPIRED = 401, "Your sign-in has ended. Sign in again in the dashboard."
    UNVERIFIED = 403, "Your identity provider does not vouch for your e-mail address."
    UNLISTED = 403, "Your account is not on the list of this dashboard."

    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        self.detail = detail


@dataclass(frozen=True)
class Access:
    """The allow-list, and for how long a sign-in holds.

    Attributes
    ----------
    people
        E-mail addresses, each in the form of :func:`plain_address`.
    domains
        What stands behind the @, in the form of DNS. Subdomains are domains of their own.
    everybody
        Whether everybody may come in whom the identity provider signs in.
    hours
        How long a sign-in holds after it was made; ``None`` is as long as the provider says.
    trusts_unverified
        Whether addresses count that the provider says nothing of. One that it says are not
        verified never do.
    """

    people: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    everybody: bool = False
    hours: float | None = None
    trusts_unverified: bool = False

    def verdict(self, claims: Claims, now: float) -> Decision:
        """Return what becomes of a reader.

        Parameters
        ----------
        claims
            What the identity provider said of the reader, and ``is_logged_in``; empty where
            nobody signed in. Must come from a verified signature.
        now
            Seconds since the epoch.
        """
        if claims.get("is_logged_in") is not True:
            return Decision.SIGNED_OUT
        if not now < self.end_of(claims):
            return Decision.EXPIRED
        if self.everybody:
            return Decision.ADMITTED
        address = plain_address(claims.get("email"))
        if address not in self.people and _domain(address) not in self.domains:
            return Decision.UNLISTED
        verified = claims.get("email_verified")
        # some providers write the word instead of the value
        if verified is True or verified == "true":
            return Decision.ADMITTED
        return (
            Decision.ADMITTED
            if verified is None and self.trusts_unverified
            else Decision.UNVERIFIED
        )

    def end_of(self, claims: Claims) -> float:
        """Return when a sign-in ends, in seconds since the epoch; 0 where that is not said."""
        if self.hours is None:
            return _seconds(claims.get("exp"))
        made = _seconds(claims.get("iat"))
        return made + self.hours * _HOUR if made else 0.0


class EndedSignIns:
    """The sign-ins that readers ended before their time, while this process runs.

    The cookie of a sign-in holds wherever it was copied to; this makes signing out hold too.
    Safe to share between threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: dict[str, None] = {}

    def end(self, claims: Claims) -> None:
        """Let a sign-in count no more."""
        with self._lock:
            self._ended[_sign_in(claims)] = None
            for stale in list(self._ended)[:-_MOST_ENDED]:
                del self._ended[stale]

    def has(self, claims: Claims) -> bool:
        """Return whether a sign-in was ended."""
        return bool(self._ended) and _sign_in(claims) in self._ended


def read_access(section: Mapping[str, Any]) -> Access:
    """Return the access that the section ``[routemap]`` of the secrets describes.

    Without ``allowed``, or where it is empty, nobody may come in.

    Raises
    ------
    AccessError
        For a key that there is not, or a value that is none.
    """
    known = ("allowed", "session_hours", "trust_unverified_email")
    for key in section:
        if key not in known:
            raise AccessError(f"[routemap] has no setting “{key}”; there are {', '.join(known)}")
    people, domains, everybody = _allowed(section.get("allowed", []))
    hours = section.get("session_hours")
    number = isinstance(hours, int | float) and not isinstance(hours, bool)
    if hours is not None and not (number and 0 < hours <= 24 * 30):
        raise AccessError(
            f"session_hours must be a number of hours up to 720 (30 days), found {hours!r}"
        )
    trusts = section.get("trust_unverified_email", False)
    if not isinstance(trusts, bool):
        raise AccessError(f"trust_unverified_email must be true or false, found {trusts!r}")
    return Access(people, domains, everybody, hours, trusts)


def _allowed(entries: object) -> tuple[frozenset[str], frozenset[str], bool]:
    if not isinstance(entries, list):
        raise AccessError(f'allowed must be a list such as ["@desk.example"], found {entries!r}')
    people, domains = set(), set()
    everybody = False
    for entry in entries:
        text = entry.strip() if isinstance(entry, str) else ""
        if text == EVERYBODY:
            everybody = True
        elif text.startswith("@") and (domain := _plain_domain(text[1:])):
            domains.add(domain)
        elif address := plain_address(text):
            people.add(address)
        else:
            raise AccessError(
                "allowed takes addresses such as name@desk.example, domains such as "
                f"@desk.example, or “*” for everybody who can sign in, found {entry!r}"
            )
    return frozenset(people), frozenset(domains), everybody


def plain_address(text: object) -> str:
    """Return an e-mail address in the one form that is compared, ``""`` where it is none.

    Letters from A to Z lose their case, and the domain takes the form of DNS (UTS 46). Nothing
    else is made alike: “name+map@…” and “n.ame@…” are other addresses than “name@…”, and letters
    that only look or fold like others stay different.

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


def _sign_in(claims: Claims) -> str:
    said: Iterable[object] = (claims.get(key) for key in ("iss", "sub", "iat", "exp", "nonce"))
    return hashlib.sha256(json.dumps([str(value) for value in said]).encode()).hexdigest()
