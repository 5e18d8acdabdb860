"""Every key of the session state and of widgets is in one file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import routemap.ui
from routemap.ui.session import Key

FOLDER = Path(routemap.ui.__file__).parent
FILES = sorted(path for path in FOLDER.rglob("*.py") if path.name != "session.py")
STATE = {"get", "pop", "setdefault"}


def literal_keys(tree: ast.AST) -> list[str]:
    """Return the literal strings that are used as keys of widgets and of the session state."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += [item.value for item in node.keywords if item.arg == "key"]
            if isinstance(node.func, ast.Attribute) and node.func.attr in STATE:
                owner = ast.unparse(node.func.value)
                found += node.args[:1] if owner in ("st.session_state", "state") else []
        elif isinstance(node, ast.Subscript) and "session_state" in ast.unparse(node.value):
            found.append(node.slice)
    found = [key.values[0] if isinstance(key, ast.JoinedStr) else key for key in found]
    return [key.value for key in found if isinstance(key, ast.Constant) and type(key.value) is str]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_key_is_written_where_it_is_used(path: Path) -> None:
    assert literal_keys(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_a_written_key_is_found() -> None:
    code = 'st.button("Go", key="go"); st.session_state["x"] = st.session_state.pop(f"y.{z}")'
    assert len(literal_keys(ast.parse(code))) == 3


def test_no_two_keys_are_the_same_and_every_one_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    assert len(set(Key)) == len(Key.__members__)
    assert [name for name in Key.__members__ if f"Key.{name}" not in code] == []
