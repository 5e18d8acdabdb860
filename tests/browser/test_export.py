"""The Export page in a browser: files parse, long exports show progress and can be cancelled."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.generate import generate
from playwright.sync_api import Locator, Page, expect

from routemap.data.load import SHIPPED, load
from tests.browser.conftest import Visit
from tests.conftest import THOROUGH
from tests.serving import serving

# with ten claims each, so that writing takes seconds, and can be cancelled in the longer one
ROUTES = 2_000 if THOROUGH else 1_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    generate(folder, ROUTES)
    return folder


@pytest.fixture(scope="module")
def large(folder: Path) -> Iterator[str]:
    with serving(folder) as url:
        yield url


def opened(visit: Visit, url: str, address: str) -> Page:
    page = visit(url, None).page
    page.goto(url + address)
    expect(page.get_by_role("heading", name="Repeat this export")).to_be_visible()
    return page


def card(page: Page, label: str) -> Locator:
    heading = page.get_by_role("heading", name=label, level=3)
    return page.get_by_test_id("stVerticalBlock").filter(has=heading).last


def downloaded(page: Page, button: Locator) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        button.click()
    download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes()


def test_a_small_selection_downloads_at_once_with_its_denials(visit: Visit, server: str) -> None:
    page = opened(visit, server, "export?stance=asserts")
    name, content = downloaded(page, card(page, "CSV").get_by_role("link", name="Download"))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert name.endswith(f"{load(SHIPPED).dataset.revision}.csv")
    assert {row["stance"] for row in rows if row["selected"] == "yes"} == {"asserts"}
    assert {row["stance"] for row in rows if row["selected"] == "no"} == {"denies"}
    assert rows[0]["link"].startswith(f"{server}?stance=asserts&rev=")
    _, content = downloaded(page, card(page, "GeoJSON").get_by_role("link", name="Download"))
    assert json.loads(content)["provenance"]["query"] == "stance=asserts"
    # a phone has room for every card
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => innerWidth === 390")
    wide = "() => document.querySelector('[data-testid=stMain]').scrollWidth"
    assert page.evaluate(wide) <= 390


@pytest.mark.thorough
def test_a_large_one_is_prepared_with_progress_and_then_downloads(
    visit: Visit, large: str, folder: Path
) -> None:
    page = opened(visit, large, "export")
    own = card(page, "CSV")
    own.get_by_role("button", name="Prepare").click()
    expect(own.get_by_role("progressbar")).to_be_visible()
    expect(card(page, "GeoJSON").get_by_role("button", name="Prepare")).to_be_disabled()
    button = own.get_by_role("button", name="Download")
    expect(button).to_be_visible()
    _, content = downloaded(page, button)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["id"] for row in rows} == set(load(folder).dataset.claims.index)
    expect(card(page, "GeoJSON").get_by_role("button", name="Prepare")).to_be_enabled()


@pytest.mark.thorough
def test_what_is_under_way_can_be_cancelled(visit: Visit, large: str) -> None:
    page = opened(visit, large, "export")
    own = card(page, "GeoJSON")
    own.get_by_role("button", name="Prepare").click()
    own.get_by_role("button", name="Cancel").click()
    expect(own.get_by_role("button", name="Prepare")).to_be_enabled()
    expect(own.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("button", name="Download")).to_have_count(0)
    card(page, "CSV").get_by_role("button", name="Prepare").click()
    expect(card(page, "CSV").get_by_role("button", name="Download")).to_be_visible()
