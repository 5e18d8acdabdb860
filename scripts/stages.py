"""Run all checks and tests, and list all failures at the end: ``make test``.

``make lint`` and ``make unit`` run some of them: ``python scripts/stages.py lint``.
"""

from __future__ import annotations

import os
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
_CORES: Final = min(os.cpu_count() or 1, 4)
# the tests of a file run in one process, because they share servers; tests/conftest.py orders them
_PYTEST: Final = (_PYTHON, "-m", "pytest", "--dist", "loadfile", "--no-loadscope-reorder", "-rs")
_LAST: Final = 20  # lines of a failed stage that the summary repeats


@dataclass(frozen=True)
class Stage:
    """Commands that run one after the other; the stage fails if one of them fails."""

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
        Stage(
            "unit",
            (
                ("sh", "scripts/postgres.sh"),
                ("sh", "scripts/proxies.sh"),
                # one process more than cores, because many tests wait for a server
                (*_PYTEST, "-n", str(_CORES + 1), "--ignore=tests/browser"),
            ),
        ),
        Stage(
            "browser",
            (
                ("sh", "scripts/browser.sh", _PYTHON),
                ("sh", "scripts/proxies.sh"),
                (*_PYTEST, "-n", str(_CORES), "tests/browser"),
            ),
        ),
    ),
}
"""Lanes run in parallel, because mypy uses only one core and the tests do not use all of the other.
"""


@dataclass(frozen=True)
class Result:
    """Result and output of a stage."""

    name: str
    passed: bool
    seconds: float
    lines: tuple[str, ...]

    @property
    def failure(self) -> tuple[str, ...]:
        """Lines that show what failed: the failures listed by pytest, otherwise the last lines."""
        listed = tuple(line for line in self.lines if line.startswith(("FAILED ", "ERROR ")))
        return listed or self.lines[-_LAST:]


def run(lanes: Sequence[Sequence[Stage]]) -> list[Result]:
    """Run lanes of stages in parallel, print their output, and return the results.

    A failed stage does not stop the others.
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
    """Return the failures of all stages, followed by one line per stage."""
    failed = [result for result in results if not result.passed]
    details = [f"\n{result.name} failed:\n" + "\n".join(result.failure) for result in failed]
    rows = [
        f"{result.name:10}{'passed' if result.passed else 'FAILED':10}{result.seconds:6.0f} s"
        for result in results
    ]
    return "\n".join([*details, "", *rows])


def main(names: Sequence[str]) -> int:
    """Run the named lanes, by default all; return 1 if a stage failed, else 0."""
    results = run([LANES[name] for name in names or LANES])
    print(summary(results))
    return int(not all(result.passed for result in results))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
