"""Files made to exhaust the server are rejected in seconds, with the memory of a small server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import WriteFolder, small_rows

from routemap.data.load import load
from routemap.data.reading import records
from routemap.data.reading.read_csv import read_table
from routemap.model.claim_table import CLAIMS
from routemap.model.tables import SOURCES

MEGABYTE = 1_000_000
# of one core, regardless of other load: 12 s and 900 MB were measured
SECONDS, MEGABYTES = 40, 1_500
PATIENCE = 600

CHECK = """
import resource, sys
from routemap.cli import main
code = main(["check", sys.argv[1]])
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime)
print(used.ru_maxrss)
sys.exit(code)
"""


@pytest.mark.thorough
def test_the_largest_hostile_files_cost_seconds_and_no_more_memory_than_there_is(
    folder: Path,
) -> None:
    header = (folder / CLAIMS.file).read_bytes().splitlines()[0] + b"\n"
    (folder / CLAIMS.file).write_bytes(header + b",\n" * (48 * MEGABYTE))
    (folder / "places.geojson").write_bytes(b"[" + b"[]," * (33 * MEGABYTE) + b"0]")
    (folder / "routes.geojson").write_bytes(b'{"a":' * (19 * MEGABYTE))
    cell = b'"' + b"one cell\n" * (10 * MEGABYTE) + b'"'
    (folder / SOURCES.file).write_bytes(b"id,name,kind,country,note\na," + cell + b",,,\n")
    (folder / "articles.csv").write_bytes(b"\n" * (99 * MEGABYTE))
    command = [sys.executable, "-c", CHECK, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        output, error = process.communicate(timeout=PATIENCE)
    assert b"Traceback" not in error
    assert process.returncode == 1
    for line in (
        b"claims.csv:500002: file: more than 500,000 rows; split the data",
        b"places.geojson: file: the file has more than 5,000,000 values; simplify the lines",
        b"routes.geojson: file: the file has more than 5,000,000 values; simplify the lines",
        b"sources.csv:2: row: the row is not valid CSV (field larger than field limit",
        b"articles.csv: file: the file is empty",
    ):
        assert line in output
    assert len(output) < MEGABYTE
    assert float(output.splitlines()[-2]) < SECONDS
    assert int(output.splitlines()[-1]) / 1024 < MEGABYTES


def test_problems_without_number_are_counted_and_not_all_told() -> None:
    header = ",".join(SOURCES.keys)
    rows = "a,b\n" * 5_000
    found = read_table(SOURCES, f"{header}\n{rows}".encode())
    assert len(found.problems) == records.MAX_PROBLEMS + 1
    assert "4,000 more problems of reading this file are not listed" in str(found.problems[-1])


def test_a_problem_holds_no_more_of_a_cell_than_tells_what_is_wrong(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["claims"][0]["stance"] = "shouts " * 2_000
    rows["claims"][1]["note"] = "long " * 1_000_000
    for problem in load(write_folder(rows)).problems:
        assert len(problem.value) <= 400
        assert len(problem.message) <= 1_000


@pytest.mark.parametrize("depth", [400, 900, 100_000])
@pytest.mark.parametrize("member", ['"note": ""', '"coordinates": [130.6, 42.4]'])
def test_deep_nesting_is_named(depth: int, member: str, folder: Path) -> None:
    path = folder / "places.geojson"
    nested = f"{member.partition(':')[0]}: {'[' * depth}{']' * depth}"
    path.write_text(path.read_text(encoding="utf-8").replace(member, nested, 1), encoding="utf-8")
    loaded = load(folder)
    first = next(str(problem) for problem in loaded.problems)
    assert first.startswith("places.geojson")
    assert any(
        word in first
        for word in ("nested too deeply", "not text", "the geometry is not a valid Point")
    )
    assert loaded.unread or {"south", "area"} <= set(loaded.dataset.places.index)
