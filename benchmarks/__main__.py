"""Measure Route Map, an empty Streamlit app and a plain folium map, and write one table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from benchmarks import browser, core, haproxy, postgres, replicas, store_edits
from benchmarks.apps import FLOOR, NAIVE, OURS, TUNED, running
from benchmarks.browser import BrowserTimes
from benchmarks.generate import generate
from benchmarks.published import write_table
from benchmarks.replicas import measure_replicas, replicas_table, replicas_targets
from benchmarks.report import (
    SHIPPED,
    Size,
    as_json,
    sessions_table,
    tables,
    targets,
    verdicts,
)
from benchmarks.sessions import QUESTIONS, SessionReport, counted, echoed, run_sessions
from benchmarks.store_edits import measure_store, store_table, store_targets
from routemap.data.load import SHIPPED as SHIPPED_DATA
from routemap.data.load import load

_ROOT: Final = SHIPPED_DATA.parent
_FEW, _MANY = 2, 4  # browser rounds: for slow apps, and for others
_SLOWER: Final = 4  # a processor of a phone, by its factor
_NAIVE_MOST: Final = 1000
_EMPTY_MINUTES: Final = 2.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks that the options select."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="measure only this part; by default all")
    parser.add_argument(
        "--sizes", default=f"{SHIPPED},16,1000,10000", help="numbers of routes, separated by commas"
    )
    parser.add_argument("--rounds", type=int, default=_MANY, help="browser visits per app and size")
    parser.add_argument(
        "--sessions",
        type=int,
        default=100,
        help="simultaneous readers, 0 for none; for replicas also three times as many",
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="minutes for which they filter")
    parser.add_argument("--dry", action="store_true", help="only print, write no file")
    options = parser.parse_args(arguments)
    names = [options.only] if options.only else [*PARTS]
    for name in names:
        if missing := PARTS[name].missing():
            parser.error(f"{missing}, or measure another part: --only {SPEED}")
    machine = _machine()
    for name in names:
        part = PARTS[name]
        with tempfile.TemporaryDirectory() as place:
            text = part.measure(options, machine, Path(place))
        print(text)
        if text and not options.dry:
            _keep(name, as_json(text, machine))
            write_table(part.table, text)


def _keep(name: str, tables: dict[str, Any]) -> None:
    """Write the tables of a part into ``docs/benchmarks.json``, and leave those of the others."""
    path = _ROOT / "docs" / "benchmarks.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept = {key: kept[key] for key in PARTS if key in kept} | {name: tables}
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _measure_speed(options: argparse.Namespace, machine: Mapping[str, str], place: Path) -> str:
    sizes = _sizes(options.sizes.split(","), options.rounds, place)
    sessions = _sessions(options.sessions, options.minutes) if options.sessions else {}
    return "\n\n".join(
        [
            f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, "
            f"Streamlit {machine['streamlit']}, Chromium. The floor is an empty Streamlit app with "
            "as many pages, a widget for each filter and Streamlit's default settings. “Floor, our "
            "settings” is the same app with `.streamlit/config.toml` of Route Map, which makes "
            "every app faster. Times end when the map is drawn or, where the table says so, when "
            "the page is whole: the run has ended, no placeholder is left and the filters can be "
            "used. CPU is the mean of the server's processor time per run. "
            "The usual way is a plain folium map: a marker or line with a popup per row. It was "
            f"not measured above {_NAIVE_MOST:,} routes, where a filter change takes half a "
            "minute.",
            *tables(sizes),
            *([sessions_table(sessions)] if sessions else []),
            verdicts(targets(sizes, sessions)),
        ]
    )


def _measure_replicas(options: argparse.Namespace, machine: Mapping[str, str], place: Path) -> str:
    if not options.sessions:
        return ""
    folder, _ = _folder(str(replicas.ROUTES), place)
    numbers = [times * options.sessions for times in replicas.TIMES]
    seconds = min(options.minutes, _EMPTY_MINUTES) * 60
    reports = measure_replicas(folder, seconds, numbers)
    return "\n\n".join(
        [
            f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, "
            f"which servers, HAProxy and readers shared. Each reader changed a filter every "
            f"{replicas.PERIOD:g} seconds for {seconds / 60:g} minutes. CPU and memory are those "
            "of all servers together, without HAProxy.",
            replicas_table(reports),
            verdicts(replicas_targets(reports)),
        ]
    )


def _measure_store(_options: argparse.Namespace, machine: Mapping[str, str], place: Path) -> str:
    folder, _ = _folder(str(store_edits.ROUTES), place)
    report = measure_store(folder)
    return "\n\n".join(
        [
            f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, "
            "which PostgreSQL, two servers, HAProxy and readers shared.",
            store_table(report),
            verdicts(store_targets(report)),
        ]
    )


@dataclass(frozen=True)
class Part:
    """A part of the benchmarks.

    Attributes
    ----------
    table
        The name of its table in docs/benchmarks.md.
    measure
        Returns the text with the table; gets the options, the machine, and an empty folder.
    needs
        Programs that must be installed: each has the path of one, ``None`` without it, and the
        reason why the part cannot be measured then.
    """

    table: str
    measure: Callable[[argparse.Namespace, Mapping[str, str], Path], str]
    needs: Sequence[tuple[Callable[[], object], str]] = ()

    def missing(self) -> str:
        """Return why the part cannot be measured here, ``""`` if it can."""
        return next((reason for found, reason in self.needs if not found()), "")


_HAPROXY: Final = (haproxy.program, haproxy.REASON)
_POSTGRES: Final = (postgres.programs, postgres.REASON)
SPEED: Final = "speed"
PARTS: Final[Mapping[str, Part]] = {
    SPEED: Part("bench", _measure_speed),
    "replicas": Part("bench-replicas", _measure_replicas, [_HAPROXY]),
    "store": Part("bench-store", _measure_store, [_HAPROXY, _POSTGRES]),
}


def _sizes(names: Sequence[str], rounds: int, place: Path) -> list[Size]:
    sizes = []
    with browser.chromium() as chromium:
        for name in names:
            folder, routes = _folder(name, place)
            print(f"{name} routes …", flush=True)
            size = Size(
                f"{int(name):,}" if name != SHIPPED else SHIPPED, routes, core.measure(folder)
            )
            _browse(chromium, size, folder, rounds)
            sizes.append(size)
    return sizes


def _folder(name: str, place: Path) -> tuple[Path, int]:
    if name == SHIPPED:
        return SHIPPED_DATA, len(load(SHIPPED_DATA).dataset.routes)
    folder = place / name
    generate(folder, int(name))
    return folder, int(name)


def _browse(chromium: Browser, size: Size, folder: Path, rounds: int) -> None:
    apps = [OURS, FLOOR, TUNED, *([NAIVE] if size.routes <= _NAIVE_MOST else [])]
    with ExitStack() as stack:
        servers = [stack.enter_context(running(app, folder)) for app in apps]
        for server in servers:  # the first visitor of a server meets empty caches
            only_visit = server.app is NAIVE
            browser.measure(chromium, server, folder, BrowserTimes(), only_visit=only_visit)
        size.browser.update({app.key: BrowserTimes() for app in apps})
        # in turns, so that other load on the machine affects all of them equally
        for turn in range(rounds):
            for server in servers:
                slow = server.app is NAIVE and size.routes == _NAIVE_MOST
                if slow and turn >= _FEW:
                    continue
                own = size.browser[server.app.key]
                browser.measure(chromium, server, folder, own)
                print(
                    f"  {server.app.label}: {[round(took) for took in own.change]} ms", flush=True
                )
        if size.name == SHIPPED:
            rows = [server for server in servers if server.app is not NAIVE]
            size.slow.update({server.app.key: BrowserTimes() for server in rows})
            for _ in range(_FEW):
                for server in rows:
                    own = size.slow[server.app.key]
                    browser.measure(chromium, server, folder, own, slower=_SLOWER)
        for server in servers:
            browser.measure_wire(chromium, server, folder, size.browser[server.app.key])


def _sessions(number: int, minutes: float) -> dict[str, SessionReport]:
    dataset = load(SHIPPED_DATA).dataset
    reports = {}
    for app in (FLOOR, TUNED, OURS):
        # latency of an empty app needs less time to measure than our memory growth
        lasting = minutes if app is OURS else min(minutes, _EMPTY_MINUTES)
        expected = counted(dataset, QUESTIONS) if app is OURS else echoed(QUESTIONS)
        print(f"{number} sessions on {app.label} for {lasting:g} minutes …", flush=True)
        with running(app, SHIPPED_DATA) as server:
            reports[app.key] = run_sessions(
                server.url,
                server.process.pid,
                sessions=number,
                period=5.0,
                seconds=lasting * 60,
                questions=expected,
                seed=1,
            )
    return reports


def _machine() -> dict[str, str]:
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return {
        "date": f"{datetime.now(UTC):%-d %B %Y}",
        "processor": models[0] if models else platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        **{name: version(name) for name in ("streamlit", "streamlit-folium", "pandas")},
    }


if __name__ == "__main__":
    main()
