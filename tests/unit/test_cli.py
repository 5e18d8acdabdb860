"""The command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import WriteFolder, small_rows

from routemap.cli import main

ARTICLE = "It said thirty horses left the station."


def test_check_is_quiet_and_succeeds_where_nothing_is_wrong(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "article.txt"
    text.write_text(ARTICLE, encoding="utf-8")
    assert main(["check", str(folder), "--article", f"paper={text}"]) == 0
    assert capsys.readouterr().out == ""


def test_check_prints_a_line_per_problem_and_fails(
    write_folder: WriteFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = small_rows()
    rows["claims"][0]["excerpt"] = ""
    rows["claims"][1]["said"] = "never"
    assert main(["check", str(write_folder(rows))]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("claims.csv:2: excerpt: is empty but required")
    assert lines[1].startswith("claims.csv:3: said: “never” is not an EDTF date")


def test_check_holds_quotations_against_the_article(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "article.txt"
    text.write_text(ARTICLE.replace("thirty", "forty"), encoding="utf-8")
    assert main(["check", str(folder), "--article", f"paper={text}"]) == 1
    assert "claims.csv:4: excerpt: not verbatim in paper" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "/nowhere/at/all"],
        ["check", "{folder}", "--article", "tabloid=x"],
        ["check", "{folder}", "--article", "paper=/no/file"],
    ],
)
def test_what_cannot_be_carried_out_exits_2(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([argument.format(folder=folder) for argument in arguments]) == 2
    assert capsys.readouterr().err.startswith("routemap: ")
