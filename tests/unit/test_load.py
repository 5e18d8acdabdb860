"""The repository: whole revisions only, the last good one kept, older ones still served."""

from __future__ import annotations

import shutil
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
