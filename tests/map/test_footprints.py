"""The footprints that the map receives, in small and in large collections."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from tests.cases import STRAIT

from routemap.data.load import SHIPPED, load
from routemap.map import compact, payload
from routemap.map.footprints import footprints
from routemap.map.payload import features_document
from routemap.map.style import FOOTPRINT_STYLE
from routemap.map.themes import THEMES, ThemeColors

DATASET = load(STRAIT).dataset


def test_a_footprint_belongs_to_the_features_of_its_claims() -> None:
    drawing, plate = footprints(DATASET)
    assert drawing["features"] == ["vellmar-ostby-ferry", "vellmar", "ostby"]
    assert plate["features"] == [
        "ostby", "ostby-needle-boat", "needle-light", "vellmar-banks-track", "kelp-banks",
    ]  # fmt: skip
    assert drawing["label"] == "Taken on 1 March 1931 · The Invented Desk · CC0 1.0"
    assert shapely.geometry.shape(drawing["geometry"]).bounds == (-22.57, -34.36, -22.41, -34.25)


@pytest.mark.parametrize("large", [True, False])
def test_every_kind_of_collection_has_footprints(
    monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    monkeypatch.setattr(payload, "is_large", lambda _: large)
    document = features_document(DATASET)
    assert ("arcs" in document) == large
    assert len(document["footprints"]) == 2


def test_features_that_are_not_sent_have_no_footprint() -> None:
    places, routes = DATASET.places.drop(index="needle-light"), DATASET.routes[:0]
    plate = footprints(replace(DATASET, places=places, routes=routes))[1]
    assert plate["features"] == ["ostby", "kelp-banks"]


def test_data_without_media_has_none() -> None:
    assert footprints(load(SHIPPED).dataset) == []
    assert not compact.is_large(DATASET)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES, ids=lambda row: row.key)
@pytest.mark.parametrize("ground", ["land", "sea"])
def test_the_outline_is_seen_on_land_and_sea(theme: ThemeColors, ground: str) -> None:
    # WCAG 2.2, success criterion 1.4.11
    own = _luminance(getattr(FOOTPRINT_STYLE, theme.key))
    other = _luminance(getattr(theme, ground))
    assert (max(own, other) + 0.05) / (min(own, other) + 0.05) >= 3
