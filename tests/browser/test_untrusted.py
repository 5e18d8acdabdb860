"""Invalid or hostile data: reported by name, shown as text, never executed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from routemap.data.load import SHIPPED, load
from tests.browser.conftest import NARROW, StartServer, Visit

TRIPWIRE = '<img src=x onerror="top.tripped=1"><script>top.tripped=1</script>${top.tripped=1}`'
KEPT = {"id", "kind", "article", "source", "stance", "features", "allegation", "relayed_by"}
KEPT |= {"said", "happened", "cargo", "excerpt_kind", "published", "url", "reprint_of", "country"}

ARTICLE = "joongang-2022-11-08"


def poison(folder: Path) -> None:
    """Append the tripwire to the text of every free field of every file."""
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        if path.name == "media.csv":  # the shipped data has none
            item = dict.fromkeys(reader.fieldnames or (), "")
            seen = {"id": "photo", "article": ARTICLE, "url": "https://photos.example/1"}
            rows.append(item | seen)
        for row in rows:
            row.update({key: row[key] + TRIPWIRE for key in row if key not in KEPT})
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    for path in folder.glob("*.geojson"):
        document = json.loads(path.read_text(encoding="utf-8"))
        for feature in document["features"]:
            for key in ("name_en", "name_ko", "name_ru", "aliases", "note"):
                feature["properties"][key] += TRIPWIRE
            for key in ("coordinate_source", "geometry_source"):
                if key in feature["properties"]:
                    feature["properties"][key] += TRIPWIRE
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


@pytest.mark.thorough
def test_script_in_every_text_field_is_shown_as_text(
    visit: Visit, start_server: StartServer, data_folder: Path
) -> None:
    poison(data_folder)
    count = len(load(data_folder).dataset.features)
    url = start_server(data_folder)
    watched = visit(url, "?feature=khasan-tumen-river-crossing", viewport=NARROW)
    watched.drawn(features=str(count), selected="khasan-tumen-river-crossing")
    expect(watched.page.locator(".rm-evidence h2")).to_contain_text("<img src=x onerror")
    expect(watched.page.locator(".rm-evidence blockquote").first).to_contain_text("<script>")
    expect(watched.page.locator(".rm-media").first).to_contain_text("<script>")
    marker = watched.frame.locator('.rm-anchor[aria-label^="Khasan Railway Station"]').first
    marker.dispatch_event("mouseover")
    marker.dispatch_event("click")
    popup = watched.frame.locator(".leaflet-popup .rm-claim").first
    expect(popup).to_contain_text("<script>")
    watched.page.get_by_role("tab", name="Table").click()
    expect(watched.page.locator(".rm-table")).to_contain_text("<script>")
    watched.page.get_by_role("link", name="Data").click()
    expect(watched.page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
    assert watched.page.evaluate("() => top.tripped") is None


@pytest.mark.thorough
def test_a_bad_record_is_named_and_the_rest_is_shown(
    visit: Visit, start_server: StartServer, data_folder: Path
) -> None:
    places = data_folder / "places.geojson"
    document = json.loads(places.read_text(encoding="utf-8"))
    vladivostok = next(f for f in document["features"] if f["properties"]["id"] == "vladivostok")
    vladivostok["geometry"]["coordinates"].reverse()
    places.write_text(json.dumps(document), encoding="utf-8")
    url = start_server(data_folder)
    watched = visit(url)
    kept = load(data_folder).dataset.features
    assert 0 < len(load(SHIPPED).dataset.features) - len(kept) < 5
    watched.drawn(features=str(len(kept)))
    notice = watched.page.get_by_test_id("stAlert")
    expect(notice).to_contain_text("problem")
    watched.page.get_by_role("link", name="Data").click()
    table = watched.page.locator(".rm-table").first
    expect(table).to_contain_text("places.geojson")
    expect(table).to_contain_text("look swapped")
