"""The Export page as Streamlit runs it, without a browser."""

from __future__ import annotations

import html as entities
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.exports import FORMATS, PURPOSES, Format
from routemap.model.errors import ExportTooLargeError
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.ui.session import Key
from routemap.ui.views import export as export_view
from routemap.web.guard.export_limit import EXPORTING

PAGE = SHIPPED.parent / "pages" / "export.py"
SCRIPT = f"""
import runpy
from routemap.ui.frame import open_frame
open_frame("Export", "export")
runpy.run_path({str(PAGE)!r})
"""


def open_export(**params: str | list[str]) -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    return app.run()


def html(app: AppTest) -> str:
    return entities.unescape("\n".join(element.proto.body for element in app.get("html")))


def labels(app: AppTest, kind: str) -> list[str]:
    return [button.proto.label for button in app.get(kind)]


def prepare(app: AppTest, row: Format) -> AppTest:
    return app.button(key=f"export.prepare.{row.key}").click().run()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat the shipped data as too large for an immediate download."""
    monkeypatch.setattr(export_view, "_AT_ONCE", 10)


def test_every_format_is_offered_under_what_it_is_for() -> None:
    app = open_export()
    assert not app.exception
    text = html(app)
    revision = load(SHIPPED).dataset.revision
    for row in FORMATS:
        assert f'href="./api/export/{row.key}?rev={revision}"' in text
        assert row.meaning in text
        assert row.opens_in in text
    used = [term for term in PURPOSES.terms if any(row.purpose == term.key for row in FORMATS)]
    places = [text.index(f"<h2>{term.label}</h2>") for term in used]
    assert places == sorted(places)


def test_a_new_row_of_the_registry_appears_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    row = replace(FORMATS[0], key="teletext", label="Teletext", purpose="picture")
    monkeypatch.setattr(export_view, "FORMATS", (*FORMATS, row))
    app = open_export()
    assert "Teletext" in html(app)
    assert app.selectbox(key="export.again").options[-1] == "Teletext"


def test_it_shows_the_query_and_the_number_of_added_denials() -> None:
    app = open_export(stance="asserts", q="rail")
    text = html(app)
    assert "<dt>Stance</dt><dd>Asserts</dd>" in text
    assert "<dd>“rail”</dd>" in text
    selection = select(load(SHIPPED).dataset, Query(stance=("asserts",), text="rail"))
    assert f"<b>{len(selection.positions)}</b> of" in text
    assert "are added, so that no allegation is exported without its denials" in text
    assert "are added" not in html(open_export())


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ({"stance": "denies"}, "./api/export/csv?stance=denies&rev="),
        ({"q": "by rail"}, "./api/export/csv?q=by+rail&rev="),
    ],
)
def test_the_download_asks_the_api_what_the_page_shows(asked: dict[str, str], address: str) -> None:
    assert f'href="{address}' in html(open_export(**asked))


def test_a_view_that_has_no_link_is_prepared_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_LONGEST_ADDRESS", "520")
    app = open_export(stance="asserts")
    assert "./api/export/" not in html(app)
    (row,) = (row for row in FORMATS if row.key == "csv")
    held = prepare(app, row).session_state["export.held"]
    assert held.preparation.wait(30)
    assert b"asserts" in held.preparation.read()


@pytest.mark.usefixtures("many")
def test_too_many_exports_at_once_show_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROUTEMAP_EXPORTS", "1")
    monkeypatch.setattr(export_view, "reader_address", lambda: "192.0.2.1")
    EXPORTING.begin("192.0.2.1")
    try:
        (row,) = (row for row in FORMATS if row.key == "csv")
        app = prepare(open_export(), row)
        assert "Your other exports are still in progress" in html(app)
        assert "export.held" not in app.session_state
    finally:
        EXPORTING.end("192.0.2.1")
    assert "export.held" in prepare(app, row).session_state


def test_nothing_left_offers_a_way_back_and_no_file() -> None:
    app = open_export(q="no such words anywhere")
    assert "No claim matches all filters" in app.info[0].value
    assert "“no such words anywhere”" in app.info[0].value
    assert any(button.label == "Reset filters" for button in app.main.button)
    assert "./api/export/" not in html(app)
    assert not app.code


def test_the_command_and_the_address_follow_filters_and_format() -> None:
    app = open_export(stance="denies", feature="rason-port")
    app.selectbox(key="export.again").select("csv").run()
    command, address = (block.value for block in app.code)
    assert "--format csv" in command
    assert "--stance denies --feature rason-port" in command
    assert address.endswith("api/export/csv?stance=denies&feature=rason-port")


@pytest.mark.usefixtures("many")
def test_a_large_file_is_prepared_when_asked_for_and_not_before() -> None:
    (row,) = (row for row in FORMATS if row.key == "csv")
    app = open_export()
    assert "./api/export/" not in html(app)
    assert "export.held" not in app.session_state
    app = prepare(app, row)
    held = app.session_state["export.held"]
    assert held.preparation.wait(30)
    app.run()
    assert labels(app, "download_button") == [f"Download {round(held.preparation.size / 1000)} kB"]
    assert held.preparation.read().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.usefixtures("many")
def test_other_filters_drop_what_was_prepared_for_these() -> None:
    (row,) = (row for row in FORMATS if row.key == "csv")
    app = prepare(open_export(), row)
    preparation = app.session_state["export.held"].preparation
    preparation.wait(30)
    app.session_state[Key.FILTERS] = Query(stance=("asserts", "reports"))
    app.run()
    assert "export.held" not in app.session_state
    assert preparation.file_name == ""
    assert not app.get("download_button")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ExportTooLargeError("it holds <b>5</b> claims at most"), "it holds <b>5</b> claims"),
        (ZeroDivisionError("a secret"), "unexpected error"),
    ],
)
def test_a_file_that_cannot_be_made_says_why_and_the_rest_works(
    monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fail(_whole: object) -> bytes:
        raise error

    broken = replace(FORMATS[0], make=fail)
    monkeypatch.setattr(export_view, "FORMATS", (broken, *FORMATS[1:]))
    app = prepare(open_export(), broken)
    app.session_state["export.held"].preparation.wait(30)
    app.run()
    assert told in html(app)
    assert "a secret" not in html(app)
    assert not app.button(key=f"export.prepare.{FORMATS[1].key}").disabled


def test_a_folder_of_one_claim_can_be_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "geodata"
    shutil.copytree(SHIPPED, copy)
    lines = (copy / "claims.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / "claims.csv").write_text("".join(lines[:2]), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(copy))
    app = open_export()
    assert not app.exception
    assert html(app).count("./api/export/") == len(FORMATS)
