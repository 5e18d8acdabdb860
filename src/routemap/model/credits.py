"""Title, brand images, licences of the data and credits. Every export contains them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

BRAND: Final = Path(__file__).parent / "brand"
"""Folder of the mark and the wordmark, as SVG and PNG."""
TITLE: Final = "Reported supply routes between North Korea and Russia"
LICENCES: Final = (
    {
        "name": "ODbL-1.0",
        "title": "Open Data Commons Open Database License 1.0 (railway lines, close-up border)",
        "path": "https://opendatacommons.org/licenses/odbl/1-0/",
    },
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0 (the coding of the claims)",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
)
CREDITS: Final = (
    "Coding of the claims: Route Map, CC BY 4.0",
    "Railway lines and close-up border: © OpenStreetMap contributors, ODbL 1.0",
    "Base map: Natural Earth, public domain",
    "Excerpts are quotations of the articles they cite and belong to their publishers",
)
EXCERPT_RULE: Final = (
    "Every excerpt is shown with its claim source and its article. "
    "Every allegation is included with all its denials; denials that do not match the filters "
    "are marked as not “selected”."
)
