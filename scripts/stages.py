"""Run every check and test to its end, and list all failures: ``make test``.

``make lint`` and ``make unit`` run a part of them: ``python scripts/stages.py lint``.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PYTHON: Final = sys.executable
_BIN: Final = Path(_PYTHON).parent
# files stay together, because the tests of one share servers
_PYTEST: Final = (_PYTHON, "-m", "pytest", "-n", "auto", "--maxprocesses=4", "--dist", "loadfile")
_LAST: Final = 20  # lines of a failed stage that the summary repeats


@dataclass(frozen=True)
class Stage:
    """Some commands that run one after the other, and fail if one of them fails."""

    name: str
    commands: tuple[tuple[str, ...], ...]


LANES: Final[Mapping[str, tuple[Stage, ...]]] = {
    "lint": (
        Stage("ruff", ((f"{_BIN}/ruff", "check", "."),)),
        Stage("format", ((f"{_BIN}/ruff", "format", "--check", "."),)),
        Stage("oxlint", ((f"{_BIN}/oxlint", "src"),)),
        Stage("mypy", ((f"{_BIN}/mypy",),)),
        Stage("imports", ((f"{_BIN}/lint-imports",),)),
        Stage("spelling", ((f"{_BIN}/codespell",),)),
        Stage("wording", ((_PYTHON, "scripts/wording.py"),)),
        Stage("geodata", ((_PYTHON, "-m", "routemap", "check", "geodata"),)),
        Stage("audit", ((_PYTHON, "-m", "audit"),)),
    ),
    "unit": (
        Stage("unit", ((*_PYTEST, "--ignore=tests/browser"),)),
        Stage(
            "browser",
            (
                ("sh", "scripts/browser.sh", _PYTHON),
                ("sh", "scripts/proxies.sh"),
                (*_PYTEST, "tests/browser"),
            ),
        ),
    ),
}
"""Lanes run side by side, because mypy takes one core and tests leave some of the other."""


@dataclass(frozen=True)
class Result:
    """How a stage ended, and what it wrote."""

    name: str
    passed: bool
    seconds: float
    lines: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """The lines that say what failed: those by which pytest lists it, else the last ones."""
        listed = tuple(line for line in self.lines if line.startswith(("FAILED ", "ERROR ")))
        return listed or self.lines[-_LAST:]


def run(lanes: Sequence[Sequence[Stage]]) -> list[Result]:
    """Run lanes of stages side by side, each stage to its end, and print what they write.

    A stage that fails stops no other.
    """
    printing = threading.Lock()

    def run_lane(stages: Sequence[Stage]) -> list[Result]:
        return [_run_stage(stage, printing) for stage in stages]

    with ThreadPoolExecutor(len(lanes)) as threads:
        return [result for results in threads.map(run_lane, lanes) for result in results]


def _run_stage(stage: Stage, printing: threading.Lock) -> Result:
    begun = time.monotonic()
    passed, lines = True, []
    for command in stage.commands:
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        ) as process:
            for line in process.stdout or ():
                lines.append(line.rstrip())
                with printing:
                    print(f"{stage.name:8}| {line.rstrip()}", flush=True)
        passed = passed and process.returncode == 0
    return Result(stage.name, passed, time.monotonic() - begun, tuple(lines))


def summary(results: Sequence[Result]) -> str:
    """Return the failures of all stages, then a line for each stage."""
    failed = [result for result in results if not result.passed]
    told = [f"\n{result.name} failed:\n" + "\n".join(result.told) for result in failed]
    rows = [
        f"{result.name:10}{'passed' if result.passed else 'FAILED':10}{result.seconds:6.0f} s"
        for result in results
    ]
    return "\n".join([*told, "", *rows])


def main(names: Sequence[str]) -> int:
    """Run the named lanes, or all of them; return 1 if a stage failed."""
    results = run([LANES[name] for name in names or LANES])
    print(summary(results))
    return int(not all(result.passed for result in results))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
