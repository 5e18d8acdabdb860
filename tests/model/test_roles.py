"""Who may do what is one table, and each role may do what the earlier ones may."""

from __future__ import annotations

import pytest

from routemap.model.roles import (
    ACTIONS,
    ARCHIVE,
    MAKE,
    SEE,
    TOKEN,
    WITHDRAW,
    Action,
    Role,
    may,
    role_named,
)

OF_CONTRIBUTORS = {SEE, MAKE, WITHDRAW, ARCHIVE, TOKEN}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda row: row.key)
def test_a_reader_may_do_nothing_and_an_editor_everything(action: Action) -> None:
    assert not may(Role.READER, action)
    assert may(Role.CONTRIBUTOR, action) == (action in OF_CONTRIBUTORS)
    assert may(Role.EDITOR, action)


@pytest.mark.parametrize("name", ["", "EDITOR", "editor ", "admin", "contributor\n"])
def test_an_unknown_role_is_a_reader(name: str) -> None:
    assert role_named(name) is Role.READER
    assert not any(may(name, action) for action in ACTIONS)


def test_actions_have_different_keys_and_say_what_they_are() -> None:
    assert len({action.key for action in ACTIONS}) == len(ACTIONS)
    assert all(action.meaning.endswith(".") for action in ACTIONS)
