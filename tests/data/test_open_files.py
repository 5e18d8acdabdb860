"""Detection of files that are open for writing, where the system reports it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from routemap.data.reading.open_files import is_being_written


def test_nobody_writes_a_file_that_is_read_or_not_there(folder: Path) -> None:
    path = folder / "claims.csv"
    with path.open():
        assert not is_being_written(path)
    assert not is_being_written(folder / "nowhere.csv")
    assert not is_being_written(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists open files")
def test_a_writer_is_seen_as_long_as_it_has_the_file_open(folder: Path) -> None:
    path = folder / "claims.csv"
    write = f"import sys; file = open({str(path)!r}, 'a'); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", write]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        writer.stdout.readline()
        assert is_being_written(path)
        writer.communicate()
    assert not is_being_written(path)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists open files")
def test_the_signal_of_a_writer_that_comes_in_between_ends_nothing(folder: Path) -> None:
    # in a separate process, because the signal could end it
    look = (
        "import fcntl, os, signal, sys\n"
        "from pathlib import Path\n"
        "from routemap.data.reading import open_files\n"
        "real = fcntl.fcntl\n"
        "def between(descriptor, command, *rest):\n"
        "    if command == fcntl.F_SETLEASE and rest == (fcntl.F_UNLCK,):\n"
        "        child = os.fork()\n"
        "        if not child:\n"
        "            try:\n"
        "                os.open(sys.argv[1], os.O_WRONLY | os.O_NONBLOCK)\n"
        "            except BlockingIOError:\n"
        "                os._exit(7)\n"
        "            os._exit(0)\n"
        "        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
        "    return real(descriptor, command, *rest)\n"
        "fcntl.fcntl = between\n"
        "print(open_files.is_being_written(Path(sys.argv[1])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, str(folder / "claims.csv")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != -signal.SIGIO
    assert done.stdout.split() == ["7", "False"], done.stderr
