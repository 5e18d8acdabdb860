"""The commits of a data folder in a Git repository, as revisions of the data.

The program ``git`` reads them. Without it, or outside a repository, there are none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from routemap.data.history import Kept
from routemap.data.reading.snapshot import FILES, Snapshot

MOST_COMMITS: Final = 100
"""Commits that are read, the latest first."""
_SECONDS: Final = 20.0
_FIELD, _RECORD = "\x1f", "\x1e"
_FORMAT: Final = f"%H{_FIELD}%ct{_FIELD}%an{_FIELD}%s{_RECORD}"
# nothing that a repository's own settings name is run
_SAFE: Final = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")


def commits(folder: Path) -> tuple[Kept, ...]:
    """Return the commits that changed the files of a data folder, the latest first.

    ``shown_at`` is the time of the commit. Commits without any data file are left out.
    """
    return tuple(kept for kept, _ in _commits_of(folder))


def committed_files(folder: Path, revision: str) -> dict[str, bytes] | None:
    """Return the data files of the latest commit with a revision, ``None`` if there is none."""
    for kept, commit in _commits_of(folder):
        if kept.revision == revision:
            return _contents(folder, commit)
    return None


def _commits_of(folder: Path) -> tuple[tuple[Kept, str], ...]:
    head = _git(folder, "rev-parse", "HEAD")
    return _read(folder.resolve(), head) if head else ()


@lru_cache(maxsize=8)
def _read(folder: Path, _head: bytes) -> tuple[tuple[Kept, str], ...]:
    """Return the commits and their hashes; ``_head`` is the commit that is checked out."""
    listed = _git(
        folder, "log", "--first-parent", f"-n{MOST_COMMITS}", f"--format={_FORMAT}", "--", *FILES
    )
    found = []
    for record in listed.decode("utf-8", "replace").split(_RECORD):
        if not record.strip():
            continue
        commit, seconds, author, message = record.strip("\n").split(_FIELD)
        if files := _contents(folder, commit):
            at = datetime.fromtimestamp(int(seconds), UTC)
            kept = Kept(Snapshot(files, {}).revision, at, {}, author=author, message=message)
            found.append((kept, commit))
    return tuple(found)


def _contents(folder: Path, commit: str) -> dict[str, bytes]:
    """Return the data files of a commit by name, all read by one process."""
    wanted = "".join(f"{commit}:./{name}\n" for name in FILES)
    answer = _git(folder, "cat-file", "--batch", text=wanted.encode())
    found: dict[str, bytes] = {}
    at = 0
    for name in FILES:
        end = answer.find(b"\n", at)
        if end < 0:
            return {}
        head = answer[at:end].split()
        at = end + 1
        if head[-1:] == [b"missing"]:
            continue
        size = int(head[-1])
        found[name] = answer[at : at + size]
        at += size + 1
    return found


def _git(folder: Path, *arguments: str, text: bytes = b"") -> bytes:
    """Return the output of ``git``, empty if it cannot answer."""
    program = shutil.which("git")
    if program is None:
        return b""
    try:
        done = subprocess.run(  # noqa: S603 - the program and its arguments are ours
            [program, "--no-pager", "--no-optional-locks", *_SAFE, *arguments],
            cwd=folder,
            input=text,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""
