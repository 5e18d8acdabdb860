"""Closed list of what has become of a place or route between two states of the data."""

from __future__ import annotations

from typing import Final

from routemap.model.terms import Term, Vocabulary

DIFFERENCES: Final = Vocabulary(
    "difference",
    (
        Term("shifted", "Status changed", "It was asserted, disputed or denied differently."),
        Term("appeared", "New on the map", "No claim was about it before."),
        Term("dropped", "No longer claimed", "Claims were about it before, and none is now."),
        Term("edited", "Claims changed", "Claims about it have changed, its status has not."),
        Term("same", "Unchanged", "Nothing about it has changed."),
    ),
)
