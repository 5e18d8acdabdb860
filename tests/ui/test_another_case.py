"""The pages of an invented case, as Streamlit runs them."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from tests.cases import STRAIT

from routemap.data.load import VARIABLE, load
from routemap.ui.parts.facets import constant_part
from routemap.web.pages import PAGES, PageRow

DATASET = load(STRAIT).dataset


@pytest.fixture(autouse=True)
def strait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(STRAIT))
    monkeypatch.setenv("ROUTEMAP_ADDRESS", "https://map.example/")


def open_page(page: PageRow, **params: str) -> AppTest:
    script = f"""
import runpy
from routemap.ui.frame import open_frame
open_frame("Page", {page.address!r})
runpy.run_path({str(page.file)!r})
"""
    app = AppTest.from_string(script, default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    return app.run()


def said(app: AppTest) -> str:
    parts = [element.proto.body for element in app.get("html")]
    return "\n".join([*parts, *(element.value for element in (*app.markdown, *app.title))])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address or "map")
def test_every_page_shows_the_case_and_nothing_of_the_shipped_one(page: PageRow) -> None:
    app = open_page(page, allegation="kelp-ferry")
    assert not app.exception
    assert not re.search(r"Korea\b|Russia\b|OpenStreetMap", said(app))


def test_the_map_opens_with_title_date_and_terms_of_the_case() -> None:
    app = open_page(PAGES[0])
    assert "".join(app.query_params["by"]) == "said"
    app = open_page(PAGES[0], feature="needle-light")
    text = said(app)
    assert DATASET.case.title in text
    assert "Lighthouse" in text
    assert "by" not in app.query_params  # a link says which date it means


def test_a_link_with_misspelled_names_says_which_date_it_means() -> None:
    app = open_page(PAGES[0], Feature="needle-light", By="published")
    assert "".join(app.query_params["by"]) == "published"
    assert "by" not in open_page(PAGES[0], **{"feature=needle-light": ""}).query_params
    assert "".join(open_page(PAGES[0], fbclid="x", rev="0").query_params["by"]) == "said"
    facets = constant_part(DATASET)
    assert facets["examples"] == DATASET.case.examples
    (cargo,) = (group for group in facets["groups"] if group["key"] == "cargo")
    assert ["kelp", "Kelp"] in [option[:2] for option in cargo["options"]]


def test_every_claim_has_a_link_to_report_an_error() -> None:
    text = said(open_page(PAGES[0], feature="vellmar-ostby-ferry"))
    links = re.findall(r'<a href="([^"]+)"[^>]*>Report an error</a>', text)
    assert len(links) == text.count('class="rm-claim"') == 2
    parts = urlsplit(html.unescape(links[0]))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == DATASET.case.contact
    (body,) = parse_qs(parts.query)["body"]
    address = f"https://map.example/?claim=gazette-1&rev={DATASET.revision}"
    assert f"Link: {address}" in body.splitlines()


def test_without_a_contact_no_claim_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    text = said(open_page(PAGES[0], feature="khasan-tumen-river-horses"))
    assert 'class="rm-claim"' in text
    assert "Report an error" not in text


def test_a_title_is_no_markdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "case"
    shutil.copytree(STRAIT, folder)
    text = (folder / "case.toml").read_text(encoding="utf-8")
    written = text.replace("Ferries across", "[Ferries](https://x.example) across")
    (folder / "case.toml").write_text(written, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(folder))
    (title,) = open_page(PAGES[0]).title
    assert "\\[Ferries\\]" in title.value


def test_a_claim_shows_its_media() -> None:
    shown = said(open_page(PAGES[0], claim="gazette-1"))
    image = '<img src="./data/media/pier-drawing" alt="A ferry with bales on its deck, seen from'
    assert image in shown
    assert 'width="160" height="120" loading="lazy"' in shown
    assert "Taken on 1 March 1931 · The Invented Desk · CC0 1.0" in shown


def test_an_address_of_media_is_a_link_that_is_never_loaded() -> None:
    shown = said(open_page(PAGES[0], claim="watch-1"))
    assert "<img" not in shown
    assert re.search(
        '<a href="https://plates.example/strait/7" [^>]*>See it on plates.example</a>', shown
    )
