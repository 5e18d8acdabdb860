"""Data that changes under an open page, as Streamlit runs it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tests.conftest import Rows, small_rows, until, write_rows
from tests.filtering import choose, group

from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.data.repository import Repository, repository

DASHBOARD = str(SHIPPED.parent / "src" / "routemap" / "ui" / "dashboard.py")


@pytest.fixture
def store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv(VARIABLE, str(folder))
    return repository(folder)


def open_page(**params: str | list[str]) -> AppTest:
    app = AppTest.from_file(DASHBOARD, default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def edit(store: Repository, change: Callable[[Rows], object]) -> None:
    """Change the rows of the folder, and wait until readers see the new state."""
    rows = small_rows()
    change(rows)
    write_rows(store.folder, rows)
    wanted = load(store.folder).dataset.revision
    until(lambda: store.mark == wanted)


def without_the_council(rows: Rows) -> None:
    rows["sources"] = [row for row in rows["sources"] if row["id"] != "council"]
    rows["claims"] = [row for row in rows["claims"] if row["source"] != "council"]


def without_the_line(rows: Rows) -> None:
    rows["routes"] = [row for row in rows["routes"] if row["id"] != "line"]
    for row in rows["claims"]:
        row["features"] = row["features"].replace("north;line", "north")


GONE = [
    pytest.param({"source": "council"}, without_the_council, "“council”", id="a source"),
    pytest.param(
        {"compare": ["agency", "council"]}, without_the_council, "“council”", id="one of two"
    ),
    pytest.param({"feature": "line"}, without_the_line, "“line”", id="the selected route"),
]


@pytest.mark.parametrize(("params", "change", "told"), GONE)
def test_values_that_new_data_no_longer_has_are_dropped_and_named(
    params: dict[str, str | list[str]],
    change: Callable[[Rows], None],
    told: str,
    store: Repository,
) -> None:
    app = open_page(q="says", **params)
    edit(store, change)
    app.run()
    assert not app.exception
    assert told in "\n".join(warning.value for warning in app.warning).replace("\\", "")
    assert dict(app.query_params) == {"q": "says"}
    assert app.toast


def test_filters_and_selection_stay_when_the_data_changes(store: Repository) -> None:
    app = open_page(source="council", feature="line", to="2023", view="42,130,9")
    before = dict(app.query_params)
    assert "what c1 says" in html(app)
    edit(store, lambda rows: rows["claims"][0].update(excerpt="what c1 said"))
    app.run()
    assert "what c1 said" in html(app)
    assert "what c1 says" not in html(app)
    assert dict(app.query_params) == before
    assert app.toast
    app.run()
    assert not app.toast


def test_options_follow_new_data_and_stay_chosen(store: Repository) -> None:
    app = open_page(source="council")
    edit(store, lambda rows: rows["sources"][1].update(name="The Council", kind="analysts"))
    app.run()
    assert app.toast
    assert app.query_params["source"] == "council"
    facet = group(app, "source")
    ((name, kind),) = [(name, kind) for key, name, kind in facet["options"] if key == "council"]
    assert (name, facet["kinds"][kind]) == ("The Council", "Analysts")


def test_a_value_that_is_gone_is_named_even_if_another_filter_changes_first(
    store: Repository,
) -> None:
    app = open_page(source="council")
    edit(store, without_the_council)
    choose(app, stance=["asserts"])
    assert "“council”" in "\n".join(warning.value for warning in app.warning).replace("\\", "")
    assert dict(app.query_params) == {"stance": "asserts"}


def test_an_open_page_holds_no_data_of_its_own(store: Repository) -> None:
    app = open_page(feature="line")
    shown = weakref.ref(store.current().dataset)
    for number in range(5):
        edit(store, lambda rows, n=number: rows["claims"][0].update(excerpt=f"what c1 said {n}"))
    gc.collect()
    assert shown() is None
    app.run()
    assert "what c1 said 4" in html(app)


def test_a_page_without_data_says_why_and_recovers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(folder))
    routes = folder / "routes.geojson"
    whole = routes.read_bytes()
    routes.write_bytes(whole[:90])
    app = open_page(feature="line")
    assert "no data to show yet" in app.title[0].value
    assert "routes.geojson" in app.error[0].value.replace("\\", "")
    assert "half-written" in app.error[0].value.replace("\\", "")
    routes.write_bytes(whole)
    mark = repository(folder).mark
    until(lambda: repository(folder).mark != mark)
    app.run()
    assert not app.exception
    assert "what c1 says" in html(app)


def hold_back(store: Repository) -> bytes:
    """Make a typo in the stance of a denial, and return the previous content of the file."""
    assert store.current()
    claims = store.folder / "claims.csv"
    whole = claims.read_bytes()
    claims.write_bytes(whole.replace(b",denies,", b",deny,"))
    until(lambda: store.held_back)
    return whole


def test_a_page_names_the_held_back_edit_until_it_is_corrected(store: Repository) -> None:
    app = open_page(feature="line")
    whole = hold_back(store)
    app.run()
    assert "what c2 says" in html(app)
    warnings = "\n".join(warning.value for warning in app.warning).replace("\\", "")
    assert "claims.csv, row 3, claim “c2”, stance “deny”" in warnings
    (store.folder / "claims.csv").write_bytes(whole)
    until(lambda: not store.held_back)
    app.run()
    assert not app.warning


def test_an_embedded_map_says_that_an_edit_is_held_back(store: Repository) -> None:
    hold_back(store)
    script = "from routemap.ui.views.embed import draw_embed\ndraw_embed('')"
    app = AppTest.from_string(script, default_timeout=60).run()
    assert not app.exception
    assert f"is held back; this data was read on {store.current().read}." in html(app)
