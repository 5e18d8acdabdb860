"""The repository: whole revisions only, the last good one kept, older ones still served."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from routemap import repository
from routemap.errors import DataFolderError, UnknownRevisionError
from routemap.load import SHIPPED, VARIABLE, Loaded, Progress, Watcher, data_folder, load
from routemap.repository import Repository


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match="nowhere: no such data folder") as caught:
        load(tmp_path / "nowhere")
    assert isinstance(caught.value, FileNotFoundError)


def test_the_variable_names_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert data_folder() == SHIPPED
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert data_folder() == tmp_path


def test_the_revision_follows_the_bytes_and_nothing_else(folder: Path) -> None:
    before = load(folder).dataset.revision
    assert load(folder).dataset.revision == before
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"what c1 says", b"what c1 said"))
    assert load(folder).dataset.revision != before


def test_an_unchanged_folder_is_read_once(folder: Path) -> None:
    store = Repository(folder)
    assert store.current() is store.current()


def test_a_changed_folder_is_read_again_and_the_old_revision_stays_served(folder: Path) -> None:
    store = Repository(folder)
    old = store.current().dataset
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"what c1 says", b"another thing said"))
    assert store.current().dataset.claims.loc["c1", "excerpt"] == "another thing said"
    assert store.revision(old.revision).dataset is old


def test_an_unreadable_file_keeps_the_last_good_data_until_it_is_mended(folder: Path) -> None:
    store = Repository(folder)
    good = store.current()
    path = folder / "routes.geojson"
    whole = path.read_bytes()
    path.write_bytes(whole[:80])
    kept = store.current()
    assert kept.dataset is good.dataset
    assert "routes.geojson" in kept.warning
    assert "half-written" in kept.warning
    path.write_bytes(whole + b"\n")
    assert store.current().warning == ""


def test_a_vanished_folder_keeps_the_last_good_data(folder: Path) -> None:
    store = Repository(folder)
    good = store.current()
    shutil.rmtree(folder)
    assert store.current().dataset is good.dataset
    assert "no such data folder" in store.current().warning


def test_an_unknown_revision_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownRevisionError, match="not held here"):
        Repository(folder).revision("0123456789ab")


BROKEN = [
    pytest.param("claims.csv", lambda path: path.unlink(), id="removed"),
    pytest.param("claims.csv", lambda path: (path.unlink(), path.mkdir()), id="a folder instead"),
    pytest.param("claims.csv", lambda path: path.write_bytes(b""), id="empty"),
    pytest.param("claims.csv", lambda path: path.write_bytes(b"a,b\n1,2\n"), id="other columns"),
    pytest.param(
        "claims.csv",
        lambda path: path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16")),
        id="UTF-16",
    ),
    pytest.param("places.geojson", lambda path: path.write_bytes(b"[]"), id="not GeoJSON"),
]


@pytest.mark.parametrize(("file", "breaks"), BROKEN)
def test_whatever_makes_a_file_unreadable_the_last_good_data_stays_and_says_so(
    file: str, breaks: Callable[[Path], object], folder: Path
) -> None:
    store = Repository(folder)
    good = store.current()
    breaks(folder / file)
    kept = store.current()
    assert kept.dataset is good.dataset
    assert kept.warning.startswith(file)
    assert kept.warning.endswith("The data as it was read before is shown.")
    assert store.revision(good.dataset.revision).dataset is good.dataset


def test_a_folder_that_comes_back_as_it_was_is_shown_without_a_warning(folder: Path) -> None:
    store = Repository(folder)
    good = store.current()
    away = folder.rename(folder.with_name("away"))
    assert store.current().warning
    away.rename(folder)
    back = store.current()
    assert (back.warning, back.dataset.revision) == ("", good.dataset.revision)


def test_a_record_that_goes_wrong_is_left_out_without_keeping_the_old_data(folder: Path) -> None:
    store = Repository(folder)
    store.current()
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b",denies,", b",shouts,"))
    loaded = store.current()
    assert loaded.warning == ""
    assert "c2" not in loaded.dataset.claims.index
    assert any("shouts" in str(problem) for problem in loaded.problems)


def test_a_few_revisions_are_held_and_the_oldest_goes_first(folder: Path) -> None:
    store = Repository(folder)
    path = folder / "claims.csv"
    revisions = []
    for number in range(6):
        path.write_bytes(path.read_bytes() + b"\n" * (number + 1))
        revisions.append(store.current().dataset.revision)
    assert len(set(revisions)) == 6
    for revision in revisions[-2:]:
        assert store.revision(revision).dataset.revision == revision
    with pytest.raises(UnknownRevisionError):
        store.revision(revisions[0])


def test_readers_at_the_same_time_share_one_reading(folder: Path) -> None:
    store = Repository(folder)
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: store.current(), range(16)))
    assert all(each is loaded[0] for each in loaded)


def test_readers_keep_the_last_good_data_until_the_new_one_is_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Repository(folder)
    good = store.current()
    begun, go_on = threading.Event(), threading.Event()

    def slowly(place: Path, watch: Watcher | None = None) -> Loaded:
        assert watch is not None
        watch(Progress("Reading claims.csv", 0.25))
        begun.set()
        go_on.wait(timeout=20)
        return load(place, watch)

    monkeypatch.setattr(repository, "load", slowly)
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"what c1 says", b"another thing said"))
    assert store.current(patience=0.01) is good
    assert begun.wait(timeout=20)
    assert store.progress == Progress("Reading claims.csv", 0.25)
    assert store.revision(good.dataset.revision) is good
    go_on.set()
    assert store.current(patience=20).dataset.revision != good.dataset.revision
    assert store.progress is None


def test_an_error_of_the_first_reading_reaches_every_reader_and_passes(folder: Path) -> None:
    away = folder.rename(folder.with_name("away"))
    store = Repository(folder)
    for _ in range(2):
        with pytest.raises(DataFolderError):
            store.current()
    assert not store.ready
    away.rename(folder)
    assert len(store.current().dataset.claims)
    assert store.ready


def test_words_are_indexed_before_the_first_search(folder: Path) -> None:
    store = Repository(folder)
    loaded = store.current()
    store._reader.submit(lambda: None).result(timeout=20)
    assert "words" in vars(loaded.dataset)
