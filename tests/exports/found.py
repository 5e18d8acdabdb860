"""What a reader found in an exported file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

Claim = Mapping[str, str]


@dataclass
class Found:
    """What a reader found in a file.

    ``said`` is all text that speaks of the file itself: its provenance. ``claims`` are by id,
    with at least ``stance``, ``source``, ``excerpt`` and ``citation``; ``features`` are by id;
    ``articles`` by id or citation key, with title and publisher. ``None``: the format holds none.
    """

    said: str
    claims: dict[str, Claim] | None = None
    features: dict[str, BaseGeometry] | None = None
    statuses: dict[str, str] | None = None
    articles: dict[str, Mapping[str, str]] | None = None
