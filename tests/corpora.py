"""Text that has broken other programs: naughty strings, and scripts smuggled in every known way."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from brs_kb.payloads import get_all_payloads

_FOLDER = Path(__file__).parent / "data" / "naughty"


@cache
def ours() -> tuple[str, ...]:
    """What those lists lack: what Streamlit's Markdown, spreadsheets and the eye mistake."""
    return _listed("ours.json")


@cache
def naughty() -> tuple[str, ...]:
    """The Big List of Naughty Strings (tests/data/naughty), empty and blank ones left out."""
    return _listed("blns.json")


@cache
def scripts() -> tuple[str, ...]:
    """Every payload of the brs-kb knowledge base: scripts for every context, browser and filter."""
    entries = get_all_payloads().values()
    return tuple(dict.fromkeys(entry.payload for entry in entries if entry.payload.strip()))


@cache
def corpus() -> tuple[str, ...]:
    """Everything, ours first."""
    return tuple(dict.fromkeys((*ours(), *naughty(), *scripts())))


def _listed(file: str) -> tuple[str, ...]:
    listed = json.loads((_FOLDER / file).read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(text for text in listed if text.strip()))
