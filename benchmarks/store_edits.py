"""How soon open pages show an edit in a store: two servers behind HAProxy, and PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.empty_store import empty_store
from benchmarks.fleet import behind_haproxy
from benchmarks.followers import ASK_EVERY
from benchmarks.page import Reader
from benchmarks.report import Target, percentile
from benchmarks.visitor import Visitor, sources
from benchmarks.waiting import until
from routemap.data import cache
from routemap.data.load import load
from routemap.data.settings import SOURCE
from routemap.data.store.store import Store
from routemap.data.store.store_source import StoreSource

ROUTES: Final = 10_000
"""Routes of the data, which has ten times as many claims."""
PAGES: Final = 10
"""Open pages, half of them on each server."""
EDITS: Final = 10
"""Edits with SQL, of one claim each."""
_PATIENCE: Final = 120.0  # seconds to wait for a page
_SHOWN_WITHIN: Final = 5.0
_READ_WITHIN: Final = 2.5


@dataclass(frozen=True)
class StoreReport:
    """Results; all times are in seconds.

    Attributes
    ----------
    claims
        Number of claims in the store.
    imported
        The first import of a folder, without reading and checking it.
    read
        Reading all records.
    shown
        Per edit and page, from the commit until the page shows it.
    missed
        How many pages did not show an edit in two minutes.
    """

    claims: int
    imported: float
    read: float
    shown: tuple[float, ...]
    missed: int


@dataclass
class _Pages:
    """Open pages: the revision that each shows, by its number, and since when."""

    url: str
    shown: dict[int, tuple[str, float]] = field(default_factory=dict)
    over: bool = False

    async def follow(self) -> None:
        """Keep the pages open until the end; each asks for the present data as a browser does."""
        async with asyncio.TaskGroup() as readers:
            for number, address in enumerate(sources(self.url, PAGES)):
                readers.create_task(self._follow(number, address))

    async def _follow(self, number: int, address: str) -> None:
        visitor = Visitor(self.url, address, patience=_PATIENCE)
        async with visitor, visitor.connected() as socket:
            reader, mark = Reader(self.url, socket), ""
            while not self.over:
                current = json.loads(await visitor.fetch("data/current.json"))
                if current["mark"] != mark:
                    mark = (await reader.run()).mark
                    self.shown[number] = mark.partition(".")[0], time.monotonic()
                await asyncio.sleep(ASK_EVERY)

    def that_show(self, revision: str) -> list[float]:
        """Return since when pages show a revision."""
        return [since for found, since in self.shown.values() if found == revision]


def measure_store(folder: Path) -> StoreReport:
    """Import a folder into a store, edit it with SQL, and time the pages of two servers."""
    with empty_store(folder) as (_server, kept):
        loaded = load(folder)
        begun = time.monotonic()
        kept.put(loaded, "Benchmark", "The first import.")
        imported, uri = time.monotonic() - begun, kept.store.address.uri
        # another process knows nothing of the import
        other = Store(kept.store.address, None, folder)
        begun = time.monotonic()
        taken = other.take()
        read = time.monotonic() - begun
        other.close()
        claims = [str(key) for key in taken.tables["claims"].column("id").to_pylist()]
        environment = {SOURCE.key: uri, cache.VARIABLE: f"{folder}-cache"}
        with behind_haproxy(2, folder, environment) as fleet, ThreadPoolExecutor(1) as threads:
            pages = _Pages(fleet.url)
            following = threads.submit(lambda: asyncio.run(pages.follow()))
            try:
                until(lambda: len(pages.shown) == PAGES or following.done(), _PATIENCE)
                shown = [_seconds_until_shown(uri, claim, kept, pages) for claim in claims[:EDITS]]
            finally:
                pages.over = True
            following.result()
    times = tuple(second for seconds in shown for second in seconds)
    return StoreReport(len(claims), imported, read, times, EDITS * PAGES - len(times))


def _seconds_until_shown(uri: str, claim: str, kept: StoreSource, pages: _Pages) -> list[float]:
    """Edit a claim, and return per page the seconds from the commit until it shows the edit."""
    before = {revision for revision, _ in pages.shown.values()}
    with psycopg.connect(uri) as connection:
        connection.execute(
            "UPDATE routemap_layers.claims SET note = concat(note, ' [edit]') WHERE id = %s",
            (claim,),
        )
    committed = time.monotonic()
    until(lambda: not before & {revision for revision, _ in pages.shown.values()}, _PATIENCE)
    revision = kept.load().dataset.revision
    return [since - committed for since in pages.that_show(revision)]


def store_table(report: StoreReport) -> str:
    """Return the measurements as a Markdown table."""
    shown = "–"
    if report.shown:
        p50, p95 = (percentile(report.shown, share) for share in (0.5, 0.95))
        shown = f"p50 {p50:.1f} s, p95 {p95:.1f} s, longest {max(report.shown):.1f} s"
    rows: Mapping[str, str] = {
        "claims": f"{report.claims:,}",
        "import": f"{report.imported:.1f} s",
        "read all records": f"{report.read:.1f} s",
        f"from the commit of an edit to an open page, {EDITS} edits and {PAGES} pages": shown,
    }
    return "\n".join(
        ["| | |", "|---|--:|", *(f"| {name} | {text} |" for name, text in rows.items())]
    )


def store_targets(report: StoreReport) -> Sequence[Target]:
    """Return the targets."""
    claims = f"{report.claims:,} claims"
    return [
        Target(f"pages that did not show an edit of {claims}", 0, report.missed, ""),
        Target(
            f"from an edit to an open page at {claims}, p95",
            _SHOWN_WITHIN,
            percentile(report.shown, 0.95) if report.shown else float("inf"),
            "s",
        ),
        Target(f"read {claims} from the store", _READ_WITHIN, report.read, "s"),
    ]
