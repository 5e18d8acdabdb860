"""The cache gives what reading and checking gave, or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from routemap import cache
from routemap.load import SHIPPED, Loaded, load

TABLES = ("sources", "articles", "allegations", "claims")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache that takes folders of any size."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_WORTH", 0)
    return tmp_path / "cache"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The shipped data with a fault in it, in a folder of its own."""
    copy = tmp_path / "geodata"
    shutil.copytree(SHIPPED, copy)
    claims = copy / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b",denies,", b",shouts,", 1))
    return copy


def assert_same(first: Loaded, second: Loaded) -> None:
    """Both hold the same records, rows and problems."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(first.dataset, name), getattr(second.dataset, name))
    assert_geodataframe_equal(first.dataset.places, second.dataset.places)
    assert_geodataframe_equal(first.dataset.routes, second.dataset.routes)
    assert first.problems == second.problems
    assert {name: list(rows) for name, rows in first.rows.items()} == {
        name: list(rows) for name, rows in second.rows.items()
    }


def reads(folder: Path) -> bool:
    """Whether loading reads and checks the files themselves."""
    stages: list[str] = []
    load(folder, lambda progress: stages.append(progress.stage))
    return any(stage.startswith("Reading") for stage in stages)


def test_a_second_start_gives_the_same_without_reading(kept: Path, data: Path) -> None:
    first = load(data)
    assert first.problems
    assert not reads(data)
    assert_same(first, load(data))
    assert len(list(kept.iterdir())) == 1


def largest(kept: Path) -> Path:
    """The file of the claims in the only revision kept."""
    (revision,) = kept.iterdir()
    return revision / "claims.arrow"


def flip(path: Path) -> None:
    """Change one byte in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(content)


DOUBTS = [
    pytest.param(lambda kept: flip(largest(kept)), id="a byte changed"),
    pytest.param(lambda kept: largest(kept).write_bytes(b""), id="empty"),
    pytest.param(lambda kept: largest(kept).unlink(), id="a file gone"),
    pytest.param(lambda kept: flip(largest(kept).with_name("problems.json")), id="problems"),
    pytest.param(lambda kept: largest(kept).with_name("manifest.json").unlink(), id="no manifest"),
    pytest.param(
        lambda kept: largest(kept).with_name("manifest.json").write_text("[]"), id="not a manifest"
    ),
    pytest.param(
        lambda kept: largest(kept).with_name("manifest.json").write_text("{}"), id="lists nothing"
    ),
]


@pytest.mark.parametrize("spoil", DOUBTS)
def test_in_any_doubt_the_files_are_read_and_kept_anew(
    spoil: Callable[[Path], None], kept: Path, data: Path
) -> None:
    first = load(data)
    spoil(kept)
    assert reads(data)
    assert not reads(data)
    assert_same(first, load(data))


def test_other_files_or_other_rules_are_another_entry(
    kept: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(data)
    claims = data / "claims.csv"
    claims.write_bytes(claims.read_bytes() + b"\n")
    assert reads(data)
    monkeypatch.setattr(cache, "_rules", lambda: "otherrules00")
    assert reads(data)
    assert len(list(kept.iterdir())) == 3


def test_few_revisions_are_kept_and_nothing_half_written_stays(kept: Path, data: Path) -> None:
    claims = data / "claims.csv"
    for _ in range(6):
        claims.write_bytes(claims.read_bytes() + b"\n")
        load(data)
    assert len(list(kept.iterdir())) == 4
    assert not list(kept.glob(".new-*"))


def test_a_place_that_takes_nothing_only_means_no_cache(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_WORTH", 0)
    (tmp_path / "file").write_text("not a folder")
    for place in ("", str(tmp_path / "file" / "below")):
        monkeypatch.setenv(cache.VARIABLE, place)
        assert reads(data)
        assert reads(data)


def test_small_folders_are_not_kept(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    load(data)
    assert not (tmp_path / "cache").exists()
