"""Notes about a request, collected by the middleware for its line in the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.types import Scope

_KEY: Final = "routemap.notes"


def note(scope: Scope, **values: str) -> None:
    """Add notes to a request."""
    scope.setdefault(_KEY, {}).update(values)


def notes(scope: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the notes of a request, such as ``request_id``."""
    found: Mapping[str, str] = scope.get(_KEY, {})
    return found
