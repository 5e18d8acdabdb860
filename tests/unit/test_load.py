"""The repository: whole revisions only, the last good one kept, older ones still served."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from routemap.errors import DataFolderError, UnknownRevisionError
from routemap.load import SHIPPED, VARIABLE, Repository, data_folder, load


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
    repository = Repository(folder)
    assert repository.current() is repository.current()


def test_a_changed_folder_is_read_again_and_the_old_revision_stays_served(folder: Path) -> None:
    repository = Repository(folder)
    old = repository.current().dataset
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"what c1 says", b"another thing said"))
    assert repository.current().dataset.claims.loc["c1", "excerpt"] == "another thing said"
    assert repository.revision(old.revision).dataset is old


def test_an_unreadable_file_keeps_the_last_good_data_until_it_is_mended(folder: Path) -> None:
    repository = Repository(folder)
    good = repository.current()
    path = folder / "routes.geojson"
    whole = path.read_bytes()
    path.write_bytes(whole[:80])
    kept = repository.current()
    assert kept.dataset is good.dataset
    assert "routes.geojson" in kept.warning
    assert "half-written" in kept.warning
    path.write_bytes(whole + b"\n")
    assert repository.current().warning == ""


def test_a_vanished_folder_keeps_the_last_good_data(folder: Path) -> None:
    repository = Repository(folder)
    good = repository.current()
    shutil.rmtree(folder)
    assert repository.current().dataset is good.dataset
    assert "no such data folder" in repository.current().warning


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
    repository = Repository(folder)
    good = repository.current()
    breaks(folder / file)
    kept = repository.current()
    assert kept.dataset is good.dataset
    assert kept.warning.startswith(file)
    assert kept.warning.endswith("The data as it was read before is shown.")
    assert repository.revision(good.dataset.revision).dataset is good.dataset


def test_a_folder_that_comes_back_as_it_was_is_shown_without_a_warning(folder: Path) -> None:
    repository = Repository(folder)
    good = repository.current()
    away = folder.rename(folder.with_name("away"))
    assert repository.current().warning
    away.rename(folder)
    back = repository.current()
    assert (back.warning, back.dataset.revision) == ("", good.dataset.revision)


def test_a_record_that_goes_wrong_is_left_out_without_keeping_the_old_data(folder: Path) -> None:
    repository = Repository(folder)
    repository.current()
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b",denies,", b",shouts,"))
    loaded = repository.current()
    assert loaded.warning == ""
    assert "c2" not in loaded.dataset.claims.index
    assert any("shouts" in str(problem) for problem in loaded.problems)


def test_a_few_revisions_are_held_and_the_oldest_goes_first(folder: Path) -> None:
    repository = Repository(folder)
    path = folder / "claims.csv"
    revisions = []
    for number in range(6):
        path.write_bytes(path.read_bytes() + b"\n" * (number + 1))
        revisions.append(repository.current().dataset.revision)
    assert len(set(revisions)) == 6
    for revision in revisions[-2:]:
        assert repository.revision(revision).dataset.revision == revision
    with pytest.raises(UnknownRevisionError):
        repository.revision(revisions[0])


def test_readers_at_the_same_time_share_one_reading(folder: Path) -> None:
    repository = Repository(folder)
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: repository.current(), range(16)))
    assert all(each is loaded[0] for each in loaded)
