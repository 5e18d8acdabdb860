"""Files of the folder that are not regular files never block and are never read without limit."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from routemap.data.load import load
from routemap.data.reading import files
from routemap.data.reading.files import read_file
from routemap.model.errors import DataFileError

FILE = "claims.csv"


def link_to(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def a_socket(path: Path) -> None:
    # socket addresses must be short, so the name is relative
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def a_loop(path: Path) -> None:
    path.with_name("other").symlink_to(path.name)
    path.symlink_to("other")


def a_secret_beside(path: Path) -> None:
    secret = path.parent.parent / "secrets.toml"
    secret.write_text("password", encoding="utf-8")
    path.symlink_to("../secrets.toml")


ODD = [
    pytest.param(os.mkfifo, "it is not a regular file", id="a pipe that nobody writes to"),
    pytest.param(
        link_to("/dev/zero"), "it is a link to a file outside the data folder", id="zeros"
    ),
    pytest.param(
        link_to("/etc/passwd"), "it is a link to a file outside the data folder", id="passwd"
    ),
    pytest.param(
        a_secret_beside, "it is a link to a file outside the data folder", id="a secret beside"
    ),
    pytest.param(link_to("nowhere"), "no such file or directory", id="a link to nowhere"),
    pytest.param(a_loop, "too many levels of symbolic links", id="links in a circle"),
    pytest.param(a_socket, "it is not a regular file", id="a socket"),
    pytest.param(Path.mkdir, "it is not a regular file", id="a folder"),
]


@pytest.mark.parametrize(("put", "reason"), ODD)
def test_what_is_no_plain_file_is_named_at_once_and_the_others_are_read(
    put: Callable[[Path], object], reason: str, folder: Path
) -> None:
    path = folder / FILE
    path.unlink()
    put(path)
    begun = time.monotonic()
    loaded = load(folder)
    assert time.monotonic() - begun < 5
    assert loaded.unread == (FILE,)
    assert FILE not in loaded.files
    told = [str(problem) for problem in loaded.problems]
    assert f"{FILE}: file: the file cannot be read ({reason}); its records are not shown" in told
    assert len(loaded.dataset.routes) == 2


def test_links_within_the_folder_are_followed_as_orchestrators_mount_them(folder: Path) -> None:
    whole = (folder / FILE).read_bytes()
    (folder / "..2026_11_24").mkdir()
    (folder / FILE).rename(folder / "..2026_11_24" / FILE)
    (folder / "..data").symlink_to("..2026_11_24")
    (folder / FILE).symlink_to(f"..data/{FILE}")
    assert read_file(folder, FILE) == whole
    mounted = folder.with_name("mounted")
    mounted.symlink_to(folder)
    assert load(mounted).problems == ()


def test_a_file_without_end_is_read_to_the_limit_and_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 2_000_000)
    (folder / FILE).write_bytes(b"x" * 2_000_001)
    with pytest.raises(DataFileError, match="larger than 2 MB"):
        read_file(folder, FILE)
    (folder / FILE).write_bytes(b"x" * 2_000_000)
    assert len(read_file(folder, FILE)) == 2_000_000


def test_a_sparse_file_of_a_terabyte_costs_nothing(folder: Path) -> None:
    os.truncate(folder / FILE, 2**40)
    begun = time.monotonic()
    told = [str(problem) for problem in load(folder).problems]
    assert (
        f"{FILE}: file: the file cannot be read (it is larger than 100 MB); "
        "its records are not shown" in told
    )
    assert time.monotonic() - begun < 5
