"""The pages Who says what and Articles as Streamlit runs them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from routemap.data.load import SHIPPED, load

PAGES = SHIPPED.parent / "pages"
DATASET = load(SHIPPED).dataset


def open_page(name: str, **params: str | list[str]) -> AppTest:
    script = f"""
import runpy
from routemap.ui.frame import open_frame
open_frame("Page")
runpy.run_path({str(PAGES / name)!r})
"""
    app = AppTest.from_string(script, default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    return app.run()


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_every_allegation_is_in_the_matrix() -> None:
    app = open_page("claims.py")
    assert not app.exception
    for statement in DATASET.allegations["statement"]:
        assert statement in html(app)
    assert "First denial" in html(app)


def test_a_cell_is_a_link_to_its_claims() -> None:
    address = "source=us-nsc&amp;allegation=dprk-arms-to-russia"
    assert f'href="?{address}"' in html(open_page("claims.py"))
    text = html(open_page("claims.py", source="us-nsc", allegation="dprk-arms-to-russia"))
    assert "Our information indicates that the DPRK is covertly supplying" in text
    assert "once again make clear" not in text


def test_articles_show_their_claims_in_the_order_of_the_text() -> None:
    text = html(open_page("articles.py", article="joongang-2022-11-08"))
    own = DATASET.claims[DATASET.claims["article"] == "joongang-2022-11-08"]
    places = [text.index(f'data-claim="{key}"') for key in own.index]
    assert places == sorted(places)


@pytest.mark.parametrize("page", ["claims.py", "articles.py"])
def test_filters_that_leave_nothing_offer_a_way_back(page: str) -> None:
    app = open_page(page, q="no such words anywhere")
    assert app.info
    assert any(button.label == "Reset filters" for button in app.main.button)


def test_search_marks_what_it_found() -> None:
    app = AppTest.from_file(
        str(SHIPPED.parent / "src/routemap/ui/dashboard.py"), default_timeout=60
    )
    app.query_params["q"] = "두만강"
    text = html(app.run())
    assert "<mark>두만강</mark>역" in text
    assert "<mark>Tumen River</mark>" in text
    assert "Claims that mention “두만강” or another name of the same place" in text
