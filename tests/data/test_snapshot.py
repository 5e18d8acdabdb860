"""Snapshots have the files of one moment, and changes of the files are detected."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from routemap.data.load import load
from routemap.data.reading import snapshot
from routemap.data.reading.snapshot import age_of, content_of, stamp_of, take
from routemap.model.errors import DataFolderError
from routemap.model.tables import TABLES

FILES = tuple(table.file for table in TABLES)


@pytest.fixture
def meanwhile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[Callable[[], object]], None]:
    """Call a function once, after the first file is read and before the second.

    Only for folders of the test, because the thread that watches the shipped data, started by
    another test, must not call it during a reading.
    """
    own = tmp_path.resolve()

    def plan(happen: Callable[[], object]) -> None:
        read, waiting = snapshot.read_file, [happen]

        def late(folder: Path, name: str) -> bytes:
            if name == FILES[1] and waiting and own in folder.resolve().parents:
                waiting.pop()()
            return read(folder, name)

        monkeypatch.setattr(snapshot, "read_file", late)

    return plan


def other(folder: Path) -> Path:
    """Another folder, in which every file has different content."""
    copy = folder.with_name("other")
    shutil.copytree(folder, copy)
    for name in FILES:
        path = copy / name
        path.write_bytes(path.read_bytes().replace(b"north", b"norse"))
    return copy


def test_files_that_change_while_they_are_read_are_not_taken(
    folder: Path, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    first = folder / FILES[0]
    meanwhile(lambda: first.write_bytes(first.read_bytes().replace(b"130.6", b"130.7")))
    assert take(folder) is None
    assert b"130.7" in take(folder).files[FILES[0]]


def test_a_folder_put_in_the_place_of_another_is_taken_whole_or_not_at_all(
    folder: Path, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    new = other(folder)

    def swap() -> None:
        folder.rename(folder.with_name("away"))
        new.rename(folder)

    meanwhile(swap)
    assert take(folder) is None


def test_a_link_set_to_another_folder_is_followed_whole_or_not_at_all(
    folder: Path, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    new, link = other(folder), folder.with_name("current")
    link.symlink_to(folder)

    def swap() -> None:
        link.with_name("next").symlink_to(new)
        link.with_name("next").replace(link)

    meanwhile(swap)
    assert take(link) is None
    assert take(link) == take(new)
    assert take(link).revision != take(folder).revision


def test_loading_for_the_command_line_waits_until_files_stand_still(
    folder: Path,
    meanwhile: Callable[[Callable[[], object]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = folder / FILES[0]
    meanwhile(lambda: first.write_bytes(first.read_bytes().replace(b"130.6", b"130.7")))
    loaded = load(folder)
    assert loaded.unread == (), loaded.problems
    assert loaded.dataset.places.loc["north"].geometry.x == 130.7
    monkeypatch.setattr("routemap.data.load._BETWEEN_TRIES", 0)
    monkeypatch.setattr("routemap.data.load.take", lambda _folder: None)
    with pytest.raises(DataFolderError, match="keep changing"):
        load(folder)


def replace_by_rename(path: Path) -> None:
    new = path.with_name("new")
    new.write_bytes(path.read_bytes().replace(b"what c1 says", b"what c1 said"))
    shutil.copystat(path, new)
    new.replace(path)


def edit_and_set_the_time_back(path: Path) -> None:
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"what c1 says", b"what c1 said"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = [
    pytest.param(replace_by_rename, id="another file of the same size and time"),
    pytest.param(edit_and_set_the_time_back, id="the same size and time"),
    pytest.param(lambda path: path.write_bytes(b""), id="emptied"),
    pytest.param(lambda path: path.unlink(), id="removed"),
    pytest.param(lambda path: path.chmod(0o600), id="other permissions"),
    pytest.param(lambda path: os.utime(path, (0, 0)), id="a clock set back"),
    pytest.param(lambda path: os.utime(path, (2**33, 2**33)), id="a clock set forward"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_stamps_tell_of_every_change(change: Callable[[Path], object], folder: Path) -> None:
    before = stamp_of(folder)
    assert stamp_of(folder) == before
    change(folder / "claims.csv")
    assert stamp_of(folder) != before


def test_content_is_told_by_bytes_alone(folder: Path) -> None:
    before = content_of(folder)
    assert before == take(folder).revision
    os.utime(folder / "claims.csv", (0, 0))
    assert content_of(folder) == before
    edit_and_set_the_time_back(folder / "claims.csv")
    assert content_of(folder) == take(folder).revision != before
    (folder / "claims.csv").unlink()
    assert content_of(folder) == take(folder).revision


def test_age_is_that_of_the_newest_file_and_never_negative(folder: Path) -> None:
    for name in FILES:
        os.utime(folder / name, (1_000, 1_000))
    changed = max(path.stat().st_ctime for path in folder.iterdir())
    assert age_of(stamp_of(folder), changed + 5) == pytest.approx(5, abs=0.01)
    os.utime(folder / FILES[2], (changed + 100, changed + 100))
    assert age_of(stamp_of(folder), changed + 5) == 0
    assert age_of(stamp_of(folder.with_name("nowhere")), changed) == 0


NO_FILES = [
    pytest.param(lambda path: path.mkdir(), "it is not a regular file", id="a folder"),
    pytest.param(os.mkfifo, "it is not a regular file", id="a pipe nobody writes to"),
    pytest.param(
        lambda path: path.symlink_to("/dev/zero"), "outside the data folder", id="a device"
    ),
    pytest.param(lambda path: path.symlink_to(path), "symbolic links", id="a link to itself"),
    pytest.param(lambda path: path.symlink_to("nowhere"), "no such file", id="a link to nothing"),
]


@pytest.mark.parametrize(("put", "why"), NO_FILES)
def test_what_is_no_file_is_told_and_not_waited_for(
    put: Callable[[Path], object], why: str, folder: Path
) -> None:
    (folder / "claims.csv").unlink()
    put(folder / "claims.csv")
    taken = take(folder)
    assert why in taken.missing["claims.csv"]
    assert set(taken.files) == {*FILES} - {"claims.csv"}
    assert content_of(folder) == taken.revision


def test_a_file_that_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opens = os.open

    def forbid(path: Path, *rest: int) -> int:
        if Path(path).name == "claims.csv":
            raise PermissionError(13, "Permission denied")
        return opens(path, *rest)

    monkeypatch.setattr(os, "open", forbid)
    assert take(folder).missing == {"claims.csv": "permission denied"}
