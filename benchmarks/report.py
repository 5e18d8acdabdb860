"""Report of the measurements: one table, and every target with its measured value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import linear_regression, mean, median
from typing import Any, Final

from benchmarks.browser import BrowserTimes
from benchmarks.core import CoreTimes
from benchmarks.sessions import SessionReport

SHIPPED: Final = "shipped"
FLOORS: Final = {"floor": "the floor", "tuned": "the floor with our settings"}
_LABELS: Final = {
    "ours": "Route Map",
    "floor": "floor",
    "tuned": "floor, our settings",
    "naive": "usual way",
}


@dataclass
class Size:
    """Measurements with one data folder; those of apps are by key of the app.

    ``slow`` are those with a slower processor in the browser.
    """

    name: str
    routes: int
    core: CoreTimes
    browser: dict[str, BrowserTimes] = field(default_factory=dict)
    slow: dict[str, BrowserTimes] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """One target: its name, the limit, and the measured value; less is better."""

    name: str
    limit: float
    found: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether the value is within the limit."""
        return self.found <= self.limit


def percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile by the nearest-rank method; ``share`` is 0 to 1.

    Examples
    --------
    >>> percentile([5.0, 1.0, 3.0, 2.0, 4.0], 0.95)
    5.0
    """
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the slope of log cost against log size: 1 is linear, 2 quadratic.

    Examples
    --------
    >>> round(exponent([10, 100, 1000], [2, 20, 200]), 6)
    1.0
    """
    return linear_regression(list(map(math.log, sizes)), list(map(math.log, costs))).slope


def targets(sizes: Sequence[Size], sessions: Mapping[str, SessionReport]) -> list[Target]:
    """Return the targets that can be checked with the measured sizes."""
    by_name = {size.name: size for size in sizes}
    found: list[Target] = []
    for name, limit in ((SHIPPED, 1.3), ("10,000", 1.6)):
        for key, against in FLOORS.items():
            if name in by_name and key in by_name[name].browser:
                ours, floor = (median(by_name[name].browser[app].change) for app in ("ours", key))
                title = f"filter change at {name} routes, against {against}"
                found.append(Target(title, limit, ours / floor, "x"))
    if "1,000" in by_name and "naive" in by_name["1,000"].browser:
        ours, naive = (median(by_name["1,000"].browser[key].change) for key in ("ours", "naive"))
        found.append(
            Target(
                "filter change at 1,000 routes, against the usual way", 1 / 20, ours / naive, "x"
            )
        )
    for name, limit in ((SHIPPED, 10.0), ("10,000", 40.0)):
        if name in by_name:
            wire = median(by_name[name].browser["ours"].wire) / 1000
            found.append(Target(f"bytes per filter change at {name} routes", limit, wire, "kB"))
    found += _against_our_settings(by_name)
    found += _first_visits(by_name)
    largest = max(sizes, key=lambda size: size.routes)
    if largest.core.claims >= 100_000:
        times = largest.core
        found += [
            Target(
                "select() at 100,000 claims, p95", 20, percentile(times.select, 0.95) * 1000, "ms"
            ),
            Target("load and check 100,000 claims", 10, times.cold, "s"),
            Target("warm start at 100,000 claims", 1, times.warm, "s"),
            Target("changes between two states of 100,000 claims", 1, times.changes, "s"),
        ]
    found += _many_readers(sessions)
    generated = [size for size in sizes if size.name != SHIPPED]
    if len(generated) > 1:
        claims = [float(size.core.claims) for size in generated]
        features = [float(size.core.features) for size in generated]
        cold = [size.core.cold for size in generated]
        change = [median(size.browser["ours"].change) for size in generated]
        found += [
            Target(
                "load and check grows as claims to the power of", 1.1, exponent(claims, cold), ""
            ),
            Target(
                "filter change grows as features to the power of",
                1.1,
                exponent(features, change),
                "",
            ),
        ]
    return found


def _against_our_settings(by_name: Mapping[str, Size]) -> list[Target]:
    if SHIPPED not in by_name or "tuned" not in by_name[SHIPPED].browser:
        return []
    ours, tuned = (by_name[SHIPPED].browser[key] for key in ("ours", "tuned"))
    against = f"shipped, against {FLOORS['tuned']}"
    whole = median(ours.first_whole) / median(tuned.first_whole)
    return [
        Target(f"CPU per filter change, {against}", 1.5, mean(ours.cpu) / mean(tuned.cpu), "x"),
        Target(f"first visit until the page is whole, {against}", 1.6, whole, "x"),
    ]


def _first_visits(by_name: Mapping[str, Size]) -> list[Target]:
    if SHIPPED not in by_name:
        return []
    ours, floor = (by_name[SHIPPED].browser[key] for key in ("ours", "floor"))
    allowed = (1.5 * median(floor.first) + median(ours.leaflet)) / median(floor.first)
    ratio = median(ours.first) / median(floor.first)
    found = [
        Target("first visit, shipped, against the floor (1.5x and Leaflet)", allowed, ratio, "x")
    ]
    if "10,000" in by_name:
        more = median(by_name["10,000"].browser["ours"].first) - median(ours.first)
        found.append(Target("first visit at 10,000 routes, more than shipped", 2, more / 1000, "s"))
    return found


