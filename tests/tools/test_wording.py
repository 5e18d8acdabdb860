"""Words of the word list are found in texts, and unclear names in code."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.wording import BETTER, UNCLEAR, UNCLEAR_MODULES, faults


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


@pytest.mark.parametrize("name", UNCLEAR)
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.py", "_{name} = 1\n"),
        ("a.py", "class A:\n    {name}: int\n"),
        ("a.py", "def {name}():\n    pass\n"),
        ("a.py", "def a({name}):\n    pass\n"),
        ("a.py", "for {name} in range(3):\n    pass\n"),
        ("a.py", "self.{name} = 1\n"),
        ("a.js", "const {name} = 1;\n"),
    ],
)
def test_an_unclear_name_is_found_wherever_it_is_defined(
    project: Path, file: str, text: str, name: str
) -> None:
    (project / "src" / file).write_text(text.format(name=name), encoding="utf-8")
    (found,) = faults(project)
    assert found.startswith(f"src/{file}: line ")
    assert found.endswith(f"{name}”: use {UNCLEAR[name]}")


@pytest.mark.parametrize("name", UNCLEAR_MODULES)
def test_an_unclear_name_of_a_file_or_a_class_is_found(project: Path, name: str) -> None:
    text = f"class {name.title()}:\n    pass\n"
    (project / "src" / f"{name}.py").write_text(text, encoding="utf-8")
    assert [fault.rpartition(": use ")[0] for fault in faults(project)] == [
        f"src/{name}.py: line 1: the name “{name}”",
        f"src/{name}.py: line 1: the name “{name.title()}”",
    ]


def test_a_name_that_is_only_used_or_is_part_of_another_is_allowed(project: Path) -> None:
    text = "import a\n\nwords = a.whole(whole_number=1)\n"
    (project / "src" / "a.py").write_text(text, encoding="utf-8")
    assert faults(project) == []
