"""The shipped data contains what the articles report and what links rely on."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from frictionless import Package
from tests.conftest import shipped

from routemap.data.dictionary import data_package_text, dictionary
from routemap.data.load import SHIPPED, load
from routemap.model.vocabulary import Status
from routemap.questions.query import Query
from routemap.questions.selection import select

DATASET = shipped().dataset
CASE = DATASET.case
EVERYTHING = select(DATASET, Query())
FIRST_ARTICLE = select(DATASET, Query(article=("joongang-2022-11-08",)))


def test_no_problem_is_found() -> None:
    assert [str(problem) for problem in load(SHIPPED).problems] == []


def test_the_ids_that_links_rely_on_are_there() -> None:
    places = "pyongyang-factories tumen-river-station khasan-station rason-port vladivostok"
    routes = (
        "khasan-tumen-river-crossing pyongyang-khasan-uniforms khasan-tumen-river-horses "
        "khasan-rason-goods dprk-russia-artillery"
    )
    assert set(places.split()) <= set(DATASET.places.index)
    assert set(routes.split()) <= set(DATASET.routes.index)
    assert DATASET.routes.loc["khasan-tumen-river-crossing", "kind"] == "border_crossing"


def test_nothing_is_drawn_to_the_decoys_of_the_middle_east_or_north_africa() -> None:
    for frame in (DATASET.places, DATASET.routes):
        assert frame.total_bounds[1] > 35
        of_the_article = frame[frame.index.isin(FIRST_ARTICLE.status.index)]
        west, south, east, north = of_the_article.total_bounds
        assert west > 120
        assert east < 140
        assert south > 35
        assert north < 50


@pytest.mark.parametrize(
    ("route", "start", "end"),
    [
        ("khasan-tumen-river-horses", "khasan-station", "tumen-river-station"),
        ("khasan-rason-goods", "khasan-station", "rason-port"),
        ("pyongyang-khasan-uniforms", "pyongyang-factories", "khasan-station"),
    ],
)
def test_lines_run_the_way_that_was_reported(route: str, start: str, end: str) -> None:
    first, *_, last = shapely.get_coordinates(DATASET.routes.geometry[route])
    for vertex, place in ((first, start), (last, end)):
        assert shapely.Point(vertex).distance(DATASET.places.geometry[place]) < 0.06


def test_the_artillery_path_is_schematic_and_its_dispute_has_two_on_each_side() -> None:
    route = DATASET.routes.loc["dprk-russia-artillery"]
    assert (route["geometry_basis"], route["mode"]) == ("schematic", "unspecified")
    assert EVERYTHING.status["dprk-russia-artillery"] == Status.DISPUTED
    own = FIRST_ARTICLE.dataset.claims[FIRST_ARTICLE.passing]
    about = own[[("dprk-russia-artillery" in cell) for cell in own["features"]]]
    about = about[about["allegation"] == "dprk-arms-to-russia"]
    sides = about.groupby("stance")["source"].nunique()
    assert (sides["asserts"], sides["denies"]) == (2, 2)


def test_the_factories_are_an_area_and_not_a_pin() -> None:
    factories = DATASET.places.loc["pyongyang-factories"]
    assert factories["precision"] == "locality"
    assert factories["uncertainty_km"] >= 5


@pytest.mark.parametrize(
    ("words", "column", "value"),
    [("sent to Russia via the cross-border", "phase", "planned"),
     ("sent to Russia via the cross-border", "direction", "PRK-RUS"),
     ("30 horses", "direction", "RUS-PRK"), ("opened in 2013", "note", "reopened"),
     ("Middle East or North Africa", "note", "decoys")],
)  # fmt: skip
def test_the_traps_of_the_article_are_coded(words: str, column: str, value: str) -> None:
    claims = DATASET.claims[DATASET.claims["excerpt"].str.contains(words, regex=False)]
    assert len(claims)
    assert claims[column].str.contains(value, regex=False).all()


def test_the_article_is_dated_by_its_content_and_not_by_the_page_header() -> None:
    assert DATASET.articles.loc["joongang-2022-11-08", "published"] == "2022-11-08/2022-11-09"


def test_every_claim_cites_an_article_and_every_quotation_is_short() -> None:
    assert DATASET.claims["article"].isin(DATASET.articles.index).all()
    assert DATASET.claims["excerpt"].str.len().max() <= 320


@pytest.mark.parametrize("name", ["places", "routes"])
def test_gdal_reads_the_same_features(name: str) -> None:
    frame = gpd.read_file(SHIPPED / f"{name}.geojson")
    own = getattr(DATASET, name)
    assert frame.crs == "EPSG:4326"
    assert list(frame["id"]) == list(own.index)
    assert frame.geometry.geom_equals_exact(own.geometry.reset_index(drop=True), 1e-9).all()


def test_the_package_is_what_the_column_tables_say_and_validates() -> None:
    assert (SHIPPED / "datapackage.json").read_text(encoding="utf-8") == data_package_text(
        CASE, {path.name for path in SHIPPED.iterdir()}
    )
    report = Package(str(SHIPPED / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "fieldName", "message"]) == []
    assert report.valid


def test_the_dictionary_is_what_the_column_tables_say() -> None:
    assert dictionary(CASE) in (SHIPPED / "README.md").read_text(encoding="utf-8")
