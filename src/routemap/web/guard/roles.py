"""Who has which role: from the login, or on a copy without one, from where a request comes.

The roles and what they may do are in :mod:`routemap.model.roles`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from starlette.types import Scope

from routemap.data.settings import CONTRIBUTORS, EDITORS
from routemap.model.errors import AccessError
from routemap.model.roles import Role
from routemap.web.guard.allow_list import Accounts, Claims, Decision, read_accounts
from routemap.web.guard.local import is_local
from routemap.web.guard.login import Login

LOOPBACK: Final = "loopback"
LOCAL_NAME: Final = "local editor"
PERSON: Final = "routemap.person"
"""Key of the :class:`Person` in the ASGI scope."""


@dataclass(frozen=True)
class Person:
    """Somebody who uses the dashboard.

    Attributes
    ----------
    name
        The name for drafts: the verified email address, else the name or account id, ``""`` if
        nobody is signed in.
    role
        What they may do.
    """

    name: str = ""
    role: Role = Role.READER


NOBODY: Final = Person()
LOCAL_EDITOR: Final = Person(LOCAL_NAME, Role.EDITOR)


@dataclass(frozen=True)
class Roles:
    """The roles of this deployment.

    Attributes
    ----------
    login
        The login, ``None`` if everything is public.
    editors, contributors
        Accounts of the login. Who is on both lists is an editor.
    is_local
        Whether requests from the machine of the server are from an editor. Never with a login.
    """

    login: Login | None = None
    editors: Accounts = field(default_factory=Accounts)
    contributors: Accounts = field(default_factory=Accounts)
    is_local: bool = False

    @property
    def editing(self) -> str:
        """Who may make drafts, in a few words for the log; ``""`` if nobody may."""
        if self.is_local:
            return "on the machine of the server"
        lists = (self.editors, self.contributors)
        entries = sum(len(row.people) + len(row.domains) for row in lists)
        return f"{entries} on the lists" if entries else ""

    def signed_in(self, claims: Claims) -> Person:
        """Return who is signed in now; a sign-in that has ended is nobody's.

        Parameters
        ----------
        claims
            See :meth:`routemap.web.guard.allow_list.Access.verdict`.
        """
        if self.login is None or self.login.verdict(claims) is not Decision.ADMITTED:
            return NOBODY
        return self._person(self.login, claims)

    def with_token(self, claims: Claims) -> Person | None:
        """Return whose token a program has, ``None`` if the account has no access any more.

        Parameters
        ----------
        claims
            The claims that are kept with the token.
        """
        if self.login is None or self.login.access.listed(claims) is not Decision.ADMITTED:
            return None
        return self._person(self.login, claims)

    def requesting(self, scope: Scope) -> Person:
        """Return who sends a request to a copy without a login."""
        return LOCAL_EDITOR if self.is_local and is_local(scope) else NOBODY

    def _person(self, login: Login, claims: Claims) -> Person:
        address = login.access.verified_address(claims)
        if self.editors.has(address):
            role = Role.EDITOR
        else:
            role = Role.CONTRIBUTOR if self.contributors.has(address) else Role.READER
        names = (address, claims.get("name"), claims.get("sub"))
        return Person(next((str(name) for name in names if name), ""), role)


def read_roles(login: Login | None) -> Roles:
    """Return the roles that the environment variables describe.

    Parameters
    ----------
    login
        The login of the deployment.

    Raises
    ------
    AccessError
        If a value is invalid, or would let strangers change a public copy. The server must not
        start then.
    """
    editors, contributors = EDITORS.text(), CONTRIBUTORS.text()
    if login is None:
        if contributors or editors not in ("", LOOPBACK):
            key = CONTRIBUTORS.key if contributors else EDITORS.key
            raise AccessError(
                f"{key} names accounts, but this copy has no login, so nobody can show that an "
                f"account is theirs; add a section [auth] to the secrets, or set {EDITORS.key} to "
                f"“{LOOPBACK}” to edit from the machine of the server only"
            )
        return Roles(is_local=bool(editors))
    if LOOPBACK in editors.split():
        raise AccessError(
            f"{EDITORS.key} is “{LOOPBACK}”, which is only for copies without a login; name the "
            "addresses of the editors, such as name@desk.example"
        )
    return Roles(
        login,
        read_accounts(editors.split(), EDITORS.key),
        read_accounts(contributors.split(), CONTRIBUTORS.key),
    )
