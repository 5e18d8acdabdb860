"""Recent results are kept, by kind, up to a limit."""

from __future__ import annotations

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
