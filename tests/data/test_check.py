"""Every check names file, row, field and value, and the rest of the data is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Rows, WriteFolder, claim, small_rows

from routemap.data.checks.quotations import compare_quotations
from routemap.data.load import load


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in load(folder).problems]


def test_the_small_folder_has_no_problem(folder: Path) -> None:
    assert problems(folder) == []


def set_value(table: str, index: int, **changes: object) -> Callable[[Rows], object]:
    return lambda rows: rows[table][index].update(changes)


def at(*coordinates: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(coordinates)}


def line(*vertices: tuple[float, float]) -> dict[str, object]:
    return {"type": "LineString", "coordinates": [list(vertex) for vertex in vertices]}


CASES = [
    ("claims.csv:2 (c1): excerpt: a required value is missing", set_value("claims", 0, excerpt="")),
    (
        "claims.csv:2 (c1): stance: “shouts” is not one of asserts",
        set_value("claims", 0, stance="shouts"),
    ),
    (
        "claims.csv:2 (c1): said: “2022-13” is not a valid EDTF date",
        set_value("claims", 0, said="2022-13"),
    ),
    (
        "articles.csv:2 (paper): archived_url: the value must be a web address",
        set_value("articles", 0, archived_url="archive.example/paper"),
    ),
    (
        "articles.csv:2 (paper): sha256: use the 64 hexadecimal digits of a SHA-256 hash",
        set_value("articles", 0, sha256="ab" * 31),
    ),
    (
        "articles.csv:2 (paper): retrieved_on: give the day on which the page was saved",
        set_value("articles", 0, retrieved_on="2022-11"),
    ),
    (
        "articles.csv:2 (paper): retrieved_on: the date is before the publication, 2022-11-08",
        set_value("articles", 0, retrieved_on="2022-11-07"),
    ),
    (
        "articles.csv:2 (paper): retracted_on: the date is before the publication, 2022-11-08",
        set_value("articles", 0, retracted_on="2021"),
    ),
    (
        "articles.csv:2 (paper): corrected_by: the id does not exist in articles",
        set_value("articles", 0, corrected_by="nothing"),
    ),
    (
        "articles.csv:2 (paper): corrected_by: an article cannot correct itself",
        set_value("articles", 0, corrected_by="paper"),
    ),
    ("claims.csv:2 (c1): cargo: “gold” is not one of", set_value("claims", 0, cargo="arms;gold")),
    (
        "claims.csv:2 (c1): article: the id does not exist in articles",
        set_value("claims", 0, article="tabloid"),
    ),
    (
        "claims.csv:2 (c1): source: the id does not exist in sources",
        set_value("claims", 0, source="nobody"),
    ),
    (
        "claims.csv:3 (c2): relayed_by: the id does not exist",
        set_value("claims", 1, relayed_by="agency;nobody"),
    ),
    (
        "claims.csv:2 (c1): features: the id does not exist in places or routes",
        set_value("claims", 0, features="line;moon"),
    ),
    (
        "claims.csv:2 (c1): allegation: a claim with the stance “asserts” needs",
        set_value("claims", 0, allegation=""),
    ),
    (
        "claims.csv:4 (c3): prefix: a quotation needs a prefix or suffix",
        set_value("claims", 2, prefix="", suffix=""),
    ),
    (
        "claims.csv:4 (c3): excerpt: the quotation has more than",
        set_value("claims", 2, excerpt="word " * 90),
    ),
    ("claims.csv:3 (c1): id: row 2 has the same id", set_value("claims", 1, id="c1")),
    (
        "claims.csv:6 (c9): id: the claim is a duplicate of row 2",
        lambda rows: rows["claims"].append(claim("c9", source="council", excerpt="what c1 says")),
    ),
    (
        "articles.csv:2 (paper): url: the value must be a web address",
        set_value("articles", 0, url="javascript:alert(1)"),
    ),
    (
        "articles.csv:2 (paper): published: “soon” is not a valid EDTF date",
        set_value("articles", 0, published="soon"),
    ),
    (
        "sources.csv:2 (The Ministry): id: use lower-case",
        set_value("sources", 0, id="The Ministry"),
    ),
    (
        "places.geojson:1 (feature 1, north): geometry: latitude 142 is outside",
        set_value("places", 0, geometry=at(42.4, 142)),
    ),
    ("longitude and latitude look swapped", set_value("places", 0, geometry=at(42.4, 130.6))),
    (
        "places.geojson:1 (feature 1, north): geometry: longitude 230.6 is outside",
        set_value("places", 0, geometry=at(230.6, 42)),
    ),
    (
        "places.geojson:1 (feature 2, south): geometry: the geometry is a LineString; it must be a",
        lambda rows: rows["places"][1].update(geometry=rows["routes"][0]["geometry"]),
    ),
    (
        "places.geojson:1 (feature 3, area): uncertainty_km: the value must be between 0 and",
        set_value("places", 2, uncertainty_km=-3),
    ),
    (
        "places.geojson:1 (feature 3, area): uncertainty_km: the value must be a number",
        set_value("places", 2, uncertainty_km="far"),
    ),
    (
        "routes.geojson:1 (feature 1, line): from: the id does not exist in places",
        set_value("routes", 0, **{"from": "moon"}),
    ),
    (
        "routes.geojson:1 (feature 1, line): from: the line ends",
        set_value("routes", 0, **{"from": "area"}),
    ),
    (
        "routes.geojson:1 (feature 2, north): id: places.geojson has the same id",
        set_value("routes", 1, id="north"),
    ),
    (
        "places.geojson:1 (feature 3, area): id: no claim names it",
        set_value("claims", 3, features="south"),
    ),
]


@pytest.mark.parametrize(("message", "breaks"), CASES, ids=[case[0][:60] for case in CASES])
def test_a_broken_value_is_named(
    message: str, breaks: Callable[[Rows], object], write_folder: WriteFolder
) -> None:
    rows = small_rows()
    breaks(rows)
    folder = write_folder(rows)
    assert any(message in line for line in problems(folder)), problems(folder)


def test_a_wrong_optional_value_is_emptied_and_the_record_stays(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0].update(said="never", cargo="arms;gold", features="line;moon")
    claims = load(write_folder(rows)).dataset.claims
    assert claims.loc["c1", "said"] == ""
    assert claims.loc["c1", "cargo"] == ("arms",)
    assert claims.loc["c1", "features"] == ("line",)


def test_a_wrong_required_value_leaves_out_only_its_record(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][1].update(stance="shouts")
    assert list(load(write_folder(rows)).dataset.claims.index) == ["c1", "c3", "c4"]


UNSAFE = [
    (
        "claims.csv:2 (c1): note: the text begins like a formula",
        set_value("claims", 0, note="=1+1"),
    ),
    (
        "claims.csv:2 (c1): note: the text begins like a formula",
        set_value("claims", 0, note="@SUM(1+1)*cmd|' /C"),
    ),
    (
        "claims.csv:2 (c1): note: the text begins like a formula",
        set_value("claims", 0, note="＝1+1"),
    ),
    (
        "sources.csv:2 (ministry): name: a required value has only invisible",
        set_value("sources", 0, name="\u200b\u3164"),
    ),
    (
        "articles.csv:2 (paper): url: the value must be",
        set_value("articles", 0, url="javascript:alert(1)//https://a"),
    ),
    (
        "articles.csv:2 (paper): url: the value must be",
        set_value("articles", 0, url="https:javascript:alert(1)"),
    ),
    (
        "articles.csv:2 (paper): url: the value must be",
        set_value("articles", 0, url="https://a.example/<b>"),
    ),
    (
        "articles.csv:2 (paper): url: the value must be",
        set_value("articles", 0, url="https://a.example\\@b.example/"),
    ),
    (
        "articles.csv:2 (paper): url: the value must be",
        set_value("articles", 0, url="https://a.example:99999/"),
    ),
    (
        "articles.csv:2 (paper): url: the value must be",
        set_value("articles", 0, url="https://:80/"),
    ),
    (
        "articles.csv:2 (paper): url: the address must not have a user name",
        set_value("articles", 0, url="https://paper.example@other.example/"),
    ),
    (
        "sources.csv:2 (mini\u0455try): id: use lower-case",
        set_value("sources", 0, id="mini\u0455try"),
    ),
    (
        "claims.csv:2 (c1): note: the value is longer than 20,000",
        set_value("claims", 0, note="word " * 4_001),
    ),
    (
        "places.geojson:1 (feature 1, north): uncertainty_km: the value must be between",
        set_value("places", 0, uncertainty_km=1e308),
    ),
    (
        "places.geojson:1 (feature 1, north): uncertainty_km: the value must be",
        set_value("places", 0, uncertainty_km="1_000"),
    ),
    (
        "routes.geojson:1 (feature 1, line): geometry: the line jumps from longitude 179 to -179; "
        "cut the "
        "line at 180",
        set_value("routes", 0, geometry=line((130.6, 42.4), (179, 50), (-179, 50), (130.3, 42.2))),
    ),
    (
        "routes.geojson:1 (feature 1, line): geometry: the geometry has 100,001 vertices, more "
        "than 100,000",
        set_value("routes", 0, geometry=line(*[(130.6, 42.4), (130.3, 42.2)] * 50_000, (131, 42))),
    ),
]


@pytest.mark.parametrize(("message", "breaks"), UNSAFE, ids=[case[0][:60] for case in UNSAFE])
def test_what_could_harm_a_reader_is_named(
    message: str, breaks: Callable[[Rows], object], write_folder: WriteFolder
) -> None:
    rows = small_rows()
    breaks(rows)
    found = problems(write_folder(rows))
    assert any(message in line for line in found), found


@pytest.mark.parametrize("url", ["https://a.example/x?y=z#f", "http://a.example:8080/'(1)|{a}^"])
def test_an_ordinary_address_is_no_problem(url: str, write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["articles"][0]["url"] = url
    assert problems(write_folder(rows)) == []


def test_a_line_that_is_cut_at_the_antimeridian_stands(write_folder: WriteFolder) -> None:
    rows = small_rows()
    parts = [[[130.6, 42.4], [180, 50]], [[-180, 50], [-179, 50]]]
    rows["routes"][0]["geometry"] = {"type": "MultiLineString", "coordinates": parts}
    loaded = load(write_folder(rows))
    assert "line" in loaded.dataset.routes.index
    assert not any("longitude" in str(problem) for problem in loaded.problems)


def test_allegations_that_are_part_of_one_another_without_end_are_cut(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["allegations"] += [
        {"id": f"a{n}", "statement": f"Number {n}.", "part_of": f"a{n - 1}" if n else "shells"}
        for n in range(60)
    ]
    loaded = load(write_folder(rows))
    assert any("part of more than 20 others" in str(problem) for problem in loaded.problems)
    assert max(map(len, loaded.dataset.broader.values())) <= 21
    assert len(loaded.dataset.allegations) == 62


def test_markup_in_text_is_kept_as_text(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0].update(excerpt="<script>alert(1)</script>", note="**=1+1**")
    loaded = load(write_folder(rows))
    assert loaded.problems == ()
    assert loaded.dataset.claims.loc["c1", "excerpt"] == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("article", "message"),
    [
        ("It said thirty\n horses left the station. More.", None),
        (
            "It said forty horses left the station.",
            "excerpt: the quotation was not found verbatim in paper",
        ),
        ("He said thirty horses left the station.", "is not between its prefix and suffix"),
        ("It said thirty horses left the station. " * 2, "occurs more than once"),
    ],
)
def test_quotations_are_held_against_the_article(
    article: str, message: str | None, folder: Path
) -> None:
    loaded = load(folder)
    results = compare_quotations(loaded.dataset.claims, loaded.rows["claims"], "paper", article)
    found = [str(result.problem) for result in results if result.problem]
    assert found == [] if message is None else (len(found) == 1 and message in found[0])


@pytest.mark.parametrize(("north_of_the_place", "named"), [(0.030, False), (0.040, True)])
def test_a_line_may_end_three_km_beyond_the_uncertainty_of_its_place(
    north_of_the_place: float, named: bool, write_folder: WriteFolder
) -> None:
    rows = small_rows()
    longitude, latitude = rows["places"][0]["geometry"]["coordinates"]
    line = rows["routes"][0]["geometry"]["coordinates"]
    line[0] = [longitude, latitude + north_of_the_place]
    found = problems(write_folder(rows))
    assert found == (
        ["routes.geojson:1 (feature 1, line): from: the line ends 4 km from this place, "
         "more than 4 km (found “north”)"] if named else []
    )  # fmt: skip


def test_a_place_that_a_claimed_route_names_needs_no_claim_of_its_own(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    for row in rows["claims"]:
        row["features"] = "line"
    found = problems(write_folder(rows))
    assert not any("south" in line or "north" in line for line in found)
    assert [line.partition(" (found")[0] for line in found] == [
        "places.geojson:1 (feature 3, area): id: no claim names it, so it is not drawn",
        "routes.geojson:1 (feature 2, lane): id: no claim names it, so it is not drawn",
    ]
