"""What Firefox draws in another way than Chromium does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.firefox import Firefox
from tests.browser.test_standalone import DATASET, made

FIELDS = '[name="from"]', '[name="to"]', '[name="by"]'
# what a field takes that may be as wide as it likes
NATURAL = """((field) => {
  const copy = field.cloneNode(true);
  copy.value = field.value;
  copy.style.setProperty("width", "max-content");
  field.after(copy);
  const widths = [field.getBoundingClientRect().width, copy.getBoundingClientRect().width];
  copy.remove();
  return widths;
})(document.querySelector('%s'))"""
FONTS = ("DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif")


SET = """((field) => {
  field.value = '%s';
  field.dispatchEvent(new Event('input', { bubbles: true }));
})(document.querySelector('[name="from"]'))"""


@pytest.fixture(scope="module")
def lone_map(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("firefox-map") / "map.html"
    path.write_bytes(made(DATASET))
    return path.as_uri()


@pytest.mark.parametrize("font", FONTS)
def test_the_year_of_a_day_is_not_cut_off(firefox: Firefox, lone_map: str, font: str) -> None:
    firefox.open(lone_map)
    firefox.wait_for("Boolean(document.querySelector('#map[data-features]'))")
    firefox.evaluate(f"document.body.style.setProperty('--sans', '\"{font}\"')")
    pictures = {}
    for year in (2022, 2023):
        firefox.evaluate(SET % f"{year}-11-28")
        firefox.wait_for(f"document.getElementById('map').dataset.query === 'from={year}-11-28'")
        pictures[year] = firefox.screenshot(FIELDS[0])
    assert pictures[2022] != pictures[2023]
    for field in FIELDS:
        width, natural = firefox.evaluate(NATURAL % field)
        assert width >= natural, field
    panel = "document.getElementById('filters')"
    assert firefox.evaluate(f"{panel}.scrollWidth <= {panel}.clientWidth")
