"""Take the screenshots in ``docs/`` of the running dashboard: ``make screenshots``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import ARGUMENTS, browser_path  # noqa: E402
from tests.serving import serving  # noqa: E402

MAP = ".timeline .mark"
PICTURES = (
    (
        "map-light.png",
        "?feature=dprk-russia-artillery",
        {"width": 1440, "height": 900},
        "light",
        MAP,
    ),
    (
        "map-dark.png",
        "?feature=khasan-tumen-river-crossing",
        {"width": 1440, "height": 900},
        "dark",
        MAP,
    ),
    ("map-phone.png", "", {"width": 390, "height": 844}, "light", MAP),
    ("who-says-what.png", "claims", {"width": 1440, "height": 900}, "light", ".rm-sides"),
)


def main() -> None:
    """Write every screenshot into ``docs/``."""
    with serving() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        for name, address, viewport, scheme, last in PICTURES:
            page = browser.new_page(viewport=viewport, color_scheme=scheme)
            page.goto(url + address)
            if last == MAP:
                frame = page.frame_locator('iframe[title="streamlit_folium.st_folium"]')
                frame.locator("#map_div[data-query]").wait_for()
            page.locator(last).first.wait_for(state="attached")
            expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
            page.get_by_test_id("stStatusWidget").wait_for(state="detached")
            page.evaluate("() => document.fonts.ready")
            page.screenshot(path=ROOT / "docs" / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
