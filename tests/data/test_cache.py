"""The cache returns the results of reading and checking, or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from geopandas.testing import assert_geodataframe_equal
from tests.conftest import Rows, WriteFolder, small_rows

from routemap.data import cache
from routemap.data.load import SHIPPED, Loaded, load

TABLES = ("sources", "articles", "allegations", "claims")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache that accepts folders of any size."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_WORTH", 0)
    return tmp_path / "cache"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The shipped data with a fault, in a separate folder."""
    copy = tmp_path / "geodata"
    shutil.copytree(SHIPPED, copy)
    claims = copy / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b",denies,", b",shouts,", 1))
    return copy


def assert_same(first: Loaded, second: Loaded) -> None:
    """Both have the same records, rows and problems."""
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(first.dataset, name), getattr(second.dataset, name))
    assert_geodataframe_equal(first.dataset.places, second.dataset.places)
    assert_geodataframe_equal(first.dataset.routes, second.dataset.routes)
    for name, bounds in first.dataset.bounds.items():
        np.testing.assert_equal(vars(bounds), vars(second.dataset.bounds[name]))
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


def cell(table: str, column: str, value: str) -> Callable[[Rows], object]:
    return lambda rows: rows[table][0].update({column: value})


BROKEN = [
    pytest.param(cell("places", "name_ko", "HALF A PAIR"), id="half of a surrogate pair"),
    pytest.param(cell("places", "note", "two\nlines\u2028and\x85more"), id="odd line breaks"),
    pytest.param(cell("sources", "id", "council"), id="an id twice, references to none"),
    pytest.param(cell("claims", "said", "../202X"), id="no date"),
    pytest.param(cell("claims", "said", "202X"), id="a decade"),
    pytest.param(cell("claims", "happened", "/2022-21"), id="an open season"),
    pytest.param(cell("claims", "features", " line ;; moon;"), id="features"),
    pytest.param(cell("routes", "from", "moon"), id="a route from nowhere"),
    pytest.param(lambda rows: [table.clear() for table in rows.values()], id="no record at all"),
]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("breaks", BROKEN)
def test_broken_data_is_the_same_from_the_cache(
    breaks: Callable[[Rows], object], write_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = small_rows()
    breaks(rows)
    folder = write_folder(rows)
    places = folder / "places.geojson"
    places.write_bytes(places.read_bytes().replace(b"HALF A PAIR", b"\\ud800"))
    with monkeypatch.context() as without:
        without.setenv(cache.VARIABLE, "")
        plain = load(folder)
    assert_same(plain, load(folder))
    assert not reads(folder)
    assert_same(plain, load(folder))


def largest(kept: Path) -> Path:
    """The file of the claims in the only stored revision."""
    (revision,) = kept.iterdir()
    return revision / "claims.arrow"


def flip(path: Path) -> None:
    """Change one byte in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(content)


def other_columns(path: Path) -> None:
    """Replace a table with a valid one that has other columns, with its checksum."""
    foreign = pa.table({"id": ["c1"]})
    with pa.ipc.new_file(path, foreign.schema) as writer:
        writer.write_table(foreign)
    manifest = path.with_name("manifest.json")
    sums = json.loads(manifest.read_bytes())
    sums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(sums))


DOUBTS = [
    pytest.param(lambda kept: other_columns(largest(kept)), id="other columns"),
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
    monkeypatch.setattr(cache, "rules", lambda: "otherrules00")
    assert reads(data)
    assert len(list(kept.iterdir())) == 3


def test_few_revisions_are_kept_and_nothing_half_written_stays(kept: Path, data: Path) -> None:
    claims = data / "claims.csv"
    for _ in range(6):
        claims.write_bytes(claims.read_bytes() + b"\n")
        load(data)
    assert len(list(kept.iterdir())) == 4
    assert not list(kept.glob(".new-*"))


def test_what_a_killed_process_left_goes_and_what_another_writes_stays(
    kept: Path, data: Path
) -> None:
    left, written = kept / ".new-left", kept / ".new-written"
    for folder in (left, written):
        folder.mkdir(parents=True)
    os.utime(left, (0, 0))
    load(data)
    assert not left.exists()
    assert written.exists()


@pytest.mark.parametrize("base", ["", "relative/cache", "/somewhere"])
def test_the_place_is_that_of_the_xdg_rule(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.setenv("HOME", "/home/reader")
    monkeypatch.setenv("XDG_CACHE_HOME", base)
    above = "/somewhere" if base == "/somewhere" else "/home/reader/.cache"
    assert cache.cache_folder() == Path(above) / "routemap"


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


FULL = """
import resource, sys
from pathlib import Path
from routemap.data import cache
from routemap.data.load import load
cache._WORTH = 0
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
loaded = load(Path(sys.argv[1]))
print(len(loaded.dataset.claims), loaded.dataset.revision)
"""


@pytest.mark.parametrize(
    "most",
    [
        pytest.param(0, marks=pytest.mark.thorough),
        100,
        pytest.param(5_000, marks=pytest.mark.thorough),
    ],
)
def test_a_disk_that_is_full_leaves_nothing_behind_and_hinders_nobody(
    most: int, kept: Path, data: Path
) -> None:
    # a limit on the size of files fails like a full disk: in the middle of a write
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(data), str(most)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    loaded = load(data)
    assert done.stdout.split() == [str(len(loaded.dataset.claims)), loaded.dataset.revision]
    assert done.stderr == ""
    assert len(list(kept.iterdir())) == 1  # stored just now, without that limit
    assert not reads(data)


def test_a_disk_that_may_not_be_written_hinders_nobody(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_WORTH", 0)
    monkeypatch.setenv(cache.VARIABLE, "/proc/routemap")
    assert reads(data)
    assert len(load(data).dataset.claims)
