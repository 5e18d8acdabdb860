"""What the reader of the running script may do."""

from __future__ import annotations

from routemap.host.roles import current_person, current_role
from routemap.model import roles
from routemap.model.roles import Action


def may(action: Action) -> bool:
    """Return whether the reader may do something."""
    return roles.may(current_role(), action)


def person() -> str:
    """Return the name of the reader, as drafts have it."""
    return current_person()
