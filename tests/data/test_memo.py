"""Recent results are kept, by kind, up to a limit."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from routemap.data.memo import _MOST, Memo


def test_what_one_question_needs_does_not_push_out_the_rest_of_it() -> None:
    recent, made = Memo(), []
    kinds = ("selection", "chart", "matches", "hint", "ranked")
    for _ in range(3):
        for question in range(_MOST):
            for kind in kinds:
                key = (kind, question)
                assert recent.get(kind, question, lambda key=key: made.append(key) or key) == key
    assert len(made) == len(kinds) * _MOST


def test_the_one_that_was_asked_for_least_lately_goes_first() -> None:
    recent = Memo()
    for question in range(_MOST):
        recent.get("chart", question, object)
    first, second = (recent.get("chart", question, object) for question in (0, 1))
    recent.get("chart", 0, object)
    held = [recent.get("chart", _MOST + number, object) for number in range(_MOST - 1)]
    assert recent.get("chart", 0, object) is first
    assert [recent.get("chart", _MOST + n, object) for n in range(_MOST - 1)] == held
    assert recent.get("chart", 1, object) is not second


def test_two_that_ask_at_once_share_one_computation() -> None:
    recent, began, go, made = Memo(), threading.Event(), threading.Event(), []

    def make() -> object:
        made.append(object())
        began.set()
        assert go.wait(10)
        return made[-1]

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(recent.get, "chart", 1, make)
        assert began.wait(10)
        second = threads.submit(recent.get, "chart", 1, make)
        # another value does not wait
        assert recent.get("chart", 2, lambda: "other") == "other"
        go.set()
        assert first.result(10) is second.result(10) is made[0]
    assert len(made) == 1


def test_an_error_reaches_all_who_wait_and_is_not_kept() -> None:
    recent, began, go = Memo(), threading.Event(), threading.Event()

    def fail() -> object:
        began.set()
        assert go.wait(10)
        raise ValueError("no")

    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(recent.get, "chart", 1, fail)]
        assert began.wait(10)
        both.append(threads.submit(recent.get, "chart", 1, fail))
        go.set()
        for one in both:
            with pytest.raises(ValueError, match="no"):
                one.result(10)
    assert recent.get("chart", 1, lambda: "well") == "well"
