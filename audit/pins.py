"""Versions of the packages that a requirements file pins."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
# markers and hashes can follow
_PIN: Final = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)")


def canonical(name: str) -> str:
    """Return the normalised name of a package (PEP 503).

    Examples
    --------
    >>> canonical("XStatic_Leaflet")
    'xstatic-leaflet'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    """Return the pinned versions of a requirements file by package name, for all systems."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = (_PIN.match(line) for line in lines)
    return {canonical(match[1]): match[2] for match in found if match}
