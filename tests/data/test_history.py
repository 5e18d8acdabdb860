"""Kept revisions: complete, as small as what changed, and found by time."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import THOROUGH, small_rows, write_rows

from routemap.data import history as history_module
from routemap.data.history import VARIABLE, History, folder_history
from routemap.data.load import SHIPPED, Loaded, load
from routemap.data.revisions import Revisions
from routemap.model.errors import HistoryError, UnknownRevisionError

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))


def history(folder: Path) -> History:
    found = folder_history(folder)
    assert found
    return found


def edition(folder: Path, words: str) -> Loaded:
    """The small folder after an edit of the first excerpt."""
    rows = small_rows()
    rows["claims"][0]["excerpt"] = words
    return load(write_rows(folder, rows))


def keep_three(folder: Path) -> list[str]:
    """Keep three states, shown on the first of March, April and May."""
    found = []
    for month, words in ((3, "first"), (4, "second"), (5, "third")):
        loaded = edition(folder, words)
        history(folder).keep(loaded, datetime(2026, month, 1, 12, tzinfo=UTC))
        found.append(loaded.dataset.revision)
    return found


def test_a_kept_state_is_read_again_as_it_was(tmp_path: Path) -> None:
    first, *_ = keep_three(tmp_path / "data")
    found = Revisions(tmp_path / "data").load(first)
    assert found.dataset.claims["excerpt"]["c1"] == "first"
    assert found.loaded_at == MARCH
    assert not found.problems


def test_only_what_changed_is_stored_again(tmp_path: Path) -> None:
    keep_three(tmp_path / "data")
    objects = list((tmp_path / "kept").glob("*/objects/*.gz"))
    tables = len(load(tmp_path / "data").files)
    assert len(objects) == tables + 2  # two more states of claims.csv


def test_a_state_that_stays_is_kept_once(tmp_path: Path) -> None:
    loaded = edition(tmp_path / "data", "first")
    for hour in range(3):
        history(tmp_path / "data").keep(loaded, MARCH + timedelta(hours=hour))
    assert [kept.shown_at for kept in history(tmp_path / "data").revisions()] == [MARCH]


def test_a_state_that_returns_is_listed_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for day, words in enumerate(("first", "second", "first")):
        history(folder).keep(edition(folder, words), MARCH + timedelta(days=day))
    first, second, third = history(folder).revisions()
    assert first.revision == third.revision != second.revision


@pytest.mark.parametrize(
    ("text", "state"),
    [("2026-03-01", 0), ("2026-03-31", 0), ("2026-04", 1), ("2026-04-30", 1), ("2026", 2),
     ("2199", 2)],
)  # fmt: skip
def test_a_day_finds_what_was_shown_by_its_end(tmp_path: Path, text: str, state: int) -> None:
    states = keep_three(tmp_path / "data")
    assert Revisions(tmp_path / "data").find(text).revision == states[state]


def test_a_day_before_the_first_state_names_the_earliest(tmp_path: Path) -> None:
    first, *_ = keep_three(tmp_path / "data")
    with pytest.raises(UnknownRevisionError, match=f"the earliest is {first} of 1 March 2026"):
        Revisions(tmp_path / "data").find("2026-02-28")


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    history(folder).keep_named(edition(folder, "first"), "first-edition")
    with pytest.raises(UnknownRevisionError, match="named states: first-edition"):
        Revisions(folder).find("second-edition")
    assert Revisions(folder).find("first-edition").name == "first-edition"


@pytest.mark.parametrize("name", ["2026", "A", "", "a" * 41, "abcdefabcdef", "../a", "a b"])
def test_a_name_is_never_a_date_a_revision_or_a_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "data"
    with pytest.raises(HistoryError, match="is not a name"):
        history(folder).keep_named(edition(folder, "first"), name)


def test_old_states_are_deleted_but_neither_named_ones_nor_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    history(folder).keep_named(edition(folder, "named"), "named")
    states = keep_three(folder)
    for path in (tmp_path / "kept").glob("*/objects/*.gz"):
        os.utime(path, (0, 0))  # older than the hour in which another process may use them
    monkeypatch.setenv("ROUTEMAP_HISTORY_DAYS", "40")
    later = edition(folder, "fourth")
    history(folder).keep(later, datetime(2026, 6, 1, 12, tzinfo=UTC))
    left = {kept.revision for kept in history(folder).revisions()}
    named = history(folder).names()["named"]
    assert left == {named, states[2], later.dataset.revision}
    assert history(folder).load(states[0]) is None
    assert len(list((tmp_path / "kept").glob("*/objects/*.gz"))) == len(later.files) + 2


def test_the_oldest_states_go_when_the_limit_of_space_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    states = keep_three(folder)
    monkeypatch.setattr(history_module, "_MEGABYTE", 1)  # bytes
    monkeypatch.setenv("ROUTEMAP_HISTORY_MEGABYTES", "1")
    last = edition(folder, "fourth")
    history(folder).keep(last)
    assert [kept.revision for kept in history(folder).revisions()] == [last.dataset.revision]
    assert history(folder).load(states[2]) is None


def test_a_thousand_states_of_the_shipped_data_take_less_than_20_megabytes(tmp_path: Path) -> None:
    loaded, kept = load(SHIPPED), history(tmp_path)

    def taken() -> int:
        return sum(path.stat().st_blocks * 512 for path in (tmp_path / "kept").glob("*/*/*"))

    def edit(number: int) -> Loaded:
        claims = loaded.files["claims.csv"] + b"\n" * number  # another content of the same size
        return replace(loaded, files={**loaded.files, "claims.csv": claims})

    kept._write(f"{0:012x}", edit(0))
    first = taken()
    for number in range(1, 21):
        kept._write(f"{number:012x}", edit(number))
    assert first + (taken() - first) / 20 * 999 < 20_000_000


def test_a_damaged_object_is_not_shown(tmp_path: Path) -> None:
    first, *_ = keep_three(tmp_path / "data")
    for path in (tmp_path / "kept").glob("*/objects/*.gz"):
        path.write_bytes(path.read_bytes()[:-3])
    assert history(tmp_path / "data").load(first) is None
    with pytest.raises(UnknownRevisionError):
        Revisions(tmp_path / "data").load(first)


def test_a_full_disk_is_logged_and_harms_no_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "data"
    loaded = edition(folder, "first")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    history(folder).keep(loaded)
    assert "could not be kept" in caplog.text
    assert "No space left on device" in caplog.text
    assert history(folder).revisions() == ()
    assert not list((tmp_path / "kept").glob("*/*/.new-*"))


_KEEPER = """
import sys, time
from pathlib import Path
from datetime import UTC, datetime
from routemap.data.history import folder_history
from routemap.data.load import load
folder = Path(sys.argv[1])
loaded = load(folder)
print("begun", flush=True)
while True:
    kept = folder_history(folder)
    kept._write(loaded.dataset.revision, loaded)
    for path in kept._root.glob("*/*"):
        path.unlink(missing_ok=True)
