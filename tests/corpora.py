"""Texts that have broken other programs: naughty strings, and scripts in many disguises."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from brs_kb.payloads import get_all_payloads

_FOLDER = Path(__file__).parent / "data" / "naughty"


@cache
def ours() -> tuple[str, ...]:
    """Strings missing in the other lists: for Streamlit's Markdown, spreadsheets and lookalikes."""
    return _listed("ours.json")


@cache
def naughty() -> tuple[str, ...]:
    """The Big List of Naughty Strings (tests/data/naughty), without empty and blank ones."""
    return _listed("blns.json")


@cache
def scripts() -> tuple[str, ...]:
    """Every payload of the brs-kb knowledge base: scripts for every context, browser and filter."""
    entries = get_all_payloads().values()
    return tuple(dict.fromkeys(entry.payload for entry in entries if entry.payload.strip()))


@cache
def corpus() -> tuple[str, ...]:
    """All texts, our own first."""
    return tuple(dict.fromkeys((*ours(), *naughty(), *scripts())))


def _listed(file: str) -> tuple[str, ...]:
    listed = json.loads((_FOLDER / file).read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(text for text in listed if text.strip()))
