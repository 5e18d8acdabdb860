"""Every coded report of 2022-2025 is in the data, field by field.

``tests/data/reports.jsonl`` has the reports as facts, ``report_claims.json`` lists the claims that
code each of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from tests.conftest import shipped

from routemap.data.load import SHIPPED
from routemap.model.vocabulary import AFFIRMING, DENYING
from routemap.questions.query import Query
from routemap.questions.selection import select

DATA = Path(__file__).parents[1] / "data"
LINES = (DATA / "reports.jsonl").read_text(encoding="utf-8").splitlines()
REPORTS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
CODED: dict[str, list[str]] = json.loads((DATA / "report_claims.json").read_text(encoding="utf-8"))
DATASET = shipped().dataset
PLACES = {
    "Tumangang station": {"tumen-river-station"},
    "Khasan station": {"khasan-station"},
    "Suzdal": {"suzdal"},
    "Pyongyang (centre)": {"pyongyang-factories", "pyongyang"},
    "Rason (special city, label point)": {"rason"},
    "Rajin port (Najin, Rason port)": {"rason-port"},
    "Tikhoretsk": {"tikhoretsk"},
    "Dunai (Dunay) settlement": {"dunai"},
    "Vostochny port (Vrangel Bay, Nakhodka)": {"vostochny-port"},
    "Chongjin (city)": {"chongjin"},
    "Hamhung (city)": {"hamhung"},
    "Vladivostok (city)": {"vladivostok"},
}
CARGO = {
    "arms": "arms", "textiles": "clothing", "livestock": "livestock", "energy": "energy",
    "troops": "troops",
}  # fmt: skip
# the position of the other side in the same report
ANSWERED_WITHIN = {
    "korea-herald-2022-12-23-02", "yonhap-2022-12-23-03",
    "caliber-2025-10-02", "caliber-2025-10-03",
}  # fmt: skip
# ``reports.jsonl`` has one stance per report, claims have the stance of their source:
# docs/coding-guide.md, "Stance"
RULED = {
    "R01": {"asserts"},  # 38 North in its own name
    "R06": {"asserts"},  # the railway on its own train
    "R07": {"asserts", "reports"},  # the veterinary service; NK News in its own voice
    "R08": {"estimates"},  # from imagery
    "R12": {"asserts"}, "R13": {"asserts"}, "R14": {"asserts"},  # the sources; RFA relays
    "R23": {"asserts"},  # what Russia itself declares
    "R43": {"asserts"},  # the authority on its own inspection
}  # fmt: skip


def test_every_report_is_coded() -> None:
    assert set(CODED) == {report["id"] for report in REPORTS}


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["id"])
def test_a_report_is_found_by_publisher_and_date_with_its_fields(report: dict[str, Any]) -> None:
    claims = DATASET.claims.loc[CODED[report["id"]]]
    (article,) = set(claims["article"])
    row = DATASET.articles.loc[article]
    assert (row["publisher"], row["published"], row["url"]) == (
        report["publisher"],
        report["publication_date"],
        report["url"],
    )
    found = select(DATASET, Query(publisher=(report["publisher"],), article=(article,)))
    assert set(claims.index) == set(DATASET.claims.index[found.passing])
    assert set(claims["excerpt_kind"]) == {"paraphrase"}
    own = claims[~claims.index.isin(ANSWERED_WITHIN)]
    sided = own[own["stance"].isin(AFFIRMING | DENYING)]
    assert set(sided["stance"]) == RULED.get(report["id"], {report["stance"]})
    dates = set(own["said"]) | set(own["happened"]) | {row["published"]}
    assert report["event_date_edtf"] in dates
    if report["topic"] in CARGO:
        carried = {cargo for cell in sided["cargo"] for cargo in cell}
        assert carried & {CARGO[report["topic"]], "unknown"}
    if report["quantity"]:
        assert report["quantity"] in set(own["quantity"])
    features = {feature for cell in own["features"] for feature in cell}
    for key in [*report["from_place_keys"], *report["to_place_keys"]]:
        assert features & PLACES[key], f"{key} is not among {sorted(features)}"
    noted = " ".join([row["note"], *own["note"]]).casefold()
    for items in report["inferred"]:
        for item in items.split("; "):
            assert item.casefold() in noted


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["id"])
def test_a_statement_dated_only_by_its_report_is_approximate(report: dict[str, Any]) -> None:
    claims = DATASET.claims.loc[CODED[report["id"]]]
    others = claims[claims["stance"].isin(["asserts", "denies", "reports"])]
    for key, claim in others.iterrows():
        published = report["publication_date"]
        known = {report["event_date_edtf"], claim["happened"]}
        own = DATASET.sources["name"][claim["source"]] in report["publisher"]
        if len(published) == len("2022-11-02") and not own and published not in known:
            assert claim["said"] != published, key


def test_sea_lanes_stay_on_water_but_for_their_last_miles() -> None:
    overview = json.loads((SHIPPED / "basemap" / "overview.geojson").read_text(encoding="utf-8"))
    land = shapely.union_all(
        [
            shapely.geometry.shape(feature["geometry"]).buffer(0)
            for feature in overview["features"]
            if feature["properties"]["layer"] == "land"
        ]
    )
    lanes = DATASET.routes[DATASET.routes["mode"] == "sea"]
    assert len(lanes) >= 5
    for key, line in lanes.geometry.items():
        ends = shapely.union_all([shapely.Point(line.coords[end]).buffer(0.03) for end in (0, -1)])
        assert line.intersection(land).difference(ends).length < 1e-6, key
        assert lanes.loc[key, "geometry_basis"] == "schematic"
        assert "schematic" in lanes.loc[key, "note"]
