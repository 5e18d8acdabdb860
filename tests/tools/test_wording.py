"""Words of the word list are found in texts, but not in code."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.wording import BETTER, faults


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one page, one module and one template."""
    (tmp_path / "src").mkdir()
    (tmp_path / "README.md").write_text("`whoever` is code.\n```\nwhoever\n```\n", encoding="utf-8")
    (tmp_path / "src" / "a.py").write_text('"""Plain."""\nWORD = stands\n', encoding="utf-8")
    (tmp_path / "src" / "a.html").write_text("<p>Plain</p>\n", encoding="utf-8")
    return tmp_path


def test_code_and_values_are_not_prose(project: Path) -> None:
    assert faults(project) == []


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("README.md", "Plain.\n\nWhoever reads this.\n", 3),
        ("src/a.py", '"""Plain.\n\nIt stands here.\n"""\n', 3),
        ("src/a.py", "A = 1  # told\n", 1),
        ("src/a.py", "A = f'{a} is told'\n", 1),
        ("src/a.js", "// stands\n", 1),
        ("src/a.html", "<p>It speaks of\n</p>", 1),
    ],
)
def test_a_finding_names_file_line_and_better_words(
    project: Path, name: str, text: str, line: int
) -> None:
    (project / name).write_text(text, encoding="utf-8")
    (found,) = faults(project)
    assert found.startswith(f"{name}: line {line}: “")
    assert any(found.endswith(f"use {better}") for better in BETTER.values())
