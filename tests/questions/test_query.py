"""Queries: how links are read, which notices follow, and which claims are selected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import WriteFolder, claim, small_rows

from routemap.data.load import load
from routemap.model.vocabulary import Status
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter_values import MapView
from routemap.questions.query import Query, read_params
from routemap.questions.reconcile import reconcile
from routemap.questions.selection import Selection, select


def test_every_field_of_a_query_has_one_parameter() -> None:
    assert sorted(p.field for p in PARAMETERS) == sorted(Query.__dataclass_fields__)
    assert len({p.key for p in PARAMETERS}) == len(PARAMETERS)


def test_a_query_is_written_in_canonical_form() -> None:
    query, notices = read_params(
        {
            "view": ["42.41521,130.6413,9"], "stance": ["reports", "denies", "denies", ""],
            "to": ["2022-11"], "from": ["2022"], "q": ["  two   words "], "rev": ["x"],
        }
    )  # fmt: skip
    assert notices == []
    assert query == Query(
        first=date(2022, 1, 1), last=date(2022, 11, 30), stance=("denies", "reports"),
        text="two words", view=MapView(42.4152, 130.6413, 9.0),
    )  # fmt: skip
    assert query.to_string() == (
        "from=2022-01-01&to=2022-11-30&stance=denies&stance=reports&q=two+words"
        "&view=42.4152%2C130.6413%2C9"
    )
    assert Query().to_string() == ""


@pytest.mark.parametrize(
    ("params", "notice"),
    [
        ({"from": ["2022-13"]}, "From “2022-13” in the link was ignored"),
        ({"to": ["1066"]}, "outside 1900 to 2099"),
        ({"by": ["never"]}, "not one of when, happened, said, published, known"),
        ({"view": ["99,0,5"]}, "outside the map: latitude is -90 to 90"),
        ({"view": ["nan,nan,nan"]}, "outside the map"),
        ({"view": ["here"]}, "write latitude,longitude,zoom"),
        ({"from": ["2023"], "to": ["2022"]}, "the two dates were swapped"),
    ],
)
def test_an_invalid_value_in_a_link_is_named(params: dict[str, list[str]], notice: str) -> None:
    assert any(notice in found for found in read_params(params)[1])


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2024", "2022", (date(2022, 1, 1), date(2024, 12, 31))),
        ("2022-11", "2022-09-03", (date(2022, 9, 3), date(2022, 11, 30))),
    ],
)
def test_swapped_dates_keep_their_years_and_months_in_full(
    first: str, last: str, days: tuple[date, date]
) -> None:
    query, notices = read_params({"from": [first], "to": [last]})
    assert (query.first, query.last) == days
    assert notices == [
        f"In the link, “From” ({first}) is later than “To” ({last}); the two dates were swapped."
    ]


def test_values_that_the_data_does_not_have_are_named_and_dropped(folder: Path) -> None:
    asked = Query(source=("council", "pravda"), feature="moon", basemap="mars", cargo=("gold",))
    query, notices = reconcile(asked, load(folder).dataset)
    assert query == Query(source=("council",))
    for name in ("“pravda”", "“moon”", "“mars”", "“gold”"):
        assert any(name in notice for notice in notices)


def ids(folder: Path, query: Query) -> list[str]:
    return list(select(load(folder).dataset, query).claims.index)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), ["c1", "c2", "c3", "c4"]),
        (Query(source=("agency",)), ["c3", "c4"]),
        (Query(stance=("asserts", "denies")), ["c1", "c2"]),
        (Query(cargo=("livestock",)), ["c3"]),
        (Query(mode=("sea",)), ["c3"]),
        (Query(text="두만강"), ["c1", "c2", "c3"]),
        (Query(text="ТУМАНГАН horses"), ["c3"]),
        (Query(cargo=("arms",)), ["c1", "c2"]),
        (Query(text="tumangang council"), ["c1", "c2"]),
        (Query(text="tumangang council", stance=("asserts",)), ["c1"]),
        (Query(first=date(2022, 9, 1), last=date(2022, 9, 30)), ["c1", "c2"]),
        (Query(first=date(1950, 1, 1), last=date(1951, 12, 31)), []),
        (Query(last=date(2022, 11, 2), by="known"), ["c1", "c3", "c4"]),
        (Query(last=date(2022, 11, 7), by="known"), ["c1", "c2", "c3", "c4"]),
        (Query(first=date(2022, 10, 1), by="happened"), ["c3"]),
        (Query(last=date(2013, 6, 1), by="happened"), ["c4"]),
        (Query(first=date(2022, 11, 8), by="said"), ["c2"]),
        (Query(first=date(2022, 11, 10), by="published"), []),
    ],
)
def test_filters_act_on_claims(query: Query, expected: list[str], folder: Path) -> None:
    assert ids(folder, query) == expected


def test_claims_without_a_date_drop_out_of_a_date_filter_and_are_counted(folder: Path) -> None:
    selection = select(load(folder).dataset, Query(first=date(2030, 1, 1), by="happened"))
    assert list(selection.claims.index) == []
    assert selection.undated == 1
    assert select(load(folder).dataset, Query(by="happened")).undated == 0


def test_a_denial_that_a_filter_of_content_leaves_out_is_kept_and_marked(folder: Path) -> None:
    selection = select(load(folder).dataset, Query(text="council"))
    kept = selection.claims.index[selection.kept_denials[selection.positions]]
    assert list(kept) == ["c2"]
    assert selection.status["line"] == Status.DISPUTED


def test_a_kept_denial_adds_no_place_and_no_route(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][1]["features"] = "north;line;area"
    selection = select(load(write_folder(rows)).dataset, Query(text="c1"))
    assert list(selection.claims.index) == ["c1", "c2"]
    # only the denial names the area: no shown claim affirms anything about it
    assert set(selection.status.index) == {"north", "line"}


def test_a_denial_of_another_allegation_hides_nothing_at_a_feature(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["claims"] = [
        claim("c1", source="council", features="line"),
        claim("c2", source="council", allegation="horses", features="lane"),
        claim("c3", stance="denies", features="line;lane"),
    ]
    dataset = load(write_folder(rows)).dataset
    selection = select(dataset, Query(source=("council",)))
    assert list(hiding_denials(selection)) == ["line"], "nobody denies the horses"


def test_a_denial_of_a_broader_allegation_is_kept(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["allegations"][1]["part_of"] = "shells"
    query = Query(cargo=("livestock",))
    assert list(select(load(write_folder(rows)).dataset, query).claims.index) == ["c2", "c3"]


def test_an_assertion_is_not_kept_with_its_denial(folder: Path) -> None:
    selection = select(load(folder).dataset, Query(first=date(2022, 11, 7)))
    assert list(selection.claims.index) == ["c2"]
    assert list(hiding_assertions(selection)) == ["north", "line"]


def hiding_denials(selection: Selection) -> pd.Index:
    return selection.dataset.features.index[selection.hides_denials]


def hiding_assertions(selection: Selection) -> pd.Index:
    return selection.dataset.features.index[selection.hides_assertions]


def test_features_and_their_status_follow_from_the_claims(folder: Path) -> None:
    status = select(load(folder).dataset, Query()).status
    assert status.to_dict() == {
        "north": Status.DISPUTED, "south": Status.ASSERTED, "area": Status.BACKGROUND,
        "line": Status.DISPUTED, "lane": Status.ASSERTED,
    }  # fmt: skip


def test_a_denial_of_one_allegation_does_not_dispute_another(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"] = [
        claim("c1", source="council", allegation="horses", features="line;north"),
        claim("c2", stance="denies", allegation="shells", features="line;south"),
        claim("c3", stance="background", allegation="", features="lane;area"),
    ]
    status = select(load(write_folder(rows)).dataset, Query()).status
    assert status["line"] == Status.ASSERTED
    assert status["south"] == Status.DENIED


def test_a_dispute_that_the_filters_hide_is_known(folder: Path) -> None:
    dataset = load(folder).dataset
    assert list(hiding_denials(select(dataset, Query()))) == []
    assert list(hiding_assertions(select(dataset, Query()))) == []
    hidden = select(dataset, Query(stance=("asserts",)))
    assert hidden.status["line"] == Status.ASSERTED
    assert set(hiding_denials(hidden)) == {"line", "north"}
    hidden = select(dataset, Query(stance=("denies",)))
    assert hidden.status["line"] == Status.DENIED
    assert set(hiding_assertions(hidden)) == {"line", "north"}


def test_later_statements_do_not_count_as_hidden(folder: Path) -> None:
    then = select(load(folder).dataset, Query(last=date(2022, 11, 2), by="known"))
    assert then.status["line"] == Status.ASSERTED
    assert list(hiding_denials(then)) == []


def test_a_denial_of_a_broader_allegation_denies_its_parts(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["allegations"][1]["part_of"] = "shells"
    dataset = load(write_folder(rows)).dataset
    assert select(dataset, Query()).status["lane"] == Status.DISPUTED
    without = select(dataset, Query(stance=("reports",)))
    assert without.status["lane"] == Status.ASSERTED
    assert "lane" in hiding_denials(without)


def test_allegations_that_are_part_of_each_other_are_named(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["allegations"][0]["part_of"] = "horses"
    rows["allegations"][1]["part_of"] = "shells"
    loaded = load(write_folder(rows))
    assert "allegations.csv:2 (shells): part_of: the allegation is part of itself" in str(
        loaded.problems[0]
    )
    assert loaded.dataset.broader == {"shells": (), "horses": ("shells",)}


def test_words_that_a_search_does_not_use_are_named_and_not_in_the_link() -> None:
    query, notices = read_params({"q": ["a b c d e f g h i j k l m n"]})
    assert query.text == "a b c d e f g h i j k l"
    assert notices == [
        "A search uses up to 12 different words and 200 characters. Not searched: “m n”."
    ]
    assert read_params(query.to_params()) == (query, [])


def test_characters_that_a_search_does_not_use_are_named() -> None:
    query, notices = read_params({"q": ["x" * 250]})
    assert query.text == "x" * 200
    assert "Not searched: “xxx" in notices[0]
