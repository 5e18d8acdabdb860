"""The repository shows only complete revisions, keeps the last good one, and serves older ones."""

from __future__ import annotations

import gc
import logging
import shutil
import threading
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.conftest import QUICK, until

from routemap.data import repository, searched_texts, showing, watch
from routemap.data.last_good import last_good
from routemap.data.load import Loaded, Progress, Watcher, load, load_snapshot
from routemap.data.reading.snapshot import Snapshot
from routemap.data.repository import Repository
from routemap.data.source import Source, source_of
from routemap.data.word_index import WordIndex, index_words
from routemap.model.errors import DataFolderError, UnknownRevisionError


@pytest.fixture
def store(folder: Path) -> Repository:
    return Repository(folder, QUICK)


def say(folder: Path, words: str) -> None:
    """Change the text of the first claim."""
    path = folder / "claims.csv"
    said = load(folder).dataset.claims.loc["c1", "excerpt"]
    path.write_bytes(path.read_bytes().replace(said.encode(), words.encode()))


def said(loaded: Loaded) -> str:
    return loaded.dataset.claims.loc["c1", "excerpt"]


def test_an_unchanged_folder_is_read_once(store: Repository) -> None:
    first = store.current()
    looked = store.looked_at
    until(lambda: store.looked_at > looked)
    assert store.current() is first


def test_a_changed_folder_is_read_without_being_asked_and_the_old_revision_stays_served(
    store: Repository, folder: Path
) -> None:
    old, mark = store.current().dataset, store.mark
    say(folder, "another thing said")
    until(lambda: store.mark != mark)
    assert said(store.current()) == "another thing said"
    assert store.revision(old.revision).dataset is old


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
    pytest.param(
        "routes.geojson", lambda path: path.write_bytes(path.read_bytes()[:80]), id="half-written"
    ),
]


@pytest.mark.parametrize(("file", "breaks"), BROKEN)
def test_whatever_makes_a_file_unreadable_the_last_good_data_stays_and_says_so(
    file: str, breaks: Callable[[Path], object], store: Repository, folder: Path
) -> None:
    good = store.current()
    breaks(folder / file)
    until(lambda: store.current().warning)
    kept = store.current()
    assert kept.dataset is good.dataset
    assert kept.warning.startswith(file)
    assert kept.warning.endswith(f"The data read on {good.read} is shown.")
    assert store.revision(good.dataset.revision) is good


def test_a_folder_that_comes_back_as_it_was_is_shown_without_a_warning(
    store: Repository, folder: Path
) -> None:
    good = store.current()
    away = folder.rename(folder.with_name("away"))
    until(lambda: store.current().warning)
    away.rename(folder)
    until(lambda: not store.current().warning)
    assert store.current() is good


def test_a_record_that_goes_wrong_is_held_back_and_said(store: Repository, folder: Path) -> None:
    good = store.current()
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b",denies,", b",shouts,"))
    until(lambda: store.current().warning)
    assert store.current().dataset is good.dataset
    assert "claim “c2”, stance “shouts”" in store.held_back
    assert store.revision(good.dataset.revision) is good


def test_a_restarted_repository_serves_the_revision_that_it_keeps(
    store: Repository, folder: Path
) -> None:
    revision = store.current().dataset.revision
    until(lambda: last_good(folder))
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b",denies,", b",shouts,"))
    restarted = Repository(folder, QUICK)
    assert restarted.current().warning
    assert restarted.revision(revision).dataset is restarted.current().dataset
    assert (restarted.revision(revision).warning, restarted.revision(revision).held_back) == (
        "",
        (),
    )


def test_an_unknown_revision_is_refused(store: Repository) -> None:
    with pytest.raises(UnknownRevisionError, match="no longer available"):
        store.revision("0123456789ab")


