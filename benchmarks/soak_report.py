"""Results of a soak test, and their table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.edited import Row


@dataclass(frozen=True)
class SoakReport:
    """Results of the readers, in seconds and bytes.

    Attributes
    ----------
    replicas
        Number of servers.
    edits
        What was edited, as rows of the table.
    reruns
        Number of answered filter changes; ``latencies`` are their times.
    answers
        Number of checked pages: filter changes, first visits and renewals; ``probes`` is the number
        of checked answers of the data routes.
    lost
        What was edited and is not in the data or not shown at the end.
    renewals
        Per page and edit: from the last byte of the edit until the page shows it.
    cut
        Number of pages that the killed server had.
    recoveries
        Per page: from the kill until the page has recovered.
    idle
        Share of one core that the servers used while pages were only open.
    memory
        Resident bytes of the servers, from ten seconds after the restart.
    """

    sessions: int
    replicas: int
    seconds: float
    edits: tuple[Row, ...]
    reruns: int
    answers: int
    probes: int
    errors: tuple[str, ...]
    wrong: tuple[str, ...]
    lost: tuple[str, ...]
    latencies: tuple[float, ...]
    renewals: tuple[float, ...]
    cut: int
    recoveries: tuple[float, ...]
    idle: float
    memory: tuple[int, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that must not be."""
        missing = self.cut - len(self.recoveries)
        away = [f"{missing} pages did not recover after the kill"] if missing > 0 else []
        if not self.cut:
            away = ["no page was open on the server that was killed, so nothing was tried"]
        return (*self.wrong, *self.errors, *self.lost, *away)


def table(report: SoakReport) -> str:
    """Return a report as a Markdown table, one value per row."""
    memory = [size / 1e6 for size in report.memory]
    servers = "the server" if report.replicas == 1 else f"{report.replicas} servers"
    back = "" if report.replicas == 1 else f"{len(report.recoveries)} of {report.cut} pages: "
    rows = [
        ("sessions, for minutes", f"{report.sessions}, {report.seconds / 60:.1f}"),
        *report.edits,
        ("answers checked", f"{report.answers:,} pages, {report.probes:,} of the data routes"),
        ("wrong answers", f"{len(report.wrong)}"),
        ("errors", f"{len(report.errors)}"),
        ("filter changes", _spread(report.latencies, 1000, "ms", len(report.latencies))),
        ("from the end of an edit to an open page", _spread(report.renewals, 1, "s")),
        ("from kill -9 to a page that is as before", f"{back}{_spread(report.recoveries, 1, 's')}"),
        ("share of one core while pages are only open", f"{report.idle:.1%}"),
        (
            f"memory of {servers}, first and last after the kill",
            f"{memory[0]:.0f} and {memory[-1]:.0f} MB" if memory else "–",
        ),
    ]
    return "\n".join(["| | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows)])


def _spread(values: Sequence[float], scale: float, unit: str, count: int | None = None) -> str:
    if len(values) < 2:
        return "–"
    digits = 0 if unit == "ms" else 1
    middle = statistics.median(values) * scale
    high = statistics.quantiles(values, n=20, method="inclusive")[18] * scale
    text = f"p50 {middle:.{digits}f} {unit}, p95 {high:.{digits}f} {unit}"
    return text if count is None else f"{count:,}: {text}"
