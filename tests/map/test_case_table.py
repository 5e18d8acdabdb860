"""The map gets the case as data, in which no text becomes code."""

from __future__ import annotations

import json
from pathlib import Path

from routemap.data.load import load
from routemap.map.case_table import case_table

HOSTILE = "<img src=x onerror=alert(1)> © OpenStreetMap contributors"


def test_the_credit_is_escaped_and_links_openstreetmap(folder: Path) -> None:
    (folder / "basemap").mkdir()
    far = {"attribution": HOSTILE, "licence": "X", "bbox": [0, 0, 9, 9], "features": []}
    (folder / "basemap" / "far.geojson").write_text(json.dumps(far), encoding="utf-8")
    credit = case_table(load(folder).dataset)["credit"]
    assert "<img" not in credit
    assert credit.count("<a ") == 1
    assert 'href="https://www.openstreetmap.org/copyright"' in credit


def test_a_folder_without_a_case_has_no_home_and_no_names(folder: Path) -> None:
    table = case_table(load(folder).dataset)
    assert table["home"] is None
    assert table["names"] == table["places"] == []