def test_a_few_revisions_are_held_and_memory_lets_go_of_the_others(
    store: Repository, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEMAP_HISTORY", "")  # otherwise they are read again from there
    revisions, alive = [], []
    for number in range(7):
        say(folder, f"thing {number} said")
        until(lambda words=f"thing {number} said": said(store.current()) == words)
        revisions.append(store.current().dataset.revision)
        alive.append(weakref.ref(store.current().dataset))
    for revision in revisions[-4:]:
        assert store.revision(revision).dataset.revision == revision
    with pytest.raises(UnknownRevisionError):
        store.revision(revisions[2])
    gc.collect()
    assert [reference() is not None for reference in alive] == [False] * 3 + [True] * 4


def test_many_first_readers_share_one_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each made one of its own, and the thread of each read every edit of a store."""
    together, made = threading.Barrier(8), threading.Event()

    def slow(of: Path) -> Source:
        made.wait(0.2)  # as long as the first import of the packages of a store
        return source_of(of)

    monkeypatch.setattr(repository, "source_of", slow)

    def read(_number: int) -> Repository:
        together.wait()
        return repository.repository(folder)

    with ThreadPoolExecutor(8) as readers:
        assert len({id(found) for found in readers.map(read, range(8))}) == 1


def test_readers_at_the_same_time_share_one_reading(store: Repository) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: store.current(), range(16)))
    assert all(each is loaded[0] for each in loaded)


def test_readers_keep_the_last_good_data_until_the_new_one_is_whole(
    store: Repository, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = store.current()
    begun, go_on = threading.Event(), threading.Event()

    def slowly(taken: Snapshot, tell: Watcher | None = None) -> Loaded:
        assert tell is not None
        tell(Progress("Reading claims.csv", 0.25))
        begun.set()
        go_on.wait(timeout=20)
        return load_snapshot(taken, tell)

    monkeypatch.setattr(watch, "load_snapshot", slowly)
    say(folder, "another thing said")
    assert begun.wait(timeout=20)
    assert store.current() is good
    assert store.progress == Progress("Reading claims.csv", 0.25)
    assert store.revision(good.dataset.revision) is good
    go_on.set()
    until(lambda: said(store.current()) == "another thing said")
    until(lambda: store.progress is None)


def test_what_stands_in_the_way_of_the_first_reading_reaches_every_reader_and_passes(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    away = folder.rename(folder.with_name("away"))
    store = Repository(folder, QUICK)
    for _ in range(2):
        with pytest.raises(DataFolderError, match=r"^The data folder is missing\.$"):
            store.current()
    assert str(folder) in caplog.text  # for the operator of the server, not for readers
    mark = store.mark
    away.rename(folder)
    until(lambda: store.mark != mark)
    assert len(store.current().dataset.claims)


def test_a_look_that_fails_is_not_the_last_one(
    store: Repository,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store.current()
    with monkeypatch.context() as broken:
        broken.setattr(watch, "stamp_of", lambda _folder: 1 / 0)
        until(lambda: "ZeroDivisionError" in caplog.text)
    say(folder, "another thing said")
    until(lambda: said(store.current()) == "another thing said")
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


def test_the_thread_of_a_repository_ends_with_it_and_needs_no_garbage_collection(
    folder: Path,
) -> None:
    gc.disable()
    try:
        store = Repository(folder, QUICK)
        store.current()
        looker = store._thread
        del store
        until(lambda: not looker.is_alive())
    finally:
        gc.enable()


def test_words_are_indexed_before_the_first_search(store: Repository) -> None:
    loaded = store.current()
    until(lambda: "words" in vars(loaded.dataset))


def test_an_edit_is_shown_before_it_is_saved_and_indexed(
    store: Repository, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.current()
    until(lambda: "words" in vars(before.dataset) and last_good(folder))
    may_save, read = threading.Event(), list[int]()

    def remember_later(*_arguments: object) -> None:
        assert may_save.wait(20)

    def note(texts: Sequence[str]) -> WordIndex:
        read.append(len(texts))
        return index_words(texts)

    monkeypatch.setattr(showing, "remember", remember_later)
    monkeypatch.setattr(searched_texts, "index_words", note)
    say(folder, "what c1 said")
    until(lambda: store.current() is not before)
    now = store.current().dataset
    assert "words" not in vars(now)
    may_save.set()
    until(lambda: "words" in vars(now))
    assert read == [1]  # only the changed excerpt
    assert list(now.claims.index[now.mentions("said")]) == ["c1"]


def test_readers_are_never_given_a_mixture_while_files_are_put_in_place(
    store: Repository, folder: Path
) -> None:
    # every file of edition n contains n, so a mixture of two editions would have two numbers
    written = []
    for number in range(3):
        copy = folder.with_name(f"edition{number}")
        shutil.copytree(folder, copy)
        for path in copy.iterdir():
            content = path.read_bytes().replace(b"what c1", b"%d what c1" % number)
            path.write_bytes(content.replace(b'"North"', b'"North %d"' % number))
        written.append(copy)
    allowed = {load(each).dataset.revision for each in (folder, *written)}
    store.current()
    seen: set[str] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.wait(0.001):
            seen.add(store.current().dataset.revision)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for edition in (*written, *written[:1]):
            for path in edition.iterdir():
                (folder / path.name).write_bytes(path.read_bytes())
            wanted = load(edition).dataset.revision
            until(lambda wanted=wanted: store.current().dataset.revision == wanted)
    finally:
        ended.set()
        reader.join()
    assert seen == allowed
