"""``routemap add``: files become a draft, all or nothing."""

from __future__ import annotations

import csv
import logging
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import claim, small_rows, write_rows

from routemap.cli import main
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.load import SHIPPED, Progress, load
from routemap.data.record_changes import record_changes
from routemap.model.draft import Change

Row = dict[str, str]
WriteCsv = Callable[[str, list[Row]], Path]


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ann")


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    """Write rows as a CSV file."""

    def write(name: str, rows: list[Row]) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def add(folder: Path, *words: object) -> int:
    return main(["add", "--data", str(folder), *map(str, words)])


def new_claim(key: str, **changes: str) -> Row:
    return {
        **{name: str(text) for name, text in claim(key).items()}, "source": "council", **changes,
    }  # fmt: skip


def hundred_reports() -> tuple[list[Row], list[Row], list[Row]]:
    """Return an invented source, and a hundred invented articles with a claim each."""
    dataset = load(SHIPPED).dataset
    sources = [{"id": "test-desk", "name": "Invented desk of a test", "kind": "unnamed"}]
    articles = [
        {
            "id": f"test-report-{n}", "title": f"Invented report {n} of a test",
            "publisher": "Invented paper", "published": "2024-02-01",
            "url": f"https://reports.example/{n}", "language": "en",
        }
        for n in range(100)
    ]  # fmt: skip
    claims = [
        {
            "id": f"test-report-{n}-01", "article": f"test-report-{n}",
            "allegation": str(dataset.allegations.index[n % 5]), "source": "test-desk",
            "stance": "asserts", "said": "2024-01-31",
            "features": str(dataset.features.index[n % len(dataset.features)]),
            "excerpt_kind": "paraphrase", "excerpt": f"Invented statement {n} of a test.",
        }
        for n in range(100)
    ]  # fmt: skip
    return sources, articles, claims


