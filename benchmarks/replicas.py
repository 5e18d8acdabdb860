"""Many readers on one server and on two, both behind HAProxy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.fleet import behind_haproxy
from benchmarks.report import Target, percentile
from benchmarks.sessions import QUESTIONS, SessionReport, counted, run_sessions
from routemap.data.load import load

ROUTES: Final = 1_000
"""Routes of the data, which has ten times as many claims."""
REPLICAS: Final[Mapping[int, str]] = {1: "1 server", 2: "2 servers"}
"""Numbers of servers, in words."""
TIMES: Final = (1, 3)
"""By what the number of readers is multiplied."""
PERIOD: Final = 5.0  # seconds between two queries of a reader
# of two replicas, against one server with as many readers
_FASTER: Final = 0.75
_DEARER: Final = 1.15
_LARGER: Final = 2.1


@dataclass(frozen=True)
class ReplicaReport:
    """Results of readers on some replicas."""

    replicas: int
    claims: int
    sessions: SessionReport

    @property
    def p50(self) -> float:
        """Median of the answers to a changed filter, in milliseconds."""
        return median(self.sessions.latencies) * 1000

    @property
    def p95(self) -> float:
        """95th percentile of the same."""
        return percentile(self.sessions.latencies, 0.95) * 1000

    @property
    def cpu(self) -> float:
        """Processor time of the servers per answer, in milliseconds."""
        return self.sessions.cpu_seconds / max(1, self.sessions.reruns) * 1000

    @property
    def memory(self) -> float:
        """Largest memory of all servers together, in megabytes."""
        return max(self.sessions.memory) / 1e6


def measure_replicas(
    folder: Path,
    seconds: float,
    numbers: Sequence[int],
) -> list[ReplicaReport]:
    """Measure each number of readers on each number of replicas.

    Parameters
    ----------
    folder
        The data folder.
    seconds
        For how long readers filter in each measurement.
    numbers
        Numbers of readers.
    """
    dataset = load(folder).dataset
    questions = counted(dataset, QUESTIONS)
    reports = []
    for sessions in numbers:
        for number, name in REPLICAS.items():
            print(f"{sessions} sessions on {name} …", flush=True)
            with behind_haproxy(number, folder) as fleet:
                found = run_sessions(
                    fleet.url,
                    *(process.pid for process in fleet.processes),
                    sessions=sessions,
                    period=PERIOD,
                    seconds=seconds,
                    questions=questions,
                    seed=1,
                )
            reports.append(ReplicaReport(number, len(dataset.claims), found))
    return reports


def replicas_table(reports: Sequence[ReplicaReport]) -> str:
    """Return the measurements as a Markdown table."""
    rows = [
        "| sessions | claims | servers | reruns | errors | p50 | p95 | CPU per rerun | memory |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    rows += [
        f"| {report.sessions.sessions} | {report.claims:,} | {report.replicas} "
        f"| {report.sessions.reruns:,} | {len(report.sessions.errors)} | {report.p50:.0f} ms "
        f"| {report.p95:.0f} ms | {report.cpu:.0f} ms | {report.memory:.0f} MB |"
        for report in reports
    ]
    return "\n".join(rows)


def replicas_targets(reports: Sequence[ReplicaReport]) -> list[Target]:
    """Return the targets; those of two servers are against one with as many readers."""
    by_form = {(report.sessions.sessions, report.replicas): report for report in reports}
    found: list[Target] = []
    for (sessions, number), two in by_form.items():
        name = f"{sessions} sessions, {REPLICAS[number]}"
        found.append(Target(f"{name}: errors", 0, len(two.sessions.errors), ""))
        one = by_form.get((sessions, 1))
        if one is None or number == 1:
            continue
        against = "against 1 server"
        found += [
            Target(f"{name}: p95 {against}", _FASTER, two.p95 / one.p95, "x"),
            Target(f"{name}: CPU per rerun {against}", _DEARER, two.cpu / one.cpu, "x"),
            Target(f"{name}: memory {against}", _LARGER, two.memory / one.memory, "x"),
        ]
    return found
