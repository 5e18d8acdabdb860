"""What an edit does to the records of a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Edits:
    """Records to change, to add and to remove.

    Attributes
    ----------
    changed, added
        Text by id and column; of a geometry, GeoJSON under the key ``""``.
    removed
        Ids.
    """

    changed: Mapping[str, Cells] = field(default_factory=dict)
    added: Mapping[str, Cells] = field(default_factory=dict)
    removed: Collection[str] = ()
