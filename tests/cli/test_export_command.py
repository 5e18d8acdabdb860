"""``routemap export``: every format, the parameters of a link, and never a partial file."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.generate import generate
from tests.exports.readers import READERS

from routemap.cli import export as command
from routemap.cli import main
from routemap.data.last_good import remember
from routemap.data.load import load
from routemap.exports import FORMATS, Extract, Format, format_named
from routemap.model.errors import ExportCancelledError


def export(folder: Path, file: Path | str, *options: str, key: str = "geojson") -> int:
    return main(["export", "--format", key, "--data", str(folder), "-o", str(file), *options])


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_every_format_is_written_and_can_be_read(
    row: Format, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"out.{row.extension}"
    assert export(folder, file, "--address", "https://map.example/", key=row.key) == 0
    found = READERS[row.key](file.read_bytes())
    assert "https://map.example/?rev=" in found.said
    if "claims" in row.holds:
        assert set(found.claims or ()) == {"c1", "c2", "c3", "c4"}
    assert capsys.readouterr().err == f"4 claims, {file.stat().st_size:,} bytes\n"


def test_its_options_are_the_parameters_of_a_link(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert export(folder, file, "--source", "council", "--from", "2022", key="csv") == 0
    claims = READERS["csv"](file.read_bytes()).claims
    assert claims is not None
    assert {key: row["selected"] for key, row in claims.items()} == {"c1": "yes", "c2": "no"}
    assert "from=2022-01-01&source=council&rev=" in claims["c1"]["link"]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--source", "nobody"), "Unknown value for “source”: “nobody”. Not found in data"),
        (("--from", "soon"), "Invalid value “soon” for “from”: not a date; write 2022-11-02"),
        (("--stance", "lies"), "Unknown value for “stance”: “lies”. Known values: asserts, denies"),
        (("--from", "2023", "--to", "2022"), "“from” is later than “to”; exchange the two dates"),
    ],
)
def test_a_value_that_means_nothing_is_named_and_nothing_is_written(
    option: tuple[str, str], told: str, folder: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "out.geojson"
    assert export(folder, file, *option) == 2
    assert told in capsys.readouterr().err
    assert not file.exists()


@pytest.mark.parametrize(
    ("ends", "status"),
    [(KeyboardInterrupt(), 130), (ExportCancelledError("enough"), 2), (OSError("no space"), 2)],
)
def test_an_export_that_ends_early_leaves_what_was_there(
    ends: BaseException, status: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_extract: Extract) -> bytes:
        raise ends

    file = tmp_path / "out.geojson"
    file.write_text("old", encoding="utf-8")
    row = replace(format_named("geojson"), make=end)
    monkeypatch.setattr(command, "format_named", lambda _key: row)
    assert export(folder, file) == status
    assert file.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if path != folder] == ["out.geojson"]


def test_a_write_that_fails_leaves_what_was_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up(path: Path, content: bytes) -> int:
        with path.open("wb") as opened:
            opened.write(content[:10])
        raise OSError("no space left on device")

    file = tmp_path / "out.geojson"
    file.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "write_bytes", fill_up)
    assert export(folder, file) == 2
    assert file.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if path != folder] == ["out.geojson"]


def test_a_link_to_a_file_and_its_mode_stay(folder: Path, tmp_path: Path) -> None:
    file, link = tmp_path / "out.geojson", tmp_path / "latest"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    assert export(folder, link) == 0
    assert link.is_symlink()
    assert json.loads(file.read_bytes())["type"] == "FeatureCollection"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_device_is_written_to_and_not_replaced(folder: Path) -> None:
    assert export(folder, os.devnull) == 0
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_stopping_is_told_in_a_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "select", stop)
    assert export(folder, "-") == 130
    assert capsys.readouterr().err == "routemap: stopped\n"


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "routemap", "export", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_standard_output_takes_any_format(folder: Path) -> None:
    with start("--format", "gpkg", "--data", str(folder), "-o", "-") as process:
        out, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert set(READERS["gpkg"](out).claims or ()) == {"c1", "c2", "c3", "c4"}
    assert told.decode().startswith("4 claims, ")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    generate(folder, 300)
    return folder


def test_a_reader_that_has_seen_enough_is_no_error(large: Path) -> None:
    with start("--format", "geojson", "--data", str(large), "-o", "-") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(100)
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(timeout=60) == 141
    assert told.count(b"\n") <= 1
    assert b"Traceback" not in told


def test_an_edit_that_the_dashboard_holds_back_is_not_exported_either(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remember(folder, load(folder))
    claims = folder / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"denies", b"deny"))
    file = tmp_path / "out.geojson"
    assert export(folder, file) == 0
    found = READERS["geojson"](file.read_bytes())
    assert {claim["stance"] for claim in found.claims.values()} >= {"asserts", "denies"}
    assert "claim “c2”, stance “deny”" in found.said
    assert "claim “c2”, stance “deny”" in capsys.readouterr().err
