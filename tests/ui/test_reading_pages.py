"""The pages Who says what and Articles as Streamlit runs them."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest
from tests.conftest import WriteFolder, claim, shipped, small_rows
from tests.retracting import retracted

from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.questions.allegation import allegation_page
from routemap.questions.matrix import allegation_summaries, rows_and_rest
from routemap.questions.nested_allegations import nested
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.sides import sides
from routemap.ui.parts.templates import render

PAGES = SHIPPED.parent / "pages"
DATASET = shipped().dataset


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


def test_every_allegation_is_shown_with_both_sides() -> None:
    app = open_page("claims.py")
    assert not app.exception
    for statement in DATASET.allegations["statement"]:
        assert statement in html(app)
    assert "6 claims · first" in html(app)
    assert html(app).index("Denied only as part of a broader allegation")
    assert "data-opened" not in html(app)


def test_a_claim_in_the_address_opens_those_of_its_source_below_the_allegation() -> None:
    text = html(open_page("claims.py", claim="moscow-times-2023-10-17-01"))
    caption = "Kremlin denies “North Korea supplies arms or ammunition to Russia”"
    assert f'aria-label="{caption}"' in text
    assert text.count('class="rm-claim"') == 1
    # below its own row, before the next
    rows = text.split('<article class="rm-sides')
    assert "data-opened" in next(row for row in rows if "<b>Kremlin</b>" in row)


def test_a_heading_never_puts_an_allegation_into_the_mouth_of_who_denies_it() -> None:
    app = open_page("claims.py", source="kremlin", allegation="dprk-arms-to-russia")
    headings = re.findall(r"<h2>(.*?)</h2>", html(app))
    assert "Claims by Kremlin about “North Korea supplies arms or ammunition to Russia”" in headings
    assert "The Kremlin said such reports keep coming without proof." in html(app)


def test_the_matrix_has_a_sign_with_words_for_every_source_and_folds_single_cells() -> None:
    app = open_page("claims.py", show="matrix")
    text = html(app)
    assert 'aria-label="Kremlin: denies, on 17 October 2023"' in text
    table, rest = rows_and_rest(allegation_summaries(select(DATASET, Query())))
    assert text.count('<th scope="row"') == len(table)
    speaking = {who for item in table for who in sides(item).cells}
    assert text.count('class="rm-upright"') == len(speaking)
    assert text.count('class="rm-said"') == sum(len(sides(item).cells) for item in table)
    (folded,) = app.expander
    assert folded.label == (
        f"{len(rest)} allegations whose only claim source speaks about nothing else"
    )


def test_a_source_without_company_is_shown_unfolded() -> None:
    text = html(open_page("claims.py", show="matrix", source="kremlin"))
    assert "rm-matrix" not in text
    assert "<b>Kremlin</b>" in text


def test_many_sources_of_a_side_are_folded(write_folder: WriteFolder) -> None:
    rows = small_rows()
    for number in range(30):
        rows["sources"].append({"id": f"s{number}", "name": f"Source {number}", "kind": "media"})
        rows["claims"].append(claim(f"m{number}", source=f"s{number}", excerpt=f"so {number}"))
    (shells, _) = nested(allegation_summaries(select(load(write_folder(rows)).dataset, Query())))
    text = render(
        "sides_row.html",
        row=shells,
        sides=sides(shells.item),
        glyph="",
        status="",
        some=12,
        most=20,
    )
    assert "<summary>and 19 more</summary>" in text
    assert text.index("Source 10") < text.index("<summary>") < text.index("Source 11")
    assert "11 more are not listed" in text
    assert "Source 19" not in text


def test_an_allegation_has_a_page_with_its_claims_map_and_parts() -> None:
    app = open_page("allegation.py", allegation="arms-by-rail")
    assert not app.exception
    assert app.title[0].value.startswith("Arms go from North Korea to Russia by rail over")
    text = html(app)
    assert "Disputed. Estimated by 1 source since October 2023." in text
    found = allegation_page(select(DATASET, Query()), "arms-by-rail")
    places = [text.index(f'data-claim="{key}"') for key in DATASET.claims.index[found.positions]]
    assert places == sorted(places)
    assert text.count("Denies the broader allegation:") == int(found.of_broader.sum())
    assert './allegation?allegation=dprk-arms-to-russia"' in text
    assert app.get("component_instance")  # the map
    assert not any(button.label == "Show all claims" for button in app.main.button)


def test_filters_limit_the_claims_of_an_allegation_and_say_so() -> None:
    app = open_page("allegation.py", allegation="dprk-arms-to-russia", source="kremlin")
    assert html(app).count('class="rm-claim"') == 1
    assert "Denied by 8 sources" in html(app)
    hidden = int((DATASET.claims["allegation"] == "dprk-arms-to-russia").sum()) - 1
    assert f"The filters hide {hidden} claims about this allegation." in [
        text.value for text in app.markdown
    ]
    (button,) = (button for button in app.main.button if button.label == "Show all claims")
    button.click().run()
    assert html(app).count('class="rm-claim"') == hidden + 1


@pytest.mark.parametrize("asked", [{}, {"allegation": "no-such"}], ids=["none", "unknown"])
def test_without_a_known_allegation_the_page_lists_all(asked: dict[str, str]) -> None:
    app = open_page("allegation.py", **asked)
    assert not app.exception
    for key in DATASET.allegations.index:
        assert f'href="./allegation?allegation={key}"' in html(app)


@pytest.mark.parametrize("page", ["claims.py", "articles.py"])
def test_allegations_named_in_claims_are_links(page: str) -> None:
    text = html(open_page(page, article="kbs-2023-10-14", source="us-nsc"))
    assert re.search(r'Allegation: <a href="./allegation\?allegation=[\w-]+" target="_self">', text)


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


@pytest.mark.parametrize("page", ["claims.py", "articles.py", "allegation.py"])
def test_data_without_records_is_not_blamed_on_the_filters(
    page: str, write_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder({table: [] for table in small_rows()})
    monkeypatch.setenv(VARIABLE, str(folder))
    app = open_page(page)
    assert re.fullmatch(r"The data has no (allegation|article)s yet\.", app.info[0].value)
    assert not any(button.label == "Reset filters" for button in app.main.button)


def test_search_marks_what_it_found() -> None:
    app = AppTest.from_file(
        str(SHIPPED.parent / "src/routemap/ui/dashboard.py"), default_timeout=60
    )
    app.query_params["q"] = "두만강"
    text = html(app.run())
    assert "<mark>두만강</mark>역" in text
    assert "<mark>Tumen River</mark>" in text
    assert "Claims that mention “두만강” or another name of the same place" in text


def test_a_retracted_article_is_marked_and_so_are_its_claims(
    write_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(retracted("c2", "c3"))
    monkeypatch.setenv(VARIABLE, str(folder))
    shown = re.sub(r"\s+", " ", html(open_page("articles.py", article="withdrawn")))
    assert '<span lang="ru">Оружие</span> [Arms and denials]</a></h2>' in shown
    tag = '<span class="rm-tag">Withdrawn</span> Retracted on 1 December 2022.'
    assert shown.count(f"{tag} Its claims count for neither side.") == 1
    assert shown.count(f"{tag} It counts for neither side.") == 2
    assert shown.count('class="rm-claim rm-claim-withdrawn"') == 2
    # at the head of the article, and with the claim that is a quotation
    assert shown.count('<a href="https://archive.example/withdrawn"') == 2
    assert shown.count('Corrected by <a href="https://paper.example/correction"') == 2
    assert '“<span lang="ru">Оружие</span>” [Arms and denials], The Paper' in shown
