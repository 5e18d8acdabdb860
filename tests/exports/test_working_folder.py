"""Working folders are deleted after their export, or after a killed process at the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from routemap.exports.working_folder import remove_left_folders, working_folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_empty_and_deleted_after_its_export(temporary: Path) -> None:
    with working_folder() as folder:
        assert list(folder.iterdir()) == []
        (folder / "half.gpkg").write_bytes(b"half")
        assert remove_left_folders() == 0
        assert (folder / "half.gpkg").exists()
    assert list(temporary.iterdir()) == []


def test_folders_of_a_killed_process_are_deleted_at_the_next_start(temporary: Path) -> None:
    script = """
import sys
from routemap.exports.working_folder import working_folder
with working_folder() as folder:
    (folder / "half.gpkg").write_bytes(b"half")
    print("written", flush=True)
    sys.stdin.read()
"""
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", script]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        assert remove_left_folders() == 0
        process.send_signal(signal.SIGKILL)
    assert len(list(temporary.iterdir())) == 1
    assert remove_left_folders() == 1
    assert list(temporary.iterdir()) == []


def test_other_files_and_new_folders_are_kept(temporary: Path) -> None:
    (temporary / "elsewhere").mkdir()
    (temporary / "routemap-export-link").symlink_to(temporary / "elsewhere")
    (temporary / "routemap-export-file").write_text("a file", encoding="utf-8")
    begun = temporary / "routemap-export-begun"
    begun.mkdir()
    assert remove_left_folders() == 0
    assert len(list(temporary.iterdir())) == 4
    long_ago = time.time() - 3600
    os.utime(begun, (long_ago, long_ago))
    assert remove_left_folders() == 1
    assert not begun.exists()
