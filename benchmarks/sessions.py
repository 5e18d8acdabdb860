"""Simulated readers who filter at the same time, each over a Streamlit websocket."""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from itertools import product
from typing import Final

import psutil
import websockets

from benchmarks.page import Reader, SessionError
from benchmarks.visitor import Visitor, sources
from routemap.data.dataset import Dataset
from routemap.data.load import data_folder, load
from routemap.questions.query import Query
from routemap.questions.selection import select

PATIENCE: Final = 60.0
_SAMPLE_SECONDS: Final = 5.0
_WORDS: Final = ("", "rail", "arms", "Khasan", "두만강", "shells")
_STANCES: Final = ((), ("asserts",), ("denies",), ("asserts", "denies"), ("reports",))
QUESTIONS: Final = tuple(
    Query(text=word, stance=stance) for word, stance in product(_WORDS, _STANCES)
)


@dataclass(frozen=True)
class SessionReport:
    """Results of simultaneous readers.

    Attributes
    ----------
    sessions, reruns
        Number of sessions, and number of answers to a changed filter.
    errors
        One text per failure: an exception on the page, an answer to another query, a run
        that did not succeed, a closed socket, no answer within :data:`PATIENCE`.
    latencies
        Per rerun: seconds from sending the changed filter to the end of the run.
    memory
        Resident bytes of the servers and their children, at the start, every five seconds, at the
        end.
    cpu_seconds
        CPU time of the servers and their children between the first query and the last answer.
    """

    sessions: int
    reruns: int
    errors: tuple[str, ...]
    latencies: tuple[float, ...]
    memory: tuple[int, ...]
    cpu_seconds: float


@dataclass(frozen=True)
class _Plan:
    """The parameters of every reader; the barrier ``everyone`` opens when all have their page."""

    url: str
    period: float
    seconds: float
    questions: Mapping[Query, str]
    everyone: asyncio.Barrier


@dataclass
class _Tally:
    """The results of all sessions so far."""

    errors: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    cpu_seconds: float = 0.0


def counted(dataset: Dataset, questions: Iterable[Query]) -> dict[Query, str]:
    """Return, by query, the count that the Map page must show."""
    return {
        query: _count(len(select(dataset, query).positions), len(dataset.claims))
        for query in questions
    }


def _count(shown: int, everything: int) -> str:
    of = f" of {everything:,}" if shown != everything else ""
    return f"<b>{shown:,}</b>{of} claims"


def echoed(questions: Iterable[Query]) -> dict[Query, str]:
    """Return, by query, the attribute at the end of the floor and of the plain folium map."""
    return {query: f'data-query="{escape(query.to_string())}"' for query in questions}


def run_sessions(  # noqa: PLR0913 - the report cannot be understood without any of them
    url: str,
    *pids: int,
    sessions: int,
    period: float,
    seconds: float,
    questions: Mapping[Query, str],
    seed: int,
) -> SessionReport:
    """Simulate simultaneous readers, and return their results.

    All sessions open their page before any of them filters. An answer that takes longer than the
    period delays the next query, but no query is skipped.

    Parameters
    ----------
    url
        The address for readers with a trailing slash. If it is of a proxy (``https``), each reader
        has another address of this machine.
    pids
        The process ids of the servers.
    sessions
        Number of readers.
    period
        Seconds between two queries of a reader, on average; each differs by up to half.
    seconds
        Duration for which readers send queries.
    questions
        The queries, with “Search” and “Stance” only, and for each the text that an
        HTML element of the answer must contain.
    seed
        The same seed gives the same queries in the same order.

    Returns
    -------
    SessionReport
        Failures of single sessions are in the report; they do not raise an error.
    """
    plan = _Plan(url, period, seconds, questions, asyncio.Barrier(sessions + 1))
    chances = [random.Random(f"{seed}/{number}") for number in range(sessions)]
    servers = [psutil.Process(pid) for pid in pids]
    # a separate thread: a caller that also runs a browser already has an event loop in this one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_report(plan, servers, chances))).result()


async def _report(
    plan: _Plan, servers: Sequence[psutil.Process], chances: Sequence[random.Random]
) -> SessionReport:
    tally = _Tally()
    async with asyncio.TaskGroup() as readers:
        tasks = [
            readers.create_task(_filter_on(plan, source, chance, tally))
            for source, chance in zip(sources(plan.url, len(chances)), chances, strict=True)
        ]
        await plan.everyone.wait()
        async with _watching(servers, tally):
            await asyncio.wait(tasks)
    return SessionReport(
        len(chances),
        len(tally.latencies),
        tuple(tally.errors),
        tuple(tally.latencies),
        tuple(tally.memory),
        tally.cpu_seconds,
    )


