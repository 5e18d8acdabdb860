"""Brand images, and what every case says about its excerpts. The rest is in its case."""

from __future__ import annotations

from pathlib import Path
from typing import Final

BRAND: Final = Path(__file__).parent / "brand"
"""Folder of the mark and the wordmark, as SVG and PNG."""
EXCERPT_CREDIT: Final = (
    "Excerpts are quotations of the articles they cite and belong to their publishers"
)
EXCERPT_RULE: Final = (
    "Every excerpt is shown with its claim source and its article. "
    "Every allegation is included with all its denials; denials that do not match the filters "
    "are marked as not “selected”."
)
