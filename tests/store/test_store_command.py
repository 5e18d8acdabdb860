"""``routemap store``: make a store, put a folder in, take it out, and check it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.postgres import Server

from routemap.cli import main
from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.data.settings import SOURCE

Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def uri(empty_uri: str) -> str:
    return empty_uri


@pytest.fixture
def empty(uri: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a store without records, which is that of the commands."""
    monkeypatch.setenv(SOURCE.key, uri)
    monkeypatch.setenv(VARIABLE, str(folder))
    return uri


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.usefixtures("empty")
def test_a_folder_goes_in_and_out_in_canonical_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert main(["store", "import", str(SHIPPED), "--author", "Ann"]) == 0
    assert "revision" in capsys.readouterr().err
    assert main(["store", "export", str(one)]) == 0
    assert main(["store", "import", str(one), "--author", "Ann"]) == 0
    assert main(["store", "export", str(two)]) == 0
    assert contents(one) == contents(two)
    for name in ("claims.csv", "articles.csv", "sources.csv", "allegations.csv", "case.toml"):
        assert contents(one)[name] == contents(SHIPPED)[name]
    before, after = load(SHIPPED).dataset, load(one).dataset
    assert after.claims.equals(before.claims)
    assert after.routes.equals(before.routes)


@pytest.mark.usefixtures("empty")
def test_a_folder_with_problems_is_not_imported(
    folder: Path, sql: Sql, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"asserts", b"assert"))
    assert main(["store", "import", str(folder)]) == 1
    printed = capsys.readouterr()
    assert "“assert” is not one of" in printed.out
    assert "Nothing was imported" in printed.err
    assert sql("SELECT count(*) FROM routemap.revision") == [(0,)]


@pytest.mark.usefixtures("empty")
def test_the_store_is_checked_like_a_folder(
    folder: Path, sql: Sql, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["store", "import", str(folder)]) == 0
    assert main(["store", "check"]) == 0
    sql("UPDATE routemap_layers.claims SET said = 'yesterday' WHERE id = 'c1'")
    capsys.readouterr()
    assert main(["store", "check"]) == 1
    assert "claims.csv" in capsys.readouterr().out
    assert main(["check"]) == 1  # without a folder, the source of the dashboard is checked
    assert "yesterday" in capsys.readouterr().out
    assert main(["check", str(SHIPPED)]) == 0


@pytest.mark.usefixtures("empty")
def test_an_export_writes_into_an_empty_folder_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    assert main(["store", "export", str(folder)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert contents(folder) == before


def test_without_a_store_the_command_says_how_to_name_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(SOURCE.key, raising=False)
    assert main(["store", "check"]) == 2
    assert "set ROUTEMAP_SOURCE" in capsys.readouterr().err


def test_a_bare_database_is_prepared_and_can_be_prepared_again(
    server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SOURCE.key, server.create("bare_command"))
    assert main(["store", "init"]) == 0
    assert main(["store", "import", str(folder)]) == 0
    assert main(["store", "init"]) == 0
    server.drop("bare_command")


def test_commands_of_a_folder_need_no_package_of_a_store() -> None:
    code = "import sys, routemap.cli; print({'psycopg', 'alembic'} & {*sys.modules})"
    environment = {key: text for key, text in os.environ.items() if key != SOURCE.key}
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert found.stdout.strip() == "set()"
