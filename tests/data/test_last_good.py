"""The last good state of a folder is kept from one start to the next, unless it is damaged."""

from __future__ import annotations

import os
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from routemap.data import cache, last_good
from routemap.data.load import load


@pytest.fixture
def kept(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with the state of the small folder."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    last_good.remember(folder, load(folder))
    (path,) = (tmp_path / "cache" / "last-good").iterdir()
    return path


def test_a_small_folder_is_kept_whole(kept: Path, folder: Path) -> None:
    assert kept.exists()
    loaded = load(folder)
    found = last_good.last_good(folder)
    state = found.load()
    assert state.dataset.revision == loaded.dataset.revision
    assert (state.files, state.problems) == (loaded.files, loaded.problems)
    assert state.loaded_at == found.read_at < loaded.loaded_at


def test_folders_are_told_apart_by_name_and_a_link_by_its_own(kept: Path, folder: Path) -> None:
    assert kept.exists()
    link = folder.with_name("link")
    link.symlink_to(folder)
    assert last_good.last_good(link) is None
    assert last_good.last_good(folder.with_name("other")) is None
    assert last_good.last_good(folder / ".." / folder.name)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0x40
    path.write_bytes(content)


def other_content(path: Path) -> None:
    """Replace one of the files in it, with a valid checksum in the zip file."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content.replace(b"denies", b"assert"))


def other_state(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in {**files, "state.json": text}.items():
                archive.writestr(name, content)

    return write


DAMAGED = [
    pytest.param(flip, id="a byte changed"),
    pytest.param(lambda path: path.write_bytes(b""), id="empty", marks=pytest.mark.thorough),
    pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-30]), id="cut off"),
    pytest.param(lambda path: path.unlink(), id="gone", marks=pytest.mark.thorough),
    pytest.param(
        lambda path: (path.unlink(), path.mkdir()), id="a folder", marks=pytest.mark.thorough
    ),
    pytest.param(other_content, id="other content"),
    pytest.param(other_state("[]"), id="a state that is no object", marks=pytest.mark.thorough),
    pytest.param(other_state("{"), id="a state that is no JSON"),
    pytest.param(
        other_state('{"revision": "x", "read": 1}'),
        id="a state with a number",
        marks=pytest.mark.thorough,
    ),
]


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_ignored_and_replaced(
    damage: Callable[[Path], object], kept: Path, folder: Path
) -> None:
    damage(kept)
    assert last_good.last_good(folder) is None
    if kept.is_dir():
        kept.rmdir()
    last_good.remember(folder, load(folder))
    assert last_good.last_good(folder)


def test_a_state_that_the_rules_of_today_refuse_is_none(
    kept: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert kept.exists()
    monkeypatch.setattr(last_good, "load_snapshot", lambda *_given: 1 / 0)
    assert last_good.last_good(folder).load() is None
    assert "could not be read" in caplog.text


def test_only_its_owner_can_read_the_copy(kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0


def test_a_cache_that_takes_nothing_is_logged_and_hinders_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(cache.VARIABLE, "/proc/routemap")
    last_good.remember(folder, load(folder))
    assert last_good.last_good(folder) is None
    assert "could not be saved for the next start" in caplog.text


def test_without_a_cache_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")
    last_good.remember(folder, load(folder))
    assert last_good.last_good(folder) is None
    assert caplog.text == ""


def test_few_folders_are_kept_and_nothing_half_written_stays(
    kept: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load(folder)
    monkeypatch.setattr(last_good, "_MOST", 3)
    left = kept.with_name(".new-left")
    for path in (left, kept):
        path.touch()
        os.utime(path, (0, 0))
    for number in range(3):
        last_good.remember(folder.with_name(f"folder{number}"), loaded)
    assert last_good.last_good(folder) is None
    assert len(list(kept.parent.iterdir())) == 3


def test_writers_that_share_a_cache_never_leave_half_a_state(kept: Path, folder: Path) -> None:
    states = [load(folder)]
    claims = folder / "claims.csv"
    claims.write_bytes(claims.read_bytes() + b"\n" * 50_000)
    states.append(load(folder))
    allowed = {state.dataset.revision for state in states}
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            for state in states:
                last_good.remember(folder, state)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        seen = [last_good.last_good(folder) for _ in range(200)]
    finally:
        ended.set()
        for writer in writers:
            writer.join()
    assert {found.snapshot.revision for found in seen} <= allowed
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