"""


def test_a_process_killed_while_it_keeps_leaves_nothing_half_kept(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    loaded = edition(folder, "first")
    for pause in (0.0, 0.01, 0.03) if THOROUGH else (0.01,):
        keeper = subprocess.Popen(
            [sys.executable, "-c", _KEEPER, str(folder)], stdout=subprocess.PIPE
        )
        assert keeper.stdout
        keeper.stdout.readline()
        time.sleep(pause)  # the moment at which it is killed, the object of this test
        keeper.send_signal(signal.SIGKILL)
        keeper.wait()
        keeper.stdout.close()
        files = history(folder).files(loaded.dataset.revision)
        assert files is None or files == dict(loaded.files)
        history(folder).keep(loaded)
        assert history(folder).files(loaded.dataset.revision) == dict(loaded.files)


def test_two_processes_share_a_history(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    loaded = edition(folder, "first")
    code = (
        "import sys; from pathlib import Path; from routemap.data.history import folder_history;"
        "from routemap.data.load import load; folder = Path(sys.argv[1]); loaded = load(folder);"
        "[folder_history(folder).keep(loaded) for _ in range(20)]"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(folder)]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert {kept.revision for kept in history(folder).revisions()} == {loaded.dataset.revision}
    assert history(folder).files(loaded.dataset.revision) == dict(loaded.files)


def test_an_empty_variable_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert folder_history(tmp_path) is None
    assert Revisions(tmp_path).listed() == ()
    with pytest.raises(UnknownRevisionError, match="no earlier state of this data is kept"):
        Revisions(tmp_path).find("2026")
