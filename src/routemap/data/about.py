"""The text about a copy of the map, which its operator writes in the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FILE: Final = "about.md"
LONGEST: Final = 50_000  # bytes


def read_about(folder: Path) -> str:
    """Return the text of ``about.md`` in a data folder, ``""`` if there is none.

    Raises
    ------
    ValueError
        If the file is too long or not UTF-8. The message says how to mend it.
    """
    path = folder / FILE
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except FileNotFoundError:
        return ""
    if len(content) > LONGEST:
        raise ValueError(f"{FILE} has more than {LONGEST:,} bytes. Shorten it.")
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{FILE} is not UTF-8 (byte {error.start + 1}). Save it as UTF-8."
        ) from error
