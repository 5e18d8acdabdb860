"""The Share control: links, embed code, picture and citations of a view."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.conftest import shipped

REVISION = shipped().dataset.revision
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
VIEW = "() => { const c = window.map.getCenter(); return [c.lat, c.lng, window.map.getZoom()]; }"
ASKED = "stance=asserts&feature=khasan-tumen-river-horses"


def shared(page: Page, tab: str = "Link") -> None:
    if not page.get_by_role("tablist", name="What to share").is_visible():
        page.get_by_role("button", name="Share").click()
    page.get_by_role("tab", name=tab).click()


def copied(page: Page, name: str, kind: str = "text/plain") -> str:
    page.get_by_role("button", name=name, exact=True).and_(page.locator(":visible")).first.click()
    expect(page.get_by_text("Copied.", exact=True)).to_be_visible()
    read = "async (kind) => (await (await navigator.clipboard.read())[0].getType(kind)).text()"
    return str(page.evaluate(read, kind))


def test_everything_can_be_copied(visit: Visit, server: str) -> None:
    seen: list[str] = []
    watched = visit(server, **CLIPBOARD)
    page = watched.page
    page.on("request", lambda request: seen.append(request.url))
    watched.open(f"?{ASKED}")
    assert [url for url in seen if "/share/" in url] == [], "asked before anybody looked"
    shared(page)
    link = f"{server}?{ASKED}&rev={REVISION}"
    assert copied(page, "Copy") == link
    preview = page.get_by_label("Link with preview").input_value()
    assert preview == f"{server}share?{ASKED}&rev={REVISION}"
    shared(page, "Cite")
    for style, part in (
        ("Chicago", "Accessed"),
        ("APA", "(n.d.)"),
        ("MLA", "“Reported Supply Routes"),
    ):
        text = copied(page, f"Copy {style} citation")
        assert part in text
        assert link in text
        assert f"ata revision {REVISION}" in text
    assert "<em>Reported supply routes" in copied(page, "Copy APA citation", "text/html")
    shared(page, "Embed")
    source, title, style = page.evaluate(
        """(code) => {
            const frame = new DOMParser().parseFromString(code, "text/html").body.firstChild;
            return [frame.src, frame.title, frame.getAttribute("style")];
        }""",
        copied(page, "Copy code"),
    )
    assert source == f"{server}?{ASKED}&embed=true"
    assert "Selected 30 horses, Khasan to Tumen River; stance Asserts" in title
    assert style == "width: 100%; height: min(36rem, 85vh); border: none"
    shared(page, "Picture")
    image = page.get_by_role("img", name=re.compile("Picture of this view"))
    page.wait_for_function("(image) => image.naturalWidth === 1200", arg=image.element_handle())
    field = page.get_by_label("Address of the picture")
    assert field.input_value() == f"{server}api/export/png?{ASKED}"
    download = page.get_by_role("link", name="Download PNG")
    assert download.get_attribute("href") == field.input_value()


@pytest.mark.thorough
def test_a_link_with_preview_is_read_by_crawlers_and_opens_the_same_view(
    visit: Visit, server: str
) -> None:
    mine = visit(server, f"?{ASKED}")
    mine.frame.locator(".leaflet-control-zoom-out").click()
    mine.page.wait_for_function("() => document.location.search.includes('view=')")
    shared(mine.page)
    field = mine.page.get_by_label("Link with preview")
    expect(field).to_have_value(re.compile("view="))
    link = field.input_value()
    answer = mine.page.request.get(link, headers={"User-Agent": "Slackbot"})
    assert 'property="og:title" content="Reported supply routes' in answer.text()
    image = re.search(r'property="og:image" content="([^"]+)"', answer.text())
    assert image
    picture = mine.page.request.get(image[1].replace("&amp;", "&"))
    assert picture.headers["content-type"] == "image/png"
    theirs = visit(server, link.removeprefix(server))
    theirs.drawn(query=ASKED, selected="khasan-tumen-river-horses")
    expect(theirs.page.get_by_test_id("stAlert")).to_have_count(0)
    assert theirs.map.evaluate(VIEW) == pytest.approx(mine.map.evaluate(VIEW), abs=0.02)


def test_what_others_added_to_the_address_is_not_shared(visit: Visit, server: str) -> None:
    view = "42.0000,131.0000,8"
    added = f"stance=denies&fbclid=X&utm_source=Y&embed_options=hide&view={view}&Stanse=z"
    page = visit(server, f"?{added}").page
    page.wait_for_function("() => document.location.search.includes('fbclid')")
    shared(page)
    asked = f"stance=denies&view={view.replace(',', '%2C')}"
    link = f"{server}?{asked}&rev={REVISION}"
    expect(page.get_by_label("Link to this view")).to_have_value(link)
    preview = page.get_by_label("Link with preview").input_value()
    assert preview == f"{server}share?{asked}&rev={REVISION}"
    shared(page, "Embed")
    code = page.get_by_label("Code for your page").input_value()
    assert f'src="{server}?{asked.replace("&", "&amp;")}&amp;embed=true"' in code
    shared(page, "Picture")
    picture = page.get_by_label("Address of the picture")
    expect(picture).to_have_value(f"{server}api/export/png?{asked}")
    shared(page, "Cite")
    expect(page.locator("#panel-cite dd").first).to_contain_text(link)
    for word in ("fbclid", "utm_source", "hide", "Stanse"):
        assert word not in (page.locator("#panel-cite").text_content() or "")


@pytest.mark.thorough
def test_other_pages_are_named_and_filters_followed(visit: Visit, server: str) -> None:
    page = visit(server, None).page
    page.goto(f"{server}claims?stance=denies")
    shared(page)
    field = page.get_by_label("Link to this view")
    expect(field).to_have_value(f"{server}claims?stance=denies&rev={REVISION}")
    preview = page.get_by_label("Link with preview").input_value()
    assert preview == f"{server}share?stance=denies&rev={REVISION}&page=claims"
    shared(page, "Embed")
    expect(page.get_by_label("Code for your page")).to_have_value(
        re.compile(re.escape(f'"{server}?stance=denies&amp;embed=true"'))
    )
    page.goto(preview)
    expect(page.get_by_role("heading", name="Who says what", exact=True)).to_be_visible()
    link = f"{server}claims?stance=denies&rev={REVISION}"
    expect(page).to_have_url(link)
    shared(page)
    expect(page.get_by_label("Link to this view")).to_have_value(link)  # one revision, not two
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reset filters").click()
    shared(page, "Cite")
    expect(page.get_by_text("stance Denies")).to_have_count(0)
    expect(page.get_by_text("Route Map. (n.d.).")).to_be_visible()


@pytest.mark.thorough
def test_it_fits_a_phone_and_is_walked_by_keyboard(visit: Visit, server: str) -> None:
    page = visit(server, f"?{ASKED}", viewport={"width": 320, "height": 640}).page
    shared(page)
    sheet = page.get_by_role("dialog", name="Share this view")
    tabs = sheet.get_by_role("tab")
    for position in (1, 2, 3, 4, 0):
        page.keyboard.press("ArrowRight")
        expect(tabs.nth(position)).to_be_focused()
        expect(tabs.nth(position)).to_have_attribute("aria-selected", "true")
        box = sheet.get_by_role("tabpanel").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Copy Chicago citation")).to_be_visible()
    bounds = sheet.bounding_box()
    assert bounds
    assert bounds["y"] >= 0
    assert bounds["y"] + bounds["height"] <= 640
    violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_focused()
