"""Log lines that anyone can cause are limited, and the dropped lines are counted."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from routemap.web.guard import log
from routemap.web.guard.log import Damper, JsonLines, record


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_lines_that_are_alike_are_counted_and_the_others_written() -> None:
    reports: list[tuple[object, int]] = []
    clock = Clock()
    damper = Damper(3, lambda key, count: reports.append((key, count)), clock)
    assert [damper.passes("text") for _ in range(10)] == [True] * 3 + [False] * 7
    assert damper.passes("other")
    assert reports == []
    clock.now = 60
    assert damper.passes("third")
    assert reports == [("text", 7)]
    assert damper.passes("text")


def test_kinds_of_lines_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_MOST_KINDS", 5)
    damper = Damper(3, lambda _key, _count: None, Clock())
    for number in range(100):
        assert damper.passes(number)
    assert len(damper._begun) <= 6
    assert len(damper._count) <= 6


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, object]]]:
    written: list[dict[str, object]] = []

    class Kept(logging.Handler):
        def emit(self, entry: logging.LogRecord) -> None:
            written.append(json.loads(JsonLines().format(entry)))

    logger, kept = logging.getLogger("routemap.journal"), Kept()
    clock = Clock()
    monkeypatch.setattr(log, "_DAMPER", Damper(2, log._report_unwritten, clock))
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(kept)
    yield written
    logger.removeHandler(kept)
    logger.setLevel(level)


def test_events_with_the_same_cause_are_damped_and_others_are_not(
    lines: list[dict[str, object]],
) -> None:
    for number in range(5):
        record("socket closed", like="socket", request_id=number)
        record("request", request_id=number)
    assert [line["event"] for line in lines].count("socket closed") == 2
    assert [line["event"] for line in lines].count("request") == 5


def test_dropped_lines_are_reported_in_one_line(
    lines: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        record("socket closed", like="socket")
    monkeypatch.setattr(log._DAMPER._clock, "now", 61.0)
    record("socket closed", like="socket")
    assert lines[-2]["event"] == "lines not written"
    assert (lines[-2]["of"], lines[-2]["count"]) == ("socket closed", 3)
