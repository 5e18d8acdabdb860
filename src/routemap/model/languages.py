"""The columns for the names of places and routes in the languages of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from routemap.model.columns import Column

Language = tuple[str, str]
"""The tag of a language (BCP 47), and its English name."""
USUAL: Final[tuple[Language, ...]] = (("ko", "Korean"), ("ru", "Russian"))
"""The languages of a folder that does not name any, as before there was ``case.toml``."""


def name_key(tag: str) -> str:
    """Return the key of the column for names in a language.

    Examples
    --------
    >>> name_key("pt-BR")
    'name_pt_br'
    """
    return f"name_{tag.lower().replace('-', '_')}"


def name_columns(languages: Iterable[Language]) -> tuple[Column, ...]:
    """Return the columns for names in some languages."""
    return tuple(
        Column(name_key(tag), f"Name ({name})", f"Name in {name}.", optional=True)
        for tag, name in languages
    )