def _many_readers(sessions: Mapping[str, SessionReport]) -> list[Target]:
    if "ours" not in sessions:
        return []
    ours = sessions["ours"]
    name = f"{ours.sessions} sessions"
    # growth after the first third, when every cache is full
    later = ours.memory[len(ours.memory) // 3 :]
    growth = (median(later[-5:]) - median(later[:5])) / 1e6
    found = [
        Target(f"{name}: errors", 0, len(ours.errors), ""),
        Target(f"{name}: memory growth", 10, growth, "MB"),
    ]
    for key, against in FLOORS.items():
        if key in sessions:
            slow = percentile(ours.latencies, 0.95) / percentile(sessions[key].latencies, 0.95)
            found.append(Target(f"{name}: p95 against {against}", 3, slow, "x"))
    return found


def tables(sizes: Sequence[Size]) -> list[str]:
    """Return the measurements as Markdown tables."""
    own = [
        f"| {size.core.claims:,} | {size.core.cold:.2f} s | {size.core.warm:.2f} s "
        f"| {median(size.core.select) * 1000:.1f} ms "
        f"| {percentile(size.core.select, 0.95) * 1000:.1f} ms "
        f"| {size.core.changes * 1000:.0f} ms |"
        for size in sizes
    ]
    found = [
        _table(_WAITS, [(size, size.browser) for size in sizes]),
        _table(_COSTS, [(size, size.browser) for size in sizes]),
        "\n".join(
            [
                "| claims | load and check | warm start | select() p50 | p95 | changes() |",
                "|--:|--:|--:|--:|--:|--:|",
                *own,
            ]
        ),
    ]
    if slow := [(size, size.slow) for size in sizes if size.slow]:
        found.insert(1, f"With a processor slowed down four times:\n\n{_table(_WAITS, slow)}")
    return found


Cell = Callable[[BrowserTimes, Mapping[str, BrowserTimes]], str]


def _seconds(field_name: str) -> Cell:
    return lambda own, _: (
        f"{median(times) / 1000:.2f} s" if (times := getattr(own, field_name)) else "–"
    )


def _milliseconds(field_name: str) -> Cell:
    return lambda own, _: f"{median(times):.0f} ms" if (times := getattr(own, field_name)) else "–"


def _against(key: str) -> Cell:
    return lambda own, apps: (
        f"{median(own.change) / median(apps[key].change):.2f}x" if key in apps else "–"
    )


_WAITS: Final[Mapping[str, Cell]] = {
    "first visit": _seconds("first"),
    "page whole": _seconds("first_whole"),
    "filter change p50": _milliseconds("change"),
    "p95": lambda own, _: f"{percentile(own.change, 0.95):.0f} ms",
    "change, page whole": _milliseconds("change_whole"),
    "vs floor": _against("floor"),
    "vs floor, our settings": _against("tuned"),
    "vs usual way": _against("naive"),
    "selection": _milliseconds("select"),
    "other page": _milliseconds("page"),
    "back to the map": _milliseconds("back"),
}
_COSTS: Final[Mapping[str, Cell]] = {
    "wire per filter change": lambda own, _: f"{median(own.wire) / 1000:.1f} kB",
    "CPU per filter change": lambda own, _: f"{mean(own.cpu) * 1000:.0f} ms",
    "memory": lambda own, _: f"{median(own.memory):.0f} MB",
}


def _table(
    columns: Mapping[str, Cell], rows: Sequence[tuple[Size, Mapping[str, BrowserTimes]]]
) -> str:
    head = ["routes (claims)", "app", *columns]
    lines = [f"| {' | '.join(head)} |", f"|---|---|{'--:|' * len(columns)}"]
    for size, apps in rows:
        for key, own in apps.items():
            cells = [f"{size.name} ({size.core.claims:,})", _LABELS[key]]
            cells += [cell(own, apps) for cell in columns.values()]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def sessions_table(sessions: Mapping[str, SessionReport]) -> str:
    """Return the measurements with many simultaneous readers as a Markdown table."""
    rows = [
        "| sessions | app | reruns | errors | p50 | p95 | CPU per rerun | memory | per session |",
        "|--:|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for key, report in sessions.items():
        memory = [sample / 1e6 for sample in report.memory]
        rows.append(
            f"| {report.sessions} | {_LABELS[key]} | {report.reruns:,} "
            f"| {len(report.errors)} | {median(report.latencies) * 1000:.0f} ms "
            f"| {percentile(report.latencies, 0.95) * 1000:.0f} ms "
            f"| {report.cpu_seconds / max(1, report.reruns) * 1000:.0f} ms "
            f"| {memory[0]:.0f} to {memory[-1]:.0f} MB "
            f"| {(memory[-1] - memory[0]) / report.sessions:.2f} MB |"
        )
    return "\n".join(rows)


def verdicts(found: Sequence[Target]) -> str:
    """Return the targets as a Markdown table."""
    rows = ["| target | limit | measured | |", "|---|--:|--:|---|"]
    for target in found:
        unit = f" {target.unit}" if target.unit not in ("", "x") else target.unit
        met = "met" if target.met else f"**missed by {target.found - target.limit:.2f}{unit}**"
        rows.append(
            f"| {target.name} | {target.limit:.2f}{unit} | {target.found:.2f}{unit} | {met} |"
        )
    return "\n".join(rows)


def as_json(text: str, machine: Mapping[str, str]) -> dict[str, Any]:
    """Return the Markdown tables of a text as plain values: for each table its rows, by column.

    Every run has about ten thousand measurements; only the published tables are saved.
    """
    tables: list[list[dict[str, str]]] = []
    head: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line[:1] == "|" else []
        if not cells:
            head = []
        elif not head:
            head = [cell or "verdict" for cell in cells]
            tables.append([])
        elif set(line) - set("|-:"):
            tables[-1].append(dict(zip(head, cells, strict=True)))
    return {"machine": dict(machine), "tables": tables}
