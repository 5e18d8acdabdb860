"""The colours of everything on the map that is not evidence, by theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ThemeColors:
    """The colours of everything that is not evidence, for one theme."""

    key: str
    outside: str
    land: str
    sea: str
    coast: str
    border: str
    river: str
    name: str
    ink: str
    muted: str
    paper: str
    rule: str
    focus: str


THEMES: Final = (
    ThemeColors(
        key="light",
        outside="#e4ebee",
        land="#f6f3ec",
        sea="#e4ebee",
        coast="#a9b6bd",
        border="#a39c8e",
        river="#bfd0d8",
        name="#8a8474",
        ink="#1d2429",
        muted="#5c656c",
        paper="#ffffff",
        rule="#d9dcde",
        focus="#1d2429",
    ),
    ThemeColors(
        key="dark",
        outside="#10171f",
        land="#1d2630",
        sea="#10171f",
        coast="#3f4d5b",
        border="#66727e",
        river="#2b3b4a",
        name="#7b8894",
        ink="#e9edf0",
        muted="#a3adb6",
        paper="#171e26",
        rule="#36424d",
        focus="#ffffff",
    ),
)
