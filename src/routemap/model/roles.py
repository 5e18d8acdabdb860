"""Who may do what with drafts: three roles, and one table of actions.

docs/security.md has the same table; a test fails if they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody may do with drafts; each role may do what the earlier ones may."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"


_ORDER: Final = tuple(Role)


@dataclass(frozen=True)
class Action:
    """Something that not everybody may do.

    Attributes
    ----------
    key
        Its name.
    meaning
        What it is, in one sentence.
    least
        The first role that may do it.
    """

    key: str
    meaning: str
    least: Role


SEE: Final = Action(
    "see",
    "See drafts, what they would change, and the dashboard through a draft.",
    Role.CONTRIBUTOR,
)
MAKE: Final = Action("make", "Make drafts, and change the own ones.", Role.CONTRIBUTOR)
CHANGE_OTHERS: Final = Action("change-others", "Change drafts of other people.", Role.EDITOR)
WITHDRAW: Final = Action("withdraw", "Withdraw the own drafts.", Role.CONTRIBUTOR)
WITHDRAW_OTHERS: Final = Action("withdraw-others", "Withdraw drafts of other people.", Role.EDITOR)
REVIEW: Final = Action(
    "review", "Review drafts, and give reasons for edits that need one.", Role.EDITOR
)
PUBLISH: Final = Action("publish", "Publish drafts, and undo a publication.", Role.EDITOR)
ARCHIVE: Final = Action("archive", "Keep the page of an article in the archive.", Role.CONTRIBUTOR)
TOKEN: Final = Action("token", "Make a token with which a program sends drafts.", Role.CONTRIBUTOR)
ACTIONS: Final = (
    SEE,
    MAKE,
    CHANGE_OTHERS,
    WITHDRAW,
    WITHDRAW_OTHERS,
    REVIEW,
    PUBLISH,
    ARCHIVE,
    TOKEN,
)


def role_named(name: str) -> Role:
    """Return the role of a name; an unknown one is a reader.

    Examples
    --------
    >>> role_named("editor"), role_named("Editor")
    (<Role.EDITOR: 'editor'>, <Role.READER: 'reader'>)
    """
    return Role(name) if name in _ORDER else Role.READER


def may(role: str, action: Action) -> bool:
    """Return whether a role may do something; an unknown role may do what a reader may.

    Examples
    --------
    >>> may(Role.CONTRIBUTOR, MAKE), may(Role.CONTRIBUTOR, PUBLISH)
    (True, False)
    """
    return _ORDER.index(role_named(role)) >= _ORDER.index(action.least)
