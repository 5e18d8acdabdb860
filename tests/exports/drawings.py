"""Create pictures, and read them back with other libraries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from routemap.data.dataset import Dataset
from routemap.exports import Extract, extract
from routemap.exports.picture import picture
from routemap.map.style import COMPARISON_STYLES, STATUS_STYLES
from routemap.questions.parameter_values import MapView
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import shipped

DATASET = shipped().dataset
MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
ADDRESS = "https://map.example/routes/"
EVERYWHERE = MapView(44.0, 90.0, 4.0)  # for a sheet that is as wide as the world
WIDE = {"width": 4096, "height": 500}
SVG = "{http://www.w3.org/2000/svg}"
STATUSES = {row.light: row.key for row in STATUS_STYLES}
VERDICTS = {row.light: row.key for row in COMPARISON_STYLES}


def made(query: Query, dataset: Dataset = DATASET) -> Extract:
    return extract(select(dataset, query), made=MADE, address=ADDRESS)


def drawing(query: Query, dataset: Dataset = DATASET, **options: Any) -> Any:
    return parsed(picture(made(query, dataset), kind="svg", **options))


def parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def words(root: Any) -> str:
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def groups(root: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield the groups whose id has a prefix, each after the rest of its id."""
    for group in root.iter(f"{SVG}g"):
        key = group.get("id", "")
        if key.startswith(f"{prefix}-"):
            yield key.removeprefix(f"{prefix}-"), group


def features(root: Any) -> dict[str, Any]:
    """Return the groups of all drawn features, by id."""
    return {key: group for prefix in ("place", "route") for key, group in groups(root, prefix)}


def colors(group: Any) -> list[str]:
    return re.findall(r"#[0-9a-f]{6}", etree.tostring(group, encoding="unicode"))


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]
