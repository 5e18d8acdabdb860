"""Cells that hold several values."""

from __future__ import annotations

from routemap.model.tables import SEPARATOR


def split_cell(text: str) -> tuple[str, ...]:
    """Split a cell of several values at ``;`` and drop empty ones."""
    if SEPARATOR not in text:  # by far the most
        return (part,) if (part := text.strip()) else ()
    return tuple(part for piece in text.split(SEPARATOR) if (part := piece.strip()))
