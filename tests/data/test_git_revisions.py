"""Commits of a data folder as revisions."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.conftest import small_rows, write_rows

from routemap.data.git_revisions import commits, committed_files
from routemap.data.history import VARIABLE
from routemap.data.load import load
from routemap.data.revisions import Revisions

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="the program git is missing")


def git(folder: Path, *arguments: str, day: str = "2026-03-01") -> None:
    when = f"{day}T12:00:00+00:00"
    names = {"GIT_AUTHOR_NAME": "A. Editor", "GIT_COMMITTER_NAME": "A. Editor"}
    mails = {"GIT_AUTHOR_EMAIL": "a@desk.example", "GIT_COMMITTER_EMAIL": "a@desk.example"}
    times = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True,
        env={**os.environ, **names, **mails, **times},
    )  # fmt: skip


def commit(folder: Path, words: str, message: str, day: str) -> str:
    rows = small_rows()
    rows["claims"][0]["excerpt"] = words
    write_rows(folder, rows)
    git(folder, "add", "-A")
    git(folder, "commit", "-m", message, day=day)
    return load(folder).dataset.revision


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder below the root of a repository, with two commits."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    data = tmp_path / "desk" / "data"
    data.mkdir(parents=True)
    git(tmp_path / "desk", "init", "-q")
    return data


def test_commits_are_listed_with_author_message_and_revision(folder: Path) -> None:
    first = commit(folder, "first", "Code the article", "2026-03-01")
    second = commit(folder, "second", "Correct the excerpt", "2026-04-01")
    found = commits(folder)
    assert [(kept.revision, kept.author, kept.message) for kept in found] == [
        (second, "A. Editor", "Correct the excerpt"),
        (first, "A. Editor", "Code the article"),
    ]
    files = committed_files(folder, first)
    assert files
    assert b"first" in files["claims.csv"]


def test_a_day_before_anything_was_shown_finds_the_commit(folder: Path) -> None:
    first = commit(folder, "first", "Code the article", "2026-03-01")
    commit(folder, "second", "Correct the excerpt", "2026-04-01")
    earlier = Revisions(folder)
    assert earlier.find("2026-03-15").revision == first
    assert earlier.load(first).dataset.claims["excerpt"]["c1"] == "first"


def test_settings_of_the_repository_run_no_program(folder: Path, tmp_path: Path) -> None:
    commit(folder, "first", "Code the article", "2026-03-01")
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand"):
        git(folder, "config", key, str(trap))
    assert len(commits(folder)) == 1
    assert not (tmp_path / "sprung").exists()


def test_outside_a_repository_there_are_no_commits(tmp_path: Path) -> None:
    assert commits(tmp_path) == ()
    assert committed_files(tmp_path, "0123456789ab") is None
