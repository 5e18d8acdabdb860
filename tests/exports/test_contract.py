"""The contract of export formats, tested for each row of the registry."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import pytest

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports import FORMATS, Extract, Format, extract, format_named
from routemap.exports.registry import CONTENTS, PURPOSES
from routemap.model.dates import parse
from routemap.model.errors import ExportCancelledError
from routemap.model.vocabulary import AFFIRMING
from routemap.questions.evidence import evidence
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.cases import STRAIT
from tests.conftest import WriteFolder, shipped, small_rows
from tests.exports.found import Found
from tests.exports.promises import (
    cites_every_article,
    holds_every_claim,
    holds_every_feature,
    says_where_it_comes_from,
)
from tests.exports.readers import READERS

DATASET = shipped().dataset
MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
ADDRESS = "https://map.example/routes/"
QUERIES = {
    "everything": Query(),
    "assertions": Query(stance=("asserts",)),
    "words": Query(text="두만강"),
    "nothing": Query(text="no such words"),
}


def made(query: Query, dataset: Dataset = DATASET) -> Extract:
    return extract(select(dataset, query), made=MADE, address=ADDRESS)


# formats without a place for provenance: it is in their rows, so an empty export has none
PARTED = {"csv", "csl", "ris"}
EXTRACTS = {
    **{name: made(query) for name, query in QUERIES.items()},
    "another case": made(Query(), load(STRAIT).dataset),
}


@cache
def read(key: str, name: str) -> Found:
    """Return the content of the export of a query; written and read once for all tests."""
    return READERS[key](format_named(key).make(EXTRACTS[name]))


every_format = pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)


def formats_that_hold(content: str) -> pytest.MarkDecorator:
    rows = [row for row in FORMATS if content in row.holds]
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.key)


every_query = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.thorough if name == "words" else ())
        for name in EXTRACTS
    ],
)


def test_every_format_has_a_reader_and_words() -> None:
    assert [row.key for row in FORMATS] == list(READERS)
    for row in FORMATS:
        assert row.meaning.endswith(".")
        assert row.holds <= set(CONTENTS)
        assert all([row.label, row.opens_in, row.extension, row.media_type])


@every_format
def test_the_purpose_of_every_format_matches_its_content(row: Format) -> None:
    assert row.purpose in PURPOSES.keys
    assert (row.purpose == "picture") == (row.holds == {"picture"})
    assert (row.purpose == "citations") == (row.holds == {"articles"})
    if row.purpose in ("map", "share"):
        assert "features" in row.holds


@every_query
@every_format
def test_exports_contain_their_provenance(row: Format, name: str) -> None:
    found = read(row.key, name)
    if found.claims or found.articles or row.key not in PARTED:
        says_where_it_comes_from(found, EXTRACTS[name])


@every_query
@formats_that_hold("claims")
def test_exports_contain_every_claim_with_stance_source_and_citation(
    row: Format, name: str
) -> None:
    holds_every_claim(read(row.key, name), EXTRACTS[name])


@every_query
@formats_that_hold("features")
def test_exports_contain_the_same_features_at_the_same_position(row: Format, name: str) -> None:
    holds_every_feature(read(row.key, name), EXTRACTS[name])


@every_query
@formats_that_hold("articles")
def test_exports_cite_every_article(row: Format, name: str) -> None:
    cites_every_article(read(row.key, name), EXTRACTS[name])


@every_format
def test_an_export_can_be_cancelled_before_it_is_done(row: Format) -> None:
    def stop(_share: float) -> None:
        raise ExportCancelledError("enough")

    watched = extract(select(DATASET, Query()), made=MADE, watch=stop)
    with pytest.raises(ExportCancelledError):
        row.make(watched)


def test_an_export_of_what_was_known_at_a_date_has_no_later_denial() -> None:
    asked = select(DATASET, Query(last=date(2022, 9, 30), by="known"))
    whole = extract(asked, made=MADE)
    said = DATASET.bounds["known"].first[whole.positions]
    assert (said <= date(2022, 9, 30).toordinal()).all()
    assert whole.selection.status.to_dict() == asked.status.to_dict()


def test_denials_alone_add_no_denials_of_others() -> None:
    asked = select(DATASET, Query(source=("kremlin",)))
    whole = extract(asked, made=MADE)
    assert set(whole.positions) == set(asked.positions)


def test_no_allegation_is_exported_without_its_denials() -> None:
    whole = EXTRACTS["assertions"]
    claims = whole.claims.set_index("id")
    asked = set(whole.matching.claims.index)
    assert set(claims.index[claims["selected"] == "yes"]) == asked
    added = claims[claims["selected"] == "no"]
    assert len(added) > 0
    assert set(added["stance"]) == {"denies"}
    affirming = whole.matching.claims["stance"].isin(AFFIRMING)
    alleged = set(whole.matching.claims.loc[affirming, "allegation"]) - {""}
    alleged |= {parent for key in alleged for parent in DATASET.broader[key]}
    denials = DATASET.claims[
        (DATASET.claims["stance"] == "denies") & DATASET.claims["allegation"].isin(alleged)
    ]
    assert set(denials.index) <= set(claims.index)


def test_statuses_count_added_denials() -> None:
    whole = EXTRACTS["assertions"]
    disputed = whole.features.set_index("id")["status"]
    assert (disputed == "disputed").any()
    assert not (whole.matching.status == "disputed").any()


@every_query
def test_features_have_the_texts_of_the_evidence_panel(name: str) -> None:
    whole = EXTRACTS[name]
    ids = whole.dataset.claims.index
    for row, about in zip(whole.features.to_dict("records"), whole.about, strict=True):
        found = evidence(whole.selection, row["id"])
        assert row["status"] == found.status
        assert row["summary"] == found.sentence
        assert row["claim_count"] == found.total
        assert list(ids[about]) == [exhibit.claim for exhibit in found.claim_details]


def test_days_are_empty_if_a_date_is_open() -> None:
    rows = EXTRACTS["everything"].claims.set_index("id")
    for happened, first, last in zip(
        rows["happened"], rows["first_day"], rows["last_day"], strict=True
    ):
        date = parse(happened) if happened else None
        assert first == (str(date.first) if date and date.first else "")
        assert last == (str(date.last) if date and date.last else "")
    assert (rows["last_day"] == "").any()


def test_the_original_of_a_reprint_is_included(write_folder: WriteFolder) -> None:
    rows = small_rows()
    paper = rows["articles"][0]
    rows["articles"] += [{**paper, "id": key} for key in ("first", "second", "other")]
    paper["reprint_of"], rows["articles"][1]["reprint_of"] = "first", "second"
    dataset = load(write_folder(rows)).dataset
    whole = extract(select(dataset, Query(source=("council",))), made=MADE)
    assert set(whole.articles.index) == {"paper", "first", "second"}
