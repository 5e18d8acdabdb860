"""The packages that a requirements file pins."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
# markers and hashes may follow
_PIN: Final = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)")


def canonical(name: str) -> str:
    """Return the name of a package in the one form that all spellings have (PEP 503).

    Examples
    --------
    >>> canonical("XStatic_Leaflet")
    'xstatic-leaflet'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    """Return versions by name of what a requirements file of the project pins, for any system."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = (_PIN.match(line) for line in lines)
    return {canonical(match[1]): match[2] for match in found if match}
