"""Loading a folder: its revision, and the message if there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from routemap.data.load import SHIPPED, VARIABLE, data_folder, load
from routemap.model.errors import DataFolderError


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match="nowhere: the data folder does not exist") as caught:
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
