"""The Data page as Streamlit runs it, without a browser."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tests.conftest import until

from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.data.repository import repository
from routemap.model.case import CASE_FILE
from routemap.model.tables import TABLES

PAGE = SHIPPED.parent / "pages" / "data.py"
SCRIPT = f"""
import runpy
from routemap.ui.frame import open_frame
open_frame("Data", "data")
runpy.run_path({str(PAGE)!r})
"""


def open_data() -> AppTest:
    return AppTest.from_string(SCRIPT, default_timeout=60).run()


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "geodata"
    shutil.copytree(SHIPPED, copy)
    monkeypatch.setenv(VARIABLE, str(copy))
    return copy


def test_it_offers_every_file_and_explains_every_column() -> None:
    app = open_data()
    assert not app.exception
    labels = {button.proto.label for button in app.get("download_button")}
    assert labels == {*(table.file for table in TABLES), CASE_FILE}
    text = html(app)
    for table in TABLES:
        for column in table.columns:
            assert f'<th scope="row">{column.key}</th>' in text
    assert "No problems were found" in app.success[0].value
    assert "OpenStreetMap contributors" in text
    assert "This copy has no login" in text


def test_a_folder_without_a_case_file_offers_none(folder: Path) -> None:
    (folder / CASE_FILE).unlink()
    labels = {button.proto.label for button in open_data().get("download_button")}
    assert labels == {table.file for table in TABLES}


def test_a_problem_is_shown_with_file_row_and_field(folder: Path) -> None:
    claims = folder / "claims.csv"
    lines = claims.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[3] = lines[3].replace(",denies,", ",<b>shouts</b>,")
    claims.write_text("".join(lines), encoding="utf-8")
    app = open_data()
    # on the other pages, it leads to this page
    found = "1 problem was found in the data. Everything else is shown."
    assert [shown.value for shown in app.warning] == [found]
    text = html(app)
    assert "<td>4</td><td>joongang-2022-11-08-03</td><td>stance</td>" in text
    assert "&lt;b&gt;shouts&lt;/b&gt;" in text
    assert "<b>shouts" not in text


def test_a_cause_is_shown_with_the_rows_that_follow_from_it(folder: Path) -> None:
    articles = folder / "articles.csv"
    text = articles.read_text(encoding="utf-8")
    articles.write_text(text.replace(",2022-11-08/2022-11-09,", ",soon,", 1), encoding="utf-8")
    shown = html(open_data())
    claims = load(SHIPPED).dataset.claims
    named = claims["also_in"].map(lambda cell: "joongang-2022-11-08" in cell)
    lost = int(((claims["article"] == "joongang-2022-11-08") | named).sum())
    assert f"and {lost} rows that refer to it (claims.csv 2, 3, 4, 5, 6, …)" in shown
    assert f"{lost + 1} problems were found" in shown
    assert shown.count("<td>2</td><td>joongang-2022-11-08</td><td>published</td>") == 1


def test_a_notice_is_shown_apart_and_is_no_problem(folder: Path) -> None:
    sources = folder / "sources.csv"
    sources.write_text(
        sources.read_text(encoding="utf-8") + "tass,TASS,media,RUS,,\n", encoding="utf-8"
    )
    app = open_data()
    assert "No problems were found" in app.success[0].value
    assert not app.warning
    assert "1 notice" in {expander.label for expander in app.expander}
    assert "no claim names this source" in html(app)


def test_a_missing_folder_shows_an_error_without_traceback_or_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    app = open_data()
    assert not app.exception
    assert "data folder is missing" in app.error[0].value
    assert str(tmp_path) not in str(app)


def test_it_lists_what_is_held_back(folder: Path) -> None:
    assert "Held back" not in [header.value for header in open_data().header]
    claims = folder / "claims.csv"
    whole = claims.read_bytes()
    claims.write_bytes(whole.replace(b",denies,", b",deny,", 1))
    until(lambda: repository(folder).held_back)
    app = open_data()
    assert not app.exception
    assert "Held back" in [header.value for header in app.header]
    assert re.search(
        r'<th scope="row">claims.csv, row \d+, claim “[^”]+”, stance “deny”: ', html(app)
    )
    claims.write_bytes(whole)
    until(lambda: not repository(folder).held_back)
    assert "Held back" not in [header.value for header in open_data().header]


def test_it_lists_references_that_were_emptied_and_rows_that_were_torn(folder: Path) -> None:
    assert "Held back" not in [header.value for header in open_data().header]
    allegations, claims = folder / "allegations.csv", folder / "claims.csv"
    narrower = b',uniforms-for-russia,"Rests on one report'
    assert narrower in allegations.read_bytes()
    allegations.write_bytes(allegations.read_bytes().replace(narrower, b',,"Rests on one report'))
    denial = b"\nsputnik-arabic-2022-11-13-02,"
    claims.write_bytes(claims.read_bytes().replace(denial, denial.replace(b"\n", b'\n"')))
    until(lambda: repository(folder).held_back)
    text = html(open_data())
    for expected in (
        "allegation “uniforms-by-rail”, part_of: the cell is empty, but it had "
        "“uniforms-for-russia”; put it back, or empty it in a draft",
        "claim “sputnik-arabic-2022-11-13-02”: the row is not valid CSV",
    ):
        assert expected in text


def test_it_names_the_own_columns_of_the_team(folder: Path) -> None:
    assert "Columns that the team has added" not in html(open_data())
    sources = folder / "sources.csv"
    lines = sources.read_text(encoding="utf-8").splitlines()
    lines = [lines[0] + ",<b>seen</b>", *(f"{line}," for line in lines[1:])]
    sources.write_text("\n".join([*lines, ""]), encoding="utf-8")
    until(lambda: repository(folder).current().dataset.own_columns)
    text = html(open_data())
    assert "Columns that the team has added, kept and exported as they are: sources.csv (" in text
    assert "<code>&lt;b&gt;seen&lt;/b&gt;</code>" in text
