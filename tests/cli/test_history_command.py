"""``routemap history``: list, show, compare, name and write out kept states."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.conftest import claim, small_rows, write_rows

from routemap.cli import main
from routemap.data.history import VARIABLE, folder_history
from routemap.data.load import load


@pytest.fixture
def states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str, str]:
    """A folder with two kept states; the second one has a denial more."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    folder = write_rows(tmp_path / "data", small_rows())
    kept = folder_history(folder)
    assert kept
    first = load(folder)
    kept.keep(first, datetime(2026, 3, 1, 12, tzinfo=UTC))
    rows = small_rows()
    rows["claims"].append(claim("c9", stance="denies", allegation="horses", features="lane"))
    second = load(write_rows(folder, rows))
    kept.keep(second, datetime(2026, 4, 1, 12, tzinfo=UTC))
    return folder, first.dataset.revision, second.dataset.revision


def run(folder: Path, *words: str) -> int:
    return main(["history", "--data", str(folder), *words])


def test_the_list_says_when_and_what_changed(states, capsys) -> None:
    folder, first, second = states
    assert run(folder) == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest == (
        f"{second}  2026-04-01 12:00 UTC  1 claim added; Lane went from asserted to disputed: "
        "denied by The ministry on 2 November 2022"
    )
    assert oldest == f"{first}  2026-03-01 12:00 UTC  the earliest"


def test_show_prints_what_a_state_holds(states, capsys) -> None:
    folder, first, _ = states
    assert run(folder, "show", "2026-03") == 0
    out = capsys.readouterr().out
    assert out.startswith(f"revision {first}, read 1 March 2026, 12:00 UTC\n")
    assert "       4 claims" in out


def test_diff_prints_each_change(states, capsys) -> None:
    folder, first, _ = states
    assert run(folder, "diff", first, "current") == 0
    assert "New denial: The ministry: denies “Horses move”, 2 November 2022." in (
        capsys.readouterr().out.splitlines()
    )
    assert run(folder, "diff", "current", "current") == 0
    assert capsys.readouterr().out == "The records are the same.\n"


def test_a_named_state_is_found_by_its_name(states, capsys) -> None:
    folder, first, _ = states
    assert run(folder, "name", first, "series-1") == 0
    assert run(folder, "show", "series-1") == 0
    assert f"revision {first}" in capsys.readouterr().out


def test_export_writes_the_files_into_an_empty_folder_only(states, tmp_path, capsys) -> None:
    folder, first, _ = states
    assert run(folder, "export", first, "-o", str(tmp_path / "old")) == 0
    assert load(tmp_path / "old").dataset.revision == first
    assert run(folder, "export", first, "-o", str(tmp_path / "old")) == 2
    assert "it already exists and is not empty; give a new folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "2020"], "no state of this data from 2020 or before is kept; the earliest is"),
        (["show", "nothing"], "no state “nothing” of this data is kept; the latest is"),
        (["name", "2026-03", "A name"], "“A name” is not a name: write lower-case letters"),
    ],
)
def test_what_is_not_kept_is_named(states, capsys, words: list[str], message: str) -> None:
    assert run(states[0], *words) == 2
    assert message in capsys.readouterr().err


def test_an_export_can_be_of_an_earlier_state(states, tmp_path) -> None:
    folder, _, _ = states
    out = tmp_path / "claims.csv"
    options = ["export", "--format", "csv", "-o", str(out), "--data", str(folder)]
    assert main([*options, "--as_of", "2026-03"]) == 0
    assert "c9" not in out.read_text(encoding="utf-8")
    assert main(options) == 0
    assert "c9" in out.read_text(encoding="utf-8")
