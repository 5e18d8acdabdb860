"""Third-party programs against a real server."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import geopandas as gpd
import pyogrio
import pytest
from tests.conftest import THOROUGH, shipped

from routemap.exports import extract
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.web.api.route_table import ENTRIES

DATASET = shipped().dataset
SENDING = "/api/drafts"


def read(source: str, layer: str, **options: object) -> gpd.GeoDataFrame:
    with warnings.catch_warnings():
        # a column without values on the first page has no type
        warnings.simplefilter("ignore", RuntimeWarning)
        return pyogrio.read_dataframe(source, layer=layer, **options)


def expected(query: Query, layer: str) -> gpd.GeoDataFrame:
    found = extract(select(DATASET, query), made=datetime.now(UTC)).features
    return found[found["type"] == layer.removesuffix("s")].set_index("id")


def test_gdal_finds_the_collections_as_layers(server: str) -> None:
    layers = pyogrio.list_layers(f"OAPIF:{server}api")
    assert [list(row) for row in layers] == [["places", "Point"], ["routes", "LineString"]]


@pytest.mark.parametrize("layer", ["places", "routes"])
def test_gdal_reads_the_same_features_page_by_page(server: str, layer: str) -> None:
    found = read(f"OAPIF:{server}api", layer, PAGE_SIZE=4).set_index("id")
    own = expected(Query(), layer)
    assert len(own) > 8
    assert list(found.index) == list(own.index)
    assert found.crs.to_epsg() == 4326
    assert found.geometry.geom_equals_exact(own.geometry, 1e-9).all()
    for column in ("name", "status", "summary", "claim_count"):
        assert list(found[column]) == list(own[column])
    claims = list(found["claims"])
    assert [len(row) for row in claims] == list(own["claim_count"])
    assert all(claim["citation"] for row in claims for claim in row)


def test_gdal_asks_for_a_box(server: str) -> None:
    box = (129.0, 42.0, 132.0, 44.0)
    found = read(f"OAPIF:{server}api", "places", bbox=box)
    own = expected(Query(), "places")
    inside = own.cx[box[0] : box[2], box[1] : box[3]]
    assert set(found["id"]) == set(inside.index)
    assert 0 < len(inside) < len(own)


def test_gdal_asks_for_days(server: str) -> None:
    where = "first_day >= '2022-11-01' AND first_day <= '2022-11-30'"
    found = read(f"OAPIF:{server}api", "routes", where=where).set_index("id")
    own = expected(Query(first=date(2022, 11, 1), last=date(2022, 11, 30)), "routes")
    assert list(found.index) == list(own.index)
    assert list(found["status"]) == list(own["status"])
    assert 0 < len(own) < len(expected(Query(), "routes"))


def test_gdal_opens_a_query_as_a_data_source(server: str) -> None:
    source = f"OAPIF:{server}api?stance=asserts&datetime=2022-11-01/.."
    found = read(source, "routes", PAGE_SIZE=2)
    own = expected(Query(stance=("asserts",), first=date(2022, 11, 1)), "routes")
    assert list(found["id"]) == list(own.index)
    assert len(own) > 4


def test_an_address_is_read_as_plain_geojson(server: str) -> None:
    found = gpd.read_file(f"{server}api/features?limit=1000")
    assert len(found) == len(DATASET.features.index.intersection(found["id"])) > 20


# `make test` sends all boundary values only to the route of drafts, because other tests send
# them as query parameters, and fuzzes every route
TESTED = [entry for entry in ENTRIES if entry.path != "/api/openapi.json"]
SENT = {entry.name for entry in TESTED if entry.path == SENDING}
COVERED = {entry.name for entry in TESTED} if THOROUGH else SENT
# JSON Schema cannot say that each record of a draft is there once, or what a column may be called
CONFIGURATION = f"""
[[operations]]
include-path = "{SENDING}"
checks.positive_data_acceptance.expected-statuses = ["2xx", "422"]

[[operations]]
exclude-operation-id = {json.dumps(sorted(COVERED))}
phases.coverage.enabled = false
"""


@pytest.mark.hypothesis
def test_an_independent_tester_finds_no_fault(small_server: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    settings = tmp_path / "config.toml"
    settings.write_text(CONFIGURATION, encoding="utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings)]
    command += ["run", f"{small_server}api/openapi.json"]
    command += ["--checks", "all", "--phases", "coverage,fuzzing", "--max-examples", "3"]
    # one worker, because parsing in threads fails in CPython 3.11 (python/cpython#106905)
    command += ["--seed", "1", "--workers", "1", "--no-color", "--request-timeout", "60"]
    command += ["--report", "json", "--report-json-path", str(report)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:]
    summary: dict[str, Any] = json.loads(report.read_text("utf-8"))
    assert summary["failures"] == summary["errors"] == []
    # all except the address of the description itself
    assert summary["operations"]["tested"] == len(TESTED)
    assert summary["test_cases"]["generated"] > (2_000 if THOROUGH else 150)
    assert summary["warnings"]["unsupported_regex"] == []
    paths = {f"{method_of(entry.name)} {entry.path}" for entry in TESTED if entry.name in COVERED}
    rates = {name: row.get("coverage", {}) for name, row in summary["valid_rates"].items()}
    assert {name for name, row in rates.items() if row.get("accepted")} == paths


def method_of(name: str) -> str:
    return "POST" if name in SENT else "GET"


def test_an_answer_on_a_kept_connection_does_not_wait_for_an_acknowledgement(server: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc)
    seconds = []
    for _ in range(25):
        begun = time.perf_counter()
        connection.request("GET", "/api/conformance")
        assert connection.getresponse().read()
        seconds.append(time.perf_counter() - begun)
    connection.close()
    assert min(seconds[5:]) < 0.03  # a delayed TCP acknowledgement takes 40 ms