def test_a_hundred_reports_with_three_errors_are_corrected_and_published(
    tmp_path: Path, write_csv: WriteCsv, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "geodata"
    shutil.copytree(SHIPPED, folder)
    before = load(folder)
    sources, articles, claims = hundred_reports()
    faults = (
        (claims[16], "stance", "claims", "claims.csv:18 (test-report-16-01): stance: "),
        (claims[56], "said", "2024-13-01", "claims.csv:58 (test-report-56-01): said: "),
        (articles[80], "url", "reports.example", "articles.csv:82 (test-report-80): url: "),
    )
    right = [(row, key, row[key]) for row, key, _, _ in faults]
    for row, key, wrong, _ in faults:
        row[key] = wrong
    files = [write_csv("sources.csv", sources), tmp_path / "articles.csv", tmp_path / "claims.csv"]

    def write() -> None:
        write_csv("articles.csv", articles)
        write_csv("claims.csv", claims)

    write()
    assert add(folder, *files, "--save") == 1
    told = capsys.readouterr()
    assert told.out.startswith("new: 1 claim source, 100 articles, 100 claims\nthe same: none\n")
    lines = told.out.splitlines()[3:]
    assert len(lines) == 3
    for line, (_, _, wrong, place) in zip(
        sorted(lines), sorted(faults, key=lambda row: row[3]), strict=True
    ):
        assert line.startswith(f"{tmp_path}/{place}")
        assert f"(found “{wrong}”)" in line
    assert "3 faults; nothing was written." in told.err
    assert not Path(drafts_of(folder).place).exists()
    assert load(folder).dataset.revision == before.dataset.revision

    for row, key, text in right:
        row[key] = text
    write()
    assert add(folder, *files, "--save", "--message", "A hundred invented reports.") == 0
    (draft,) = drafts_of(folder).open_drafts()
    assert f"draft {draft.id}\n" in capsys.readouterr().out
    assert (draft.author, len(draft.edits)) == ("ann", 201)
    start = time.perf_counter()
    assert main(["publish", draft.id, "--data", str(folder)]) == 0
    seconds = time.perf_counter() - start
    after = load(folder)
    assert after.problems == before.problems
    found = record_changes(before.dataset, after.dataset)
    assert [item.change for item in found] == [Change.ADDED] * 201
    assert (folder / "claims.csv").read_bytes().startswith((SHIPPED / "claims.csv").read_bytes())
    assert add(folder, *files) == 0
    assert "the same: 1 claim source, 100 articles, 100 claims\n" in capsys.readouterr().out
    logging.getLogger(__name__).warning("published in %.2f s", seconds)  # pytest -rP shows it


def test_without_save_nothing_is_written(
    folder: Path, write_csv: WriteCsv, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_csv("claims.csv", [new_claim("c9")])
    assert add(folder, file) == 0
    assert "new: 1 claim\n" in (told := capsys.readouterr()).out
    assert "Nothing was written; --save saves this as a draft." in told.err
    assert not Path(drafts_of(folder).place).exists()


def test_other_values_of_a_record_are_a_conflict_unless_they_are_an_update(
    folder: Path, write_csv: WriteCsv, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_csv("claims.csv", [{"id": "c1", "note": "Checked.", "source": "council"}])
    assert add(folder, file, "--table", "claims", "--save") == 1
    told = capsys.readouterr().out
    assert "in conflict: 1 claim\n" in told
    line = "(c1): note: it is “Checked.” in the file, and empty in the data\n"
    assert f"conflict: {file}:2 {line}" in told
    assert not Path(drafts_of(folder).place).exists()
    assert add(folder, file, "--table", "claims", "--save", "--update") == 0
    assert f"change: {file}:2 {line}" in capsys.readouterr().out
    (draft,) = drafts_of(folder).open_drafts()
    (edit,) = draft.edits
    assert [(field.key, field.old, field.new) for field in edit.fields] == [
        ("note", "", "Checked.")
    ]


def test_an_update_that_removes_a_denial_says_that_it_needs_a_reason(
    folder: Path, write_csv: WriteCsv, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_csv("claims.csv", [{"id": "c2", "stance": "reports"}])
    assert add(folder, file, "--update") == 0
    assert "needs a reason when it is published: claim “c2”: changes a denial" in (
        capsys.readouterr().out
    )


def test_a_fault_of_a_file_stops_all_files(
    folder: Path, write_csv: WriteCsv, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write_csv("claims.csv", [new_claim("c9")])
    bad = tmp_path / "articles.csv"
    bad.write_bytes(b"id,title\nx,Caf\xe9\n")
    assert add(folder, good, bad, "--save") == 1
    told = capsys.readouterr()
    assert f"{bad}: file: line 2 is not UTF-8 text; save the file as UTF-8\n" in told.out
    assert "1 fault; nothing was written." in told.err
    assert not Path(drafts_of(folder).place).exists()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["missing.csv"], "missing.csv: the file does not exist; give a CSV, XLSX"),
        (["claims.csv", "--mapping", "missing.toml"], "missing.toml: no such file"),
        (["--author", " ", "claims.csv"], "your name is not known; give it with --author NAME"),
        (["--message", "", "claims.csv"], "--message: give a text of at most 500 characters"),
    ],
)
def test_a_wrong_argument_is_an_error(
    words: list[str], fault: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(folder, *words) == 2
    assert f"routemap: {fault}" in capsys.readouterr().err


def test_data_that_cannot_be_read_is_corrected_first(
    folder: Path, write_csv: WriteCsv, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "places.geojson").write_text("{", encoding="utf-8")
    assert add(folder, write_csv("claims.csv", [new_claim("c9")])) == 2
    assert "places.geojson: the data cannot be read; run routemap check" in capsys.readouterr().err


def test_a_terminal_gets_the_progress(
    folder: Path, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Progress] = []
    monkeypatch.setattr("routemap.cli.add.watcher", lambda: told.append)
    file = write_csv("claims.csv", [new_claim(f"c{n}") for n in range(10, 520)])
    assert add(folder, file) == 0
    stages = [item.stage for item in told]
    assert "Reading claims.csv, row 500" in stages
    assert stages[-2:] == ["Checking the records", ""]
    assert told[-1].share == 1.0  # the line of the terminal is cleared


def test_columns_of_the_case_and_the_team_are_known(
    tmp_path: Path, write_csv: WriteCsv, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = small_rows()
    rows["claims"][0]["own"] = {"desk": "7"}
    folder = write_rows(tmp_path / "own", rows)
    file = write_csv("claims.csv", [new_claim("c9", desk="8", other="9")])
    assert add(folder, file, "--save") == 0
    told = capsys.readouterr().out
    assert "claims.csv:1: other: unknown column; it is left out" in told
    (draft,) = drafts_of(folder).open_drafts()
    assert {field.key: field.new for field in draft.edits[0].fields}["desk"] == "8"
