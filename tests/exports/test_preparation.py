"""A running export: progress, cancelling, and cleanup."""

from __future__ import annotations

import gc
import tempfile
import threading
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from routemap.data.load import load
from routemap.exports import Extract, extract, format_named, job
from routemap.exports.job import Preparation
from routemap.exports.progress import Watch
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import until

PATIENCE = 30


class Gate:
    """A format whose writer waits in the middle until ``opened`` is set."""

    def __init__(self, end: Callable[[], bytes] = lambda: b"whole") -> None:
        self.reached, self.opened = threading.Event(), threading.Event()
        self.end = end
        self.row = replace(format_named("csv"), make=self.make)

    def make(self, whole: Extract) -> bytes:
        whole.watch(0.5)
        self.reached.set()
        assert self.opened.wait(PATIENCE)
        whole.watch(0.75)
        return self.end()


@pytest.fixture
def begin(folder: Path) -> Callable[[Watch], Extract]:
    selection = select(load(folder).dataset, Query())
    made = datetime(2026, 11, 24, tzinfo=UTC)
    return lambda watch: extract(selection, made=made, watch=watch)


def test_a_file_is_written_and_read(begin: Callable[[Watch], Extract]) -> None:
    row = format_named("csv")
    preparation = Preparation(row, begin)
    assert preparation.wait(PATIENCE)
    assert preparation.share == 1.0
    assert preparation.file_name == begin(lambda _: None).file_name("csv")
    assert preparation.read() == row.make(begin(lambda _: None))
    assert preparation.size == len(preparation.read())


def test_a_file_is_awaited_until_it_is_read_or_nobody_can(
    begin: Callable[[Watch], Extract], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_PREPARATIONS", weakref.WeakSet())
    gate = Gate()
    preparation = Preparation(gate.row, begin)
    assert job.is_file_awaited()
    gate.opened.set()
    assert preparation.wait(PATIENCE)
    assert job.is_file_awaited()
    preparation.read()
    assert not job.is_file_awaited()
    left = Preparation(format_named("csv"), begin)
    assert left.wait(PATIENCE)
    assert job.is_file_awaited()
    del left  # its page was closed
    gc.collect()
    assert not job.is_file_awaited()
    cancelled = Preparation(format_named("csv"), begin)
    cancelled.cancel()
    until(lambda: not job.is_file_awaited())


def test_progress_is_seen_and_cancelling_ends_the_work(begin: Callable[[Watch], Extract]) -> None:
    gate = Gate()
    preparation = Preparation(gate.row, begin)
    assert gate.reached.wait(PATIENCE)
    assert preparation.share == 0.5
    assert not preparation.is_done
    assert not preparation.is_waiting
    preparation.cancel()
    gate.opened.set()
    assert preparation.wait(PATIENCE)
    assert preparation.file_name == ""
    assert preparation.share == 0.5
    assert preparation._work._file.closed


def test_two_at_once_and_the_third_waits(begin: Callable[[Watch], Extract]) -> None:
    gates = [Gate() for _ in range(3)]
    preparations = [
        Preparation(gate.row, begin, client) for gate, client in zip(gates, "abc", strict=True)
    ]
    try:
        assert gates[0].reached.wait(PATIENCE)
        assert gates[1].reached.wait(PATIENCE)
        assert preparations[2].is_waiting
        preparations[2].cancel()
        assert preparations[2].is_done
    finally:
        for gate in gates:
            gate.opened.set()
    assert all(preparation.wait(PATIENCE) for preparation in preparations)
    assert not gates[2].reached.is_set()
    assert [bool(preparation.file_name) for preparation in preparations] == [True, True, False]


def test_the_file_is_deleted_with_its_preparation(begin: Callable[[Watch], Extract]) -> None:
    preparation = Preparation(format_named("csv"), begin)
    assert preparation.wait(PATIENCE)
    work = preparation._work
    assert not work._file.closed
    del preparation
    gc.collect()
    assert work._file.closed


def test_the_file_has_no_name_that_a_killed_server_would_leave_behind(
    begin: Callable[[Watch], Extract], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    preparation = Preparation(format_named("csv"), begin)
    assert preparation.wait(PATIENCE)
    assert preparation.size
    assert list((tmp_path / "temporary").iterdir()) == []


def test_every_end_of_an_export_is_reported_once(begin: Callable[[Watch], Extract]) -> None:
    told: list[str] = []
    gate = Gate(lambda: 1 // 0)
    gate.opened.set()
    for row, name in ((format_named("csv"), "made"), (gate.row, "failed")):
        preparation = Preparation(row, begin, "", partial(told.append, name))
        assert preparation.wait(PATIENCE)
    held = Gate()
    preparation = Preparation(held.row, begin, "", partial(told.append, "cancelled"))
    assert held.reached.wait(PATIENCE)
    preparation.cancel()
    held.opened.set()
    assert preparation.wait(PATIENCE)
    assert told == ["made", "failed", "cancelled"]


def test_work_without_a_reader_ends(begin: Callable[[Watch], Extract]) -> None:
    gate = Gate()
    preparation = Preparation(gate.row, begin)
    assert gate.reached.wait(PATIENCE)
    work, made = preparation._work, preparation._made
    del preparation
    gc.collect()
    gate.opened.set()
    made.result(PATIENCE)
    assert work._file.closed


def test_a_writer_that_fails_leaves_no_file_and_is_logged(
    begin: Callable[[Watch], Extract], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> bytes:
        raise ZeroDivisionError("of a writer")

    gate = Gate(fail)
    gate.opened.set()
    preparation = Preparation(gate.row, begin)
    assert preparation.wait(PATIENCE)
    assert preparation.file_name == ""
    assert "server log" in preparation.failure
    assert "of a writer" in caplog.text