async def _filter_on(plan: _Plan, source: str, chance: random.Random, tally: _Tally) -> None:
    """Open a page, wait for all others, then send one query after the other."""
    period, questions = plan.period, plan.questions
    alone = True
    try:
        async with (
            Visitor(plan.url, source, patience=PATIENCE) as visitor,
            visitor.connected() as socket,
        ):
            reader = Reader(plan.url, socket)
            async with asyncio.timeout(PATIENCE):
                tally.errors += (await reader.run()).errors
            alone = False
            await plan.everyone.wait()
            begun = time.monotonic()
            now, due = Query(), begun + period * chance.random()
            while due < begun + plan.seconds:
                await asyncio.sleep(due - time.monotonic())
                now = next_question(questions, now, chance)
                reader.ask(now)
                sent = time.monotonic()
                due = sent + period * chance.uniform(0.5, 1.5)
                async with asyncio.timeout(PATIENCE):
                    run = await reader.run()
                tally.latencies.append(time.monotonic() - sent)
                tally.errors += run.errors
                if not any(questions[now] in text for text in run.texts):
                    tally.errors.append(f"“{now.to_string()}” was not answered “{questions[now]}”")
    except TimeoutError:
        tally.errors.append(f"no answer within {PATIENCE:g} s")
    except (SessionError, OSError, websockets.WebSocketException) as error:
        tally.errors.append(f"{type(error).__name__}: {error}")
    if alone:
        await plan.everyone.wait()


def next_question(questions: Mapping[Query, str], now: Query, chance: random.Random) -> Query:
    """Return another query; if possible, only one widget differs, as when a reader filters."""
    others = [query for query in questions if query != now]
    near = [query for query in others if query.text == now.text or query.stance == now.stance]
    return chance.choice(near or others or [now])


@asynccontextmanager
async def _watching(servers: Sequence[psutil.Process], tally: _Tally) -> AsyncIterator[None]:
    """Sample memory and CPU time of servers while the body runs."""

    async def sample() -> None:
        while True:
            tally.memory.append(sum(map(memory_of, servers)))
            await asyncio.sleep(_SAMPLE_SECONDS)

    before = sum(map(cpu_seconds_of, servers))
    task = asyncio.create_task(sample())
    try:
        yield
    finally:
        task.cancel()
        tally.memory.append(sum(map(memory_of, servers)))
        tally.cpu_seconds = max(0.0, sum(map(cpu_seconds_of, servers)) - before)


def _each(server: psutil.Process, read: Callable[[psutil.Process], float]) -> Iterator[float]:
    """Yield a value of a server and each of its children, except those that have ended."""
    with suppress(psutil.NoSuchProcess):
        for process in (server, *server.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                yield read(process)


def memory_of(server: psutil.Process) -> int:
    """Return the resident bytes of a server and its children."""
    return int(sum(_each(server, lambda process: float(process.memory_info().rss))))


def cpu_seconds_of(server: psutil.Process) -> float:
    """Return the CPU seconds that a server and its children have used so far."""
    return sum(_each(server, lambda process: float(sum(process.cpu_times()[:2]))), 0.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a running dashboard from the command line; return 1 if anything failed, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions", description=__doc__)
    parser.add_argument("url", help="address of the server, with a trailing slash")
    parser.add_argument("pid", type=int, help="process id of the server")
    parser.add_argument("--sessions", type=int, default=5)
    parser.add_argument("--period", type=float, default=5.0, help="seconds between two queries")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--floor", action="store_true", help="the server runs floor.py or naive.py")
    given = parser.parse_args(arguments)
    report = run_sessions(
        given.url,
        given.pid,
        sessions=given.sessions,
        period=given.period,
        seconds=given.seconds,
        questions=echoed(QUESTIONS)
        if given.floor
        else counted(load(data_folder()).dataset, QUESTIONS),
        seed=given.seed,
    )
    print(in_words(report))
    return 1 if report.errors else 0


def in_words(report: SessionReport) -> str:
    """Return a report in a few lines: milliseconds, megabytes, and every distinct failure."""
    lines = [f"{report.sessions} sessions, {report.reruns} reruns, {len(report.errors)} errors"]
    if report.reruns > 1:
        cuts = statistics.quantiles(report.latencies, n=20, method="inclusive")
        lines.append(f"p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms")
    memory = ", ".join(f"{size / 1e6:.0f}" for size in report.memory)
    lines.append(f"memory {memory} MB, cpu {report.cpu_seconds:.1f} s")
    return "\n".join([*lines, *sorted(set(report.errors))])


if __name__ == "__main__":
    raise SystemExit(main())
