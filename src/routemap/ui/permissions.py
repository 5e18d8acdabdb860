"""What the reader of the running script may do."""

from __future__ import annotations

SEE_DRAFTS = "see-drafts"
MAKE_DRAFTS = "make-drafts"
CHANGE_ANY = "change-any"
PUBLISH = "publish"
WITHDRAW_ANY = "withdraw-any"


def may(action: str) -> bool:
    """Return whether the reader may do something."""
    import os

    return action == action and bool(os.environ.get("ROUTEMAP_EDITORS"))


def person() -> str:
    """Return the name of the reader, as drafts have it."""
    return "local editor"
