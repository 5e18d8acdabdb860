"""A small, complete data folder that tests change and break."""

from __future__ import annotations

import csv
import gc
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from functools import cache as cached
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from starlette.responses import JSONResponse
from streamlit.components.v2 import manifest_scanner

from routemap.data import cache, repository
from routemap.data.dataset import Dataset
from routemap.data.load import SHIPPED, Loaded, load
from routemap.data.watch import Intervals
from routemap.map.payload import feature_collection, popup, shown_string
from routemap.model.tables import TABLES
from routemap.questions.evidence import evidence
from routemap.questions.matrix import allegation_summaries
from routemap.questions.query import Query
from routemap.questions.selection import select

# `make test` tries the same examples of the laws every time, so that no test fails by luck;
# `make thorough` tries many more, and new ones each time, and runs the tests marked `thorough`
THOROUGH = bool(os.environ.get("THOROUGH"))
settings.register_profile(
    "routemap",
    max_examples=200 if THOROUGH else 25,
    derandomize=not THOROUGH,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("routemap")


def examples(number: int) -> settings:
    """Settings for a law with slow examples: few in ``make test``, more in ``make thorough``."""
    return settings(max_examples=number * 5 if THOROUGH else number)


# the files whose tests take longest: they begin first, so that no process waits for one at the end
LONGEST = (
    "test_set_up.py", "test_restart.py", "test_soak_store.py", "test_ended_sign_ins.py",
    "test_report_by_two.py", "test_accessibility.py", "test_map.py", "test_hostile_text.py",
    "test_login.py", "test_links.py", "test_export.py", "test_live.py", "test_spots.py",
    "test_large_map.py", "test_earlier_states.py",
    "test_picture.py", "test_soak.py", "test_attack.py", "test_real_server.py", "test_read.py",
    "test_shipped_mutations.py", "test_watch.py", "test_hostile_exports.py", "test_drafts_page.py",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put long files first, and leave the tests marked ``thorough`` to ``make thorough``.

    The number of those is in the summary.
    """
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))
    left = [] if THOROUGH else [item for item in items if item.get_closest_marker("thorough")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def pytest_collection_finish() -> None:
    """Collect garbage less often, and not in what was imported, which takes a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 20)


@cached
def shipped() -> Loaded:
    """Return the shipped data, which is read once; no test changes it."""
    return load(SHIPPED)


# waits of seconds in production take fractions of a second here
QUICK = Intervals(look=0.01, settle=0.05, doubt=0.5, stalled=1.5, compare=0.3)
_PATIENCE = 20.0  # seconds; only a condition that never becomes true takes this long

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def place(key: str, at: tuple[float, float], **changes: Any) -> Row:
    return {
        "id": key, "kind": "station", "name_en": key.title(), "country": "RUS",
        "precision": "exact", "uncertainty_km": 1, "coordinate_source": "gazetteer",
        "geometry": {"type": "Point", "coordinates": list(at)}, **changes,
    }  # fmt: skip


def route(key: str, start: Row, end: Row, **changes: Any) -> Row:
    line = [start["geometry"]["coordinates"], end["geometry"]["coordinates"]]
    return {
        "id": key, "kind": "route", "name_en": key.title(), "mode": "rail", "from": start["id"],
        "to": end["id"], "geometry_basis": "waypoints", "geometry_source": "drawn",
        "geometry": {"type": "LineString", "coordinates": line}, **changes,
    }  # fmt: skip


def claim(key: str, **changes: Any) -> Row:
    return {
        "id": key, "article": "paper", "allegation": "shells", "source": "ministry",
        "stance": "asserts", "said": "2022-11-02", "excerpt_kind": "paraphrase",
        "excerpt": f"what {key} says", "features": "north;line", **changes,
    }  # fmt: skip


def small_rows() -> Rows:
    """Return new rows of a folder without problems, in which only the table of areas is empty."""
    north = place(
        "north", (130.6, 42.4), name_ko="두만강역", name_ru="Туманган", aliases="Tumangang"
    )
    south = place("south", (130.3, 42.2), country="PRK")
    area = place(
        "area",
        (125.7, 39.0),
        kind="factory_group",
        country="PRK",
        precision="locality",
        uncertainty_km=10,
    )
    return {
        "places": [north, south, area],
        "routes": [
            route("line", north, south),
            route("lane", south, north, mode="sea", geometry_basis="schematic"),
        ],
        "areas": [],
        "sources": [
            {"id": "ministry", "name": "The ministry", "kind": "government", "country": "PRK"},
            {"id": "council", "name": "The council", "kind": "government", "country": "USA"},
            {"id": "agency", "name": "The agency", "kind": "media"},
        ],
        "articles": [
            {
                "id": "paper", "title": "Arms and denials", "publisher": "The Paper",
                "author": "A. Writer", "published": "2022-11-08/2022-11-09",
                "url": "https://paper.example/arms", "language": "en",
            }
        ],
        "vessels": [{"id": "ship", "name": "The Ship", "imo": "9074729", "flag": "RUS"}],
        "allegations": [
            {"id": "shells", "statement": "Shells move."},
            {"id": "horses", "statement": "Horses move."},
        ],
        "claims": [
            claim("c1", source="council", cargo="arms", happened="2022-09"),
            claim("c2", stance="denies", relayed_by="agency", said="2022-11-07/2022-11-08"),
            claim(
                "c3", source="agency", allegation="horses", stance="reports", cargo="livestock",
                features="lane;south;north", happened="2022-11-02", excerpt_kind="quotation",
                excerpt="thirty horses left", prefix="It said ", suffix=" the station.",
                vessels="ship",
            ),
            claim("c4", source="agency", allegation="", stance="background", said="2013",
                  features="area;south", happened="2013"),
        ],
        "media": [
            {
                "id": "photo", "article": "paper", "url": "https://photos.example/1",
                "taken": "2022-11-02", "credit": "A. Photographer", "alt": "A station.",
                "footprint": '{"type": "Point", "coordinates": [130.5, 42.3]}',
            }
        ],
    }  # fmt: skip


def outlined_rows() -> Rows:
    """Return the rows of a folder without problems in which a region has an area of two parts."""
    # the outer ring is clockwise, and one coordinate has more digits than the map needs
    outer = [[125.0, 38.5], [125.0, 39.5], [126.5123456789, 39.5], [126.5, 38.5], [125.0, 38.5]]
    hole = [[125.4, 38.8], [125.5, 38.8], [125.5, 38.9], [125.4, 38.8]]
    island = [[124.0, 38.0], [124.5, 38.0], [124.5, 38.5], [124.0, 38.0]]
    shape = {"type": "MultiPolygon", "coordinates": [[outer, hole], [island]]}
    rows = small_rows()
    rows["places"][2].update(kind="region", precision="region")
    rows["areas"].append({"id": "area", "source": "drawn", "geometry": shape})
    return rows


def write_rows(folder: Path, rows: Rows) -> Path:
    """Write rows as the files of a data folder; missing columns are empty.

    ``own`` of a row has the values of the team's own columns by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        path = folder / table.file
        if table.geometry:
            features = [
                {
                    "type": "Feature",
                    "properties": {key: row.get(key, "") for key in table.keys}
                    | row.get("own", {}),
                    "geometry": row["geometry"],
                }
                for row in rows.get(table.name, [])
            ]
            document = {"type": "FeatureCollection", "features": features}
            path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                cells = [{**row, **row.get("own", {})} for row in rows.get(table.name, [])]
                own = dict.fromkeys(
                    key for row in rows.get(table.name, []) for key in row.get("own", {})
                )
                columns = [*table.keys, *own]
                writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
                writer.writeheader()
                writer.writerows(cells)
    return folder


def until(condition: Callable[[], object]) -> None:
    """Wait until a condition is true."""
    deadline = time.monotonic() + _PATIENCE
    pause = 0.005
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(pause)
        # looking takes processor time from what is waited for
        pause = min(1.2 * pause, 0.1)


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of this process and its servers in a temporary folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="session")
def scanned_once() -> Iterator[None]:
    """Look for components in the installed packages once, instead of for every page that is run."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cached(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the repositories of this process check folders often, and end them after the test.

    The one of the shipped data stays, and does not check often: no test changes that data.
    """
    repository.repository(SHIPPED)
    monkeypatch.setattr(repository, "PACE", QUICK)
    yield
    repository.forget_repositories(but=SHIPPED)


WriteFolder = Callable[[Rows], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small folder, unchanged."""
    return write_rows(tmp_path / "small", small_rows())


@pytest.fixture
def write_folder(tmp_path: Path) -> WriteFolder:
    """Write changed rows as a folder."""
    return lambda rows: write_rows(tmp_path / "changed", rows)


ReadWith = Callable[[Path, str, bytes], Loaded]


@pytest.fixture
def read_with() -> ReadWith:
    """Read a folder with one of its files replaced."""

    def read(folder: Path, file: str, content: bytes) -> Loaded:
        path = folder / file
        kept = path.read_bytes()
        try:
            path.write_bytes(content)
            return load(folder)
        finally:
            path.write_bytes(kept)

    return read


# carriage returns, and everything that is not a character in XML 1.0, section 2.2
UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def texts_of(dataset: Dataset) -> Iterator[str]:
    """Yield every text of every table, own columns and ids included."""
    for table in TABLES:
        for frame in (getattr(dataset, table.name).reset_index(), dataset.own[table.name]):
            for cell in chain.from_iterable(frame.itertuples(index=False)):
                parts = cell if isinstance(cell, tuple) else (cell,)
                yield from (part for part in parts if isinstance(part, str))


def assert_it_can_be_shown(loaded: Loaded) -> None:
    """Every problem is one line of text; every kept record reaches map and evidence panel."""
    for problem in loaded.problems:
        line = str(problem)
        assert line.encode("utf-8")
        assert len(line.splitlines()) == 1, line
        assert line.startswith(problem.file)
    texts = list(texts_of(loaded.dataset))
    assert [text for text in texts if UNFIT.search(text)] == []
    selection = select(loaded.dataset, Query())
    assert len(shown_string(selection)) == len(loaded.dataset.features)
    assert JSONResponse(feature_collection(loaded.dataset)).body
    for feature in loaded.dataset.features.index[::4]:
        assert JSONResponse(popup(evidence(selection, feature))).body
    assert all(summary.sentence for summary in allegation_summaries(selection))
