"""``make test``: every stage runs to its end, and all failures are listed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scripts import stages
from scripts.stages import LANES, Stage, run, summary

ROOT = Path(stages.__file__).parents[1]


def says(text: str, status: int) -> tuple[str, ...]:
    return (sys.executable, "-c", f"print({text!r}); raise SystemExit({status})")


def test_a_linter_that_fails_hides_no_failure_of_the_tests(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lanes = {
        "lint": (
            Stage("ruff", (says("a line is too long", 1),)),
            Stage("mypy", (says("no issues", 0),)),
        ),
        "unit": (
            Stage("unit", (says("FAILED tests/test_a.py::test_one\nlast words", 1),)),
            Stage("browser", (says("no browser", 1), says("ERROR tests/test_b.py", 0))),
        ),
    }
    monkeypatch.setattr(stages, "LANES", lanes)
    assert stages.main([]) == 1
    told = capsys.readouterr().out.partition("ruff failed:")[2]
    for line in ("a line is too long", "FAILED tests/test_a.py::test_one", "ERROR tests/test_b.py"):
        assert line in told
    assert "last words" not in told
    assert re.findall(r"^(\w+) +(passed|FAILED) +\d+ s$", told, re.MULTILINE) == [
        ("ruff", "FAILED"),
        ("mypy", "passed"),
        ("unit", "FAILED"),
        ("browser", "FAILED"),
    ]
    assert stages.main(["lint"]) == 1
    monkeypatch.setitem(lanes, "lint", lanes["lint"][1:])
    assert stages.main(["lint"]) == 0


def test_lanes_run_side_by_side(tmp_path: Path) -> None:
    """Each stage waits for a file that the other one writes."""
    code = (
        "import pathlib, sys, time\n"
        "pathlib.Path(sys.argv[1]).touch()\n"
        "while not pathlib.Path(sys.argv[2]).exists(): time.sleep(0.01)"
    )
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    command = (sys.executable, "-c", code)
    found = run([[Stage("one", ((*command, a, b),))], [Stage("two", ((*command, b, a),))]])
    assert [result.passed for result in found] == [True, True]
    assert "failed" not in summary(found)


def test_the_makefile_runs_every_lane() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = dict(re.findall(r"^(\w+):.*\n\t\S+ scripts/stages.py ?(\w*)$", makefile, re.M))
    assert targets == {"test": "", "lint": "lint", "unit": "unit"}
    assert set(LANES) == {"lint", "unit"}


def test_make_keeps_bytecode_whatever_the_environment_says() -> None:
    """Every process that the tests start compiled all packages, for seconds."""
    command = ["make", "--silent", "--eval", "shown: ; @echo kept=$$PYTHONDONTWRITEBYTECODE="]
    done = subprocess.run(
        [*command, "shown"],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "kept==\n"
