"""What is known of a request on its way, for the line that the log writes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.types import Scope

_KEY: Final = "routemap.notes"


def note(scope: Scope, **values: str) -> None:
    """Add what became known of a request."""
    scope.setdefault(_KEY, {}).update(values)


def notes(scope: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what is known of a request."""
    found: Mapping[str, str] = scope.get(_KEY, {})
    return found
