"""Known security advisories for the pinned packages, according to pip-audit.

pip-audit prints “no known vulnerabilities found” and exits with 0 if the service knows none of the
packages, for example an index that only serves files. Therefore the audited packages are counted
here, and those that could not be audited are reported.
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

EXCEPTIONS: Final = Path(__file__).parent / "exceptions.toml"
_SECONDS: Final = 300
_SOCKET_SECONDS: Final = 10


@dataclass(frozen=True)
class Advisory:
    """An advisory for a package; ``ids`` has all its names."""

    package: str
    version: str
    ids: frozenset[str]
    fixed_in: tuple[str, ...]

    def __str__(self) -> str:
        """Return one line with the package, the advisory and the versions that fix it."""
        fixed = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "no fix is known"
        return f"{self.package} {self.version}: {', '.join(sorted(self.ids))}; {fixed}"


@dataclass(frozen=True)
class Accepted:
    """An exception: an accepted advisory, with the reason, the date, and the last day."""

    id: str
    package: str
    reason: str
    date: datetime.date
    until: datetime.date


@dataclass(frozen=True)
class Answer:
    """The answer of pip-audit: audited packages, others with the reason, and advisories."""

    audited: tuple[str, ...] = ()
    unaudited: Mapping[str, str] = field(default_factory=dict)
    advisories: tuple[Advisory, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The result of an audit: lines to print, and whether they are faults."""

    lines: tuple[str, ...]
    faulty: bool
    complete: bool

    def fails(self, *, strict: bool) -> bool:
        """Return whether the audit fails; a strict audit also fails if it is incomplete."""
        return self.faulty or (strict and not self.complete)


def ask(pinned: Mapping[str, str], further: Sequence[str] = ()) -> Answer:
    """Return the answer of pip-audit for all pinned packages.

    ``further`` are options of pip-audit. If the service cannot be reached, all packages are
    unaudited.
    """
    with tempfile.TemporaryDirectory() as folder:
        listed, found = Path(folder) / "requirements.txt", Path(folder) / "found.json"
        lines = (f"{name}=={version}\n" for name, version in pinned.items())
        listed.write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(listed), "--no-deps"]
        command += ["--disable-pip", "--progress-spinner", "off", "--format", "json"]
        command += ["--output", str(found), "--timeout", str(_SOCKET_SECONDS), *further]
        try:
            ran = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return _nothing(pinned, f"no answer within {_SECONDS} seconds")
        if not found.is_file():
            errors = ran.stderr.decode("utf-8", "replace").strip().splitlines()
            return _nothing(pinned, errors[-1] if errors else "pip-audit returned no answer")
        return read_answer(json.loads(found.read_text(encoding="utf-8")))


def _nothing(pinned: Mapping[str, str], why: str) -> Answer:
    return Answer(unaudited=dict.fromkeys(pinned, why))


def read_answer(document: Mapping[str, Any]) -> Answer:
    """Return the answer in the JSON output of pip-audit."""
    rows = document["dependencies"]
    asked = [row for row in rows if "skip_reason" not in row]
    return Answer(
        audited=tuple(row["name"] for row in asked),
        unaudited={row["name"]: row["skip_reason"] for row in rows if "skip_reason" in row},
        advisories=tuple(
            Advisory(
                row["name"],
                row["version"],
                frozenset([found["id"], *found.get("aliases", ())]),
                tuple(found.get("fix_versions", ())),
            )
            for row in asked
            for found in row["vulns"]
        ),
    )


def read_exceptions(text: str) -> tuple[Accepted, ...]:
    """Return the exceptions in a TOML text.

    Raises
    ------
    TypeError, ValueError
        If an exception lacks a reason or a date, or has unknown keys.
    """
    found = tuple(Accepted(**row) for row in tomllib.loads(text).get("exception", ()))
    for row in found:
        if not row.reason.strip() or row.until <= row.date:
            raise ValueError(
                f"{row.id}: an exception needs a reason, and “until” must be after “date”"
            )
    return found


def judge(answer: Answer, exceptions: Iterable[Accepted], today: datetime.date) -> Verdict:
    """Return the verdict on an answer: new and accepted advisories, and outdated exceptions."""
    lines, faulty = [], False
    accepted = {(row.package, row.id): row for row in exceptions}
    used = set()
    for advisory in answer.advisories:
        names = [(advisory.package, name) for name in sorted(advisory.ids)]
        row = next((accepted[name] for name in names if name in accepted), None)
        if row is None:
            lines.append(f"advisory: {advisory}")
            faulty = True
        else:
            used.add((row.package, row.id))
            lines.append(f"accepted until {row.until}: {advisory} ({row.reason})")
    for key, row in accepted.items():
        if row.until < today:
            lines.append(f"exception {row.id} ended on {row.until}: renew or remove it")
            faulty = True
        elif key not in used and row.package in answer.audited:
            lines.append(f"exception {row.id} matches no advisory: remove it")
            faulty = True
    total = len(answer.audited) + len(answer.unaudited)
    lines.append(f"{len(answer.audited)} of {total} packages were audited for advisories")
    if answer.unaudited:
        why = next(iter(answer.unaudited.values()))
        lines.append(
            f"NOT AUDITED: {len(answer.unaudited)} of {total} packages; advisories unknown. "
            f"Reason: {why}"
        )
    return Verdict(tuple(lines), faulty, not answer.unaudited)
