"""Results of the attacks as a table."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.attack.ground import Found, Ground
from benchmarks.attack.rows import Row
from benchmarks.attack.waits import Waits
from benchmarks.report import Target


def table(done: Iterable[tuple[Row, Ground, Found]]) -> str:
    """Return a Markdown table: one row per attack and size of the data."""
    lines = [
        "| attack | claims | usual wait | median and longest wait | memory | limits | |",
        "|---|--:|--:|--:|--:|---|---|",
    ]
    for row, ground, found in done:
        cells = (
            row.meaning,
            f"{ground.claims:,}",
            *_waited(found.waits),
            f"{found.growth.most:+.0f} MB" if found.growth else "–",
            "; ".join(map(in_words, found.targets)),
            "within" if found.holds else "**beyond**",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def in_words(target: Target) -> str:
    """Return a measured value with its limit.

    Examples
    --------
    >>> in_words(Target("memory", 20, 217.4, "MB"))
    '**memory 217 MB of 20 MB**'
    >>> in_words(Target("another reader waits", 1, 0.051, "s"))
    'another reader waits 0.051 s of 1 s'
    """
    unit = f" {target.unit}" if target.unit else ""
    text = f"{target.name} {_figure(target.found)}{unit} of {_figure(target.limit)}{unit}"
    return text if target.met else f"**{text}**"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2g}"


def _waited(waits: Waits | None) -> tuple[str, str]:
    if waits is None:
        return "–", "–"
    return f"{waits.usual:.2f} s", f"{waits.middle:.2f} s, {waits.longest:.2f} s"
