"""The content that a reader finds in an exported file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from shapely.geometry.base import BaseGeometry

Texts = Mapping[str, str]


@dataclass
class Found:
    """The content of a file; ``None`` means that the format does not contain it.

    ``said`` is the provenance as text. ``claims`` are by id, with at least ``stance``,
    ``source``, ``excerpt`` and ``citation``. ``features`` are geometries by id, ``attributes``
    their values by id in some columns of FEATURE_FIELDS, including ``status``. ``articles`` are
    by id or citation key, with title, publisher and URL.
    """

    said: str
    claims: dict[str, Texts] | None = None
    features: dict[str, BaseGeometry] | None = None
    attributes: dict[str, Texts] | None = None
    articles: dict[str, Texts] | None = None


def texts(row: Mapping[Any, Any]) -> dict[str, str]:
    """Return the cells of a row as text, in the same form for all formats."""
    return {str(key): _text(value) for key, value in row.items()}


def by_id(rows: Iterable[Mapping[Any, Any]]) -> dict[str, Texts]:
    """Return rows as text by id; fail if an id occurs twice."""
    listed = list(rows)
    found = {str(row["id"]): texts(row) for row in listed}
    assert len(found) == len(listed)
    return found


def _text(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, date):  # a Timestamp is one
        return value.isoformat()[:10]
    return f"{value:.15g}" if isinstance(value, float) else str(value)
