"""Real sessions against real servers: what they ask is answered, and answered right."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.serving import ROOT, serve
from benchmarks.sessions import QUESTIONS, SessionReport, counted, echoed, run_sessions

from routemap.load import SHIPPED, load
from routemap.query import Query


def _run(url: str, pid: int, questions: Mapping[Query, str], seconds: float) -> SessionReport:
    return run_sessions(
        url, pid, sessions=3, period=0.5, seconds=seconds, questions=questions, seed=1
    )


def _is_whole(report: SessionReport) -> None:
    assert report.errors == ()
    assert report.reruns == len(report.latencies) >= 6
    assert min(report.latencies) > 0
    assert min(report.memory) > 10_000_000
    assert report.cpu_seconds > 0


def test_the_floor_answers_every_question() -> None:
    with serve(ROOT / "benchmarks" / "floor.py", SHIPPED) as (url, process):
        _is_whole(_run(url, process.pid, echoed(QUESTIONS), 2.5))


def test_our_app_shows_the_count_of_each_question() -> None:
    expected = counted(load(SHIPPED).dataset, QUESTIONS)
    assert len(set(expected.values())) > 5
    with serve(ROOT / "app.py", SHIPPED) as (url, process):
        _is_whole(_run(url, process.pid, expected, 2.5))
        wrong = _run(url, process.pid, dict.fromkeys(expected, "<b>86</b> of 85 claims"), 1)
    assert len(wrong.errors) == wrong.reruns > 0
