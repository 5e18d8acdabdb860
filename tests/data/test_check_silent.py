"""Mistakes that were once accepted without a message, and similar values that are correct."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import Row, Rows, WriteFolder, claim, place, route, small_rows

from routemap.data.checks.dates import outdated
from routemap.data.load import load
from routemap.model.findings import Effect, Severity
from routemap.model.problem import Problem

Change = Callable[[Rows], object]


def found(write_folder: WriteFolder, change: Change) -> tuple[Problem, ...]:
    rows = small_rows()
    change(rows)
    loaded = load(write_folder(rows))
    return (*loaded.problems, *loaded.notices)


def value(table: str, index: int, **changes: object) -> Change:
    return lambda rows: rows[table][index].update(changes)


def both(*changes: Change) -> Change:
    return lambda rows: [change(rows) for change in changes]


def article(key: str, **changes: object) -> Row:
    return {
        "id": key, "title": "More", "publisher": "The Paper", "published": "2022-11-08",
        "url": f"https://paper.example/{key}", "language": "en", **changes,
    }  # fmt: skip


def add(table: str, row: Row) -> Change:
    return lambda rows: rows[table].append(row)


def at(*coordinates: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(coordinates)}


def line(*vertices: tuple[float, float]) -> dict[str, object]:
    return {"type": "LineString", "coordinates": [list(vertex) for vertex in vertices]}


def box(west: float, south: float, east: float, north: float) -> dict[str, object]:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


def area(key: str, **changes: object) -> Row:
    return {"id": key, "source": "drawn", "geometry": box(125.0, 38.5, 126.5, 39.5), **changes}


OVERLAND = line((130.3, 42.2), (129.0, 43.5), (130.6, 42.4))
REGION = value("places", 2, kind="region")
MISTAKES = [
    ("date-future", "said", value("claims", 3, said="2042-11-02")),
    ("date-future", "published", value("articles", 0, published="2042-11-08")),
    ("date-future", "happened", value("claims", 0, happened="2022-09/2042-10")),
    ("date-early", "said", value("claims", 0, said="0022-11-02")),
    ("date-early", "happened", value("claims", 3, happened="1899-12-31")),
    ("date-said", "said", value("claims", 0, said="2022-11-10")),
    ("date-said", "said", value("claims", 1, said="2024-11~")),
    ("date-happened", "happened", value("claims", 0, happened="2022-11-03")),
    ("date-happened", "happened", value("claims", 2, said="", happened="2022-12")),
    ("place-country", "country", value("places", 2, country="RUS")),
    ("place-country", "country", value("places", 2, geometry=at(125.7, -39.0))),
    (
        "route-land",
        "geometry",
        value("routes", 1, geometry_basis="waypoints", geometry=OVERLAND),
    ),
    ("route-land-schematic", "geometry", value("routes", 1, geometry=OVERLAND)),
    ("observed-days", "observed_on", value("routes", 0, geometry_basis="observed")),
    (
        "value-date",
        "observed_on",
        value("routes", 0, geometry_basis="observed", observed_on="soon"),
    ),
    ("observed-other", "observed_on", value("routes", 0, observed_on="2022-11-02")),
    (
        "route-land",
        "geometry",
        value("routes", 1, geometry_basis="observed", observed_on="2022-11-02", geometry=OVERLAND),
    ),
    ("area-kind", "id", add("areas", area("area"))),
    ("reference-unknown", "id", add("areas", area("aria"))),
    ("reference-unknown", "id", add("areas", area("line"))),
    ("id-twice", "id", both(REGION, add("areas", area("area")), add("areas", area("area")))),
    (
        "place-area",
        "geometry",
        both(REGION, add("areas", area("area", geometry=box(126.0, 38.5, 126.5, 39.5)))),
    ),
    (
        "value-geometry",
        "geometry",
        both(REGION, add("areas", area("area", geometry=box(-179.0, 38.5, 179.0, 39.5)))),
    ),
    ("value-missing", "source", both(REGION, add("areas", area("area", source="")))),
    ("route-track", "geometry_basis", value("routes", 0, geometry_basis="alignment")),
    ("route-track", "geometry_basis", value("routes", 1, geometry_basis="alignment")),
    (
        "url-twice",
        "url",
        both(
            add(
                "articles",
                article("other", url="http://www.paper.example/arms/?utm_source=mail#top"),
            ),
            value("claims", 0, article="other"),
        ),
    ),
    ("claim-nowhere", "features", value("claims", 1, features="")),
    ("article-unused", "id", add("articles", article("other"))),
    ("source-unused", "id", add("sources", {"id": "tass", "name": "TASS", "kind": "media"})),
    ("allegation-unused", "id", add("allegations", {"id": "coal", "statement": "Coal moves."})),
    ("value-spreadsheet", "quantity", value("claims", 0, quantity="Nov-22")),
    ("value-spreadsheet", "quantity", value("claims", 0, quantity="2022-11-02 00:00:00")),
    ("value-spreadsheet", "quantity", value("claims", 0, quantity="01.03.2022")),
    ("value-spreadsheet", "quantity", value("claims", 0, quantity="1-мар")),
    ("value-spreadsheet", "quantity", value("claims", 0, quantity="########")),
    ("value-spreadsheet", "note", value("sources", 0, note="#NAME?")),
    ("value-encoding", "name_ko", value("places", 0, name_ko="ë‘�ë§Œê°•ì—­")),
    ("value-encoding", "name_ru", value("places", 0, name_ru="Ð¢ÑƒÐ¼Ð°Ð½Ð³Ð°Ð½")),
    ("value-encoding", "name_ru", value("places", 0, name_ru="РўСѓРјР°РЅРіР°РЅ")),
    ("value-encoding", "name_ru", value("places", 0, name_ru="Туманган".encode().decode("latin1"))),
    ("value-encoding", "note", value("claims", 0, note="the council itâ€™s said")),
    ("value-encoding", "name", value("sources", 0, name="CafÃ©")),
    ("value-encoding", "name_ko", value("places", 0, name_ko="???")),
    ("value-encoding", "note", value("claims", 0, note="the ????? said")),
    ("value-encoding", "note", value("claims", 0, note="the caf\ufffd")),
    ("row-shifted", "quantity", value("claims", 0, quantity="north;line", features="")),
    ("row-shifted", "said", value("claims", 1, stance="", said="denies")),
    ("value-language", "language", value("articles", 0, language="English")),
    ("row-shifted", "happened", value("claims", 0, happened="arms", cargo="")),
    ("row-shifted", "prefix", value("claims", 2, prefix="in the whole of its report.")),
    ("row-shifted", "suffix", value("claims", 2, suffix=" word" * 60)),
    (
        "row-shifted",
        "suffix",
        value("claims", 2, suffix="This is what the agency said on the day after."),
    ),
    ("quotation-side", "suffix", value("claims", 2, suffix="")),
    ("quotation-anchor", "prefix", value("claims", 0, prefix="It said")),
    ("allegation-background", "allegation", value("claims", 3, allegation="shells")),
    ("value-case", "stance", value("claims", 0, stance="Asserts")),
    ("value-case", "cargo", value("claims", 0, cargo="Arms;CLOTHING")),
    ("value-case", "source", value("claims", 0, source="Council")),
    ("value-case", "features", value("claims", 0, features="North;line")),
    ("value-commas", "cargo", value("claims", 0, cargo="arms, clothing")),
    ("value-commas", "features", value("claims", 0, features="north, line")),
]


@pytest.mark.parametrize(
    ("code", "field", "change"),
    MISTAKES,
    ids=[f"{code} {number}" for number, (code, *_) in enumerate(MISTAKES)],
)
def test_a_mistake_that_passed_silently_is_named_and_nothing_else_is(
    code: str, field: str, change: Change, write_folder: WriteFolder
) -> None:
    assert [(item.code, item.field) for item in found(write_folder, change)] == [(code, field)]


INNOCENT = [
    # the id of an allegation can be all of its words
    value("allegations", 0, statement="shells"),
    value("routes", 0, geometry_basis="observed", observed_on="2022-11-10/2022-11-12"),
    both(REGION, add("areas", area("area"))),
    both(value("places", 2, kind="country"), add("areas", area("area"))),
    value("claims", 0, happened="2022-11", said="2022-11-02"),
    value("claims", 0, happened="2022-11-20~", said="2022-11-02"),
    value("claims", 1, happened="2022-12-31"),  # a denial of a future event
    value("claims", 0, said="2022-11-08"),
    value("claims", 0, quantity="5-6 cars"),
    value("claims", 0, quantity="11,500 / 2022"),
    value("claims", 0, note="Is it true? The agency asked “?” — #3 of 4"),
    value("claims", 0, note="“BOA MANHÔ, NÃO, “CAFÉ”, Ñandú, Âge, «Р» и «С»"),
    value("sources", 0, name="СССР – Россия"),
    value("claims", 2, prefix="It told the U.S."),
    value("claims", 2, suffix="Kim Jong-un said."),
    value("places", 0, country="PRK"),  # 3 km across the border
    value("routes", 1, geometry=line((130.3, 42.2), (131.0, 42.1), (130.6, 42.4))),
]


@pytest.mark.parametrize("change", INNOCENT, ids=range(len(INNOCENT)))
def test_what_may_well_be_meant_is_not_reported(change: Change, write_folder: WriteFolder) -> None:
    assert found(write_folder, change) == ()


def test_a_date_stops_being_in_the_future_when_its_day_has_come() -> None:
    problem = Problem("claims.csv", 2, "said", "2042-11-02", "is after today", code="date-future")
    assert [outdated(problem, date(2042, 11, day)) for day in (1, 2, 3)] == [True, True, True]
    assert not outdated(problem, date(2042, 10, 31))
    assert not outdated(replace(problem, code="date-early"), date(2043, 1, 1))


def test_a_wrong_case_costs_nothing(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0].update(stance="Asserts", features="North;line", source="COUNCIL")
    rows["sources"][2]["id"] = "Agency"
    loaded = load(write_folder(rows))
    values = loaded.dataset.claims.loc["c1"]
    assert (values["stance"], values["features"], values["source"]) == (
        "asserts", ("north", "line"), "council"
    )  # fmt: skip
    assert "agency" in loaded.dataset.sources.index
    assert loaded.problems == ()
    assert {notice.effect for notice in loaded.notices} == {Effect.NONE}
    assert {notice.severity for notice in loaded.notices} == {Severity.NOTICE}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (value("claims", 0, source="concil"), "did you mean “council”?"),
        (value("claims", 0, stance="deny"), "did you mean “denies”?"),
        (value("places", 0, country="Russia"), "write “RUS”"),
        (value("claims", 0, features="north, line"), "ids are separated by ;; write “north;line”"),
        (value("claims", 0, cargo="arms,clothing"), "values are separated by ;; write “arms;"),
        (
            value("claims", 0, cargo="arms,ammunition"),
            "values are separated by ;; write “arms;ammunition”; “ammunition” is not one of arms,",
        ),
        (
            value("claims", 0, cargo="livestock,horses"),
            "values are separated by ;; write “livestock;horses”; “",
        ),
        (
            value("claims", 0, evidence="imagery, photos"),
            "values are separated by ;; write “imagery;photos”; “photos” is not one of",
        ),
        (value("claims", 0, cargo="gold, silver"), "; write “gold;silver”; “gold” is not one of"),
        (value("claims", 0, cargo="arms;gold"), "“gold” is not one of arms,"),
    ],
)
def test_a_message_offers_what_was_probably_meant(
    change: Change, message: str, write_folder: WriteFolder
) -> None:
    assert message in found(write_folder, change)[0].message


def test_nothing_is_said_to_be_unused_while_a_claim_is_left_out(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][3]["stance"] = "shouts"  # the only claim about the area
    loaded = load(write_folder(rows))
    assert [problem.code for problem in loaded.problems] == ["value-term"]
    assert loaded.notices == ()


def test_an_article_id_used_again_takes_no_claims_along(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["articles"].insert(0, article("paper", title="Another"))
    loaded = load(write_folder(rows))
    assert len(loaded.dataset.articles) == 0
    assert len(loaded.dataset.claims) == 0
    first = loaded.problems[0]
    assert (first.code, first.record, first.effect) == ("id-twice", "paper", Effect.RECORD)
    assert "row 2 has the same id; they differ in title, published, url" in first.message


def test_a_record_that_is_there_twice_with_the_same_content_is_kept_once(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["articles"].append(dict(rows["articles"][0]))
    loaded = load(write_folder(rows))
    assert len(loaded.dataset.claims) == 4
    assert [problem.code for problem in loaded.problems] == ["id-twice"]


def test_thousands_of_unknown_ids_take_no_minutes(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["sources"] += [
        {"id": f"source-{number}", "name": f"Source {number}", "kind": "media"}
        for number in range(3_000)
    ]
    rows["claims"] += [
        claim(f"more-{number}", source=f"soruce-{number}", excerpt=f"word {number}")
        for number in range(3_000)
    ]
    problems = load(write_folder(rows)).problems
    offered = sum("did you mean" in problem.message for problem in problems)
    assert len(problems) == 3_000
    assert 0 < offered < 100


def test_the_crossing_of_the_shipped_data_is_within_the_tolerances(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    tumangang = place("tumangang", (130.6081, 42.4214), country="PRK", uncertainty_km=0)
    rows["places"].append(tumangang)
    rows["routes"].append(route("rail", rows["places"][0], tumangang, geometry_basis="alignment"))
    rows["claims"][0]["features"] = "rail"
    assert load(write_folder(rows)).problems == ()
