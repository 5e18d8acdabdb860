"""Real sessions with real servers: every query gets the correct answer."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

import pytest
from benchmarks.serving import ROOT
from benchmarks.sessions import QUESTIONS, SessionReport, counted, echoed, run_sessions
from tests.serving import serve

from routemap.data.load import SHIPPED, load
from routemap.questions.query import Query


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


@pytest.mark.thorough  # the floor is only what our app is compared with
def test_the_floor_answers_every_question() -> None:
    with serve(ROOT / "benchmarks" / "floor.py", SHIPPED) as (url, process):
        _is_whole(_run(url, process.pid, echoed(QUESTIONS), 2))


def test_our_app_shows_the_count_of_each_question() -> None:
    expected = counted(load(SHIPPED).dataset, QUESTIONS)
    assert len(set(expected.values())) > 5
    with serve(ROOT / "app.py", SHIPPED) as (url, process):
        _is_whole(_run(url, process.pid, expected, 2))
        wrong = _run(url, process.pid, dict.fromkeys(expected, "<b>86</b> of 85 claims"), 0.6)
    assert len(wrong.errors) == wrong.reruns > 0


def test_a_server_that_does_not_answer_is_an_error_per_session() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        report = _run(url, os.getpid(), echoed(QUESTIONS), 1)
    assert (len(report.errors), report.reruns) == (3, 0)
    assert all("ConnectionRefusedError" in error for error in report.errors)
