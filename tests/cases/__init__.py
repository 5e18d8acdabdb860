"""Invented cases, on which the contracts of pages, exports and the API are tested as well."""

from __future__ import annotations

from pathlib import Path
from typing import Final

STRAIT: Final = Path(__file__).parent / "strait"
"""Ferries across a strait that does not exist: another region, language and other terms."""
