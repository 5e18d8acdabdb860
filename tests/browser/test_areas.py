"""The outline of a region and the days of an observed track, on a small and on a large map."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from routemap.map.compact import MANY_PLACES
from tests.browser.conftest import StartServer, Visit, Watched
from tests.cases import STRAIT

BANKS = "kelp-banks"
OUTLINE = """() => {
  const { area } = window.map.routemap.byId.get("kelp-banks");
  return {
    polygon: area instanceof L.Polygon,
    corners: area.getLatLngs()[0].map(({ lat, lng }) => [lng, lat]),
    dashed: getComputedStyle(area.getElement()).strokeDasharray,
    inView: window.map.getBounds().contains(area.getBounds()),
  };
}"""


def large(folder: Path) -> Path:
    """Write the case with so many places that the map is drawn in clusters."""
    shutil.copytree(STRAIT, folder)
    path = folder / "places.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    model = document["features"][0]
    document["features"] += [
        {**model, "properties": {**model["properties"], "id": f"more-{number}"}}
        for number in range(MANY_PLACES)
    ]
    path.write_text(json.dumps(document), encoding="utf-8")
    return folder


@pytest.fixture(params=["small", pytest.param("large", marks=pytest.mark.thorough)])
def shown(
    request: pytest.FixtureRequest, tmp_path: Path, start_server: StartServer, visit: Visit
) -> Watched:
    folder = STRAIT if request.param == "small" else large(tmp_path / "large")
    watched = visit(start_server(folder), f"?by=said&feature={BANKS}")
    is_large = watched.map.evaluate("() => Boolean(window.map.routemap.drawing.counts)")
    assert is_large == (request.param == "large")
    return watched


def test_a_region_has_its_outline_and_a_track_its_days(shown: Watched) -> None:
    found = shown.map.evaluate(OUTLINE)
    areas = json.loads((STRAIT / "areas.geojson").read_text(encoding="utf-8"))
    ring = areas["features"][0]["geometry"]["coordinates"][0][:-1]
    assert found["polygon"]
    assert sorted(found["corners"]) == sorted(ring)
    assert found["dashed"].startswith("4px")
    assert found["inView"]
    legend = shown.frame.locator(".rm-legend")
    legend.locator("summary").click()
    expect(legend).to_contain_text("Observed track")
    track = "() => window.map.routemap.byId.get('vellmar-banks-track').feature.properties"
    assert shown.map.evaluate(track)["observed"] == "observed 27 February to 1 March 1931"


def test_the_legend_leaves_out_observed_tracks_if_there_are_none(still_map: Watched) -> None:
    legend = still_map.frame.locator(".rm-legend")
    expect(legend).to_contain_text("Path not reported")
    expect(legend).not_to_contain_text("Observed track")
