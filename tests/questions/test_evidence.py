"""The evidence for a feature: sentences, order of claims, relays, citations, links."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from tests.conftest import WriteFolder, claim, small_rows

from routemap.data.load import load
from routemap.map.payload import feature_collection, popup, shown_string
from routemap.model.errors import UnknownFeatureError
from routemap.questions.claim import text_fragment
from routemap.questions.evidence import evidence
from routemap.questions.matrix import allegation_summaries
from routemap.questions.query import Query
from routemap.questions.selection import select


def test_the_sentence_counts_sources_and_not_claims(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"] += [
        claim("c5", source="agency"),
        claim("c6", source="council", excerpt="the council again"),
        claim("c7", source="agency", stance="denies"),
    ]
    found = evidence(select(load(write_folder(rows)).dataset, Query()), "line")
    # the agency asserted and then denied, so it counts once, as a denial
    assert found.sentence == (
        "Disputed: asserted by 1 source, denied by 2. Changed sides: The agency."
    )


def test_a_source_that_asserts_and_reports_counts_once(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"] = [
        claim("c1", source="council", stance="reports", said="2022-11-03"),
        claim("c2", source="council", stance="asserts", said="2022-11-02", excerpt="words"),
    ]
    found = evidence(select(load(write_folder(rows)).dataset, Query()), "line")
    assert found.sentence == "Reported by 1 source. No denial in view."


def test_a_source_with_two_sides_on_two_allegations_is_named(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"] = [
        claim("c1", source="council", allegation="horses"),
        claim("c2", source="council", stance="denies"),
    ]
    found = evidence(select(load(write_folder(rows)).dataset, Query()), "line")
    assert found.sentence.endswith("Affirms one allegation and denies another: The council.")


def test_a_hidden_denial_of_a_broader_allegation_is_counted(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["allegations"][1]["part_of"] = "shells"
    rows["claims"][1]["features"] = "area"
    found = evidence(select(load(write_folder(rows)).dataset, Query(source=("agency",))), "lane")
    assert found.sentence == "Reported by 1 source. The filters hide who denies it."
    assert found.hidden == "Hidden by the filters: 1 denial of a broader allegation."


@pytest.mark.parametrize(
    ("feature", "query", "sentence"),
    [
        ("line", Query(), "Disputed: asserted by 1 source, denied by 1."),
        ("north", Query(), "denied by 1. On other allegations: reported by 1 source."),
        (
            "line",
            Query(stance=("asserts",)),
            "Asserted by 1 source. The filters hide who denies it.",
        ),
        ("line", Query(stance=("denies",)), "Denied by 1 source. The filters hide who asserts it."),
        ("lane", Query(), "Reported by 1 source. No denial in view."),
        ("area", Query(), "Background: context only; no claim in view says that anything moved."),
        ("area", Query(stance=("denies",)), "The filters hide every claim about it."),
    ],
)
def test_the_status_in_a_sentence(feature: str, query: Query, sentence: str, folder: Path) -> None:
    assert sentence in evidence(select(load(folder).dataset, query), feature).sentence


def test_hidden_claims_are_counted(folder: Path) -> None:
    found = evidence(select(load(folder).dataset, Query(stance=("asserts",))), "line")
    assert found.hidden == "Hidden by the filters: 1 denial."


def test_claims_are_in_the_order_in_which_they_were_said(folder: Path) -> None:
    found = evidence(select(load(folder).dataset, Query()), "south")
    assert [exhibit.claim for exhibit in found.claim_details] == ["c4", "c3"]


def test_a_claim_has_source_relay_dates_and_citation(folder: Path) -> None:
    found = evidence(select(load(folder).dataset, Query(stance=("denies",))), "line")
    (exhibit,) = found.claim_details
    assert (exhibit.source, exhibit.relayed) == ("The ministry", "The agency")
    assert exhibit.said == "between 7 and 8 November 2022"
    assert exhibit.happened == ""
    assert (exhibit.quotation, exhibit.excerpt_label) == (False, "Paraphrase")
    assert exhibit.citation == (
        "A. Writer, “Arms and denials”, The Paper, published between 8 and 9 November 2022"
    )
    assert exhibit.url == "https://paper.example/arms"


def test_a_quotation_links_to_its_words(folder: Path) -> None:
    found = evidence(select(load(folder).dataset, Query()), "lane")
    assert found.claim_details[0].url == (
        "https://paper.example/arms#:~:text=It%20said-,thirty%20horses%20left,-the%20station."
    )


def test_a_text_fragment_escapes_what_its_syntax_uses() -> None:
    link = text_fragment("https://a.example/#top", "one-two, & three", "", "")
    assert link == "https://a.example/#:~:text=one%2Dtwo%2C%20%26%20three"
    long = text_fragment("https://a.example/", " ".join(f"w{n}" for n in range(30)), "", "")
    assert long.endswith("text=w0%20w1%20w2%20w3%20w4,w25%20w26%20w27%20w28%20w29")


def test_an_unknown_feature_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownFeatureError, match="neither a place nor a route"):
        evidence(select(load(folder).dataset, Query()), "moon")


def test_a_summary_names_both_sides(folder: Path) -> None:
    shells, horses = allegation_summaries(select(load(folder).dataset, Query()))
    assert (shells.status, horses.status) == ("disputed", "asserted")
    assert shells.sides == (("Asserted by", ("The council",)), ("Denied by", ("The ministry",)))


def test_one_character_per_feature_gives_its_status(folder: Path) -> None:
    dataset = load(folder).dataset
    assert list(dataset.features.index) == ["north", "south", "area", "line", "lane"]
    assert shown_string(select(dataset, Query())) == "dabda"
    assert shown_string(select(dataset, Query(stance=("asserts",)))) == "A..A."
    assert shown_string(select(dataset, Query(stance=("denies",)))) == "X..X."


def test_the_map_is_sent_the_geometry_of_the_data(folder: Path) -> None:
    dataset = load(folder).dataset
    features = feature_collection(dataset)["features"]
    assert [item["properties"]["id"] for item in features] == list(dataset.features.index)
    for item, geometry in zip(
        features, [*dataset.places.geometry, *dataset.routes.geometry], strict=True
    ):
        assert shapely.geometry.shape(item["geometry"]).equals(geometry)


def test_a_popup_is_the_evidence_cut_short(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"] += [claim(f"more{n}") for n in range(10)]
    found = evidence(select(load(write_folder(rows)).dataset, Query()), "line")
    shown = popup(found)
    assert len(shown["claims"]) + shown["more"] == len(found.claim_details)
    assert shown["sentence"] == found.sentence


def test_a_denial_in_view_is_never_called_absent(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"] = [
        claim("c1", source="council", allegation="horses"),
        claim("c2", stance="denies", allegation="shells"),
    ]
    found = evidence(select(load(write_folder(rows)).dataset, Query()), "line")
    assert (found.status, len(found.claim_details)) == ("asserted", 2)
    assert "asserted by 1" in found.sentence.lower()
    assert "denied by 1" in found.sentence.lower()
    assert "No denial in view" not in found.sentence


def test_relays_are_in_the_order_in_which_they_passed_a_claim_on(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["claims"][0]["relayed_by"] = "agency; ministry"
    found = evidence(select(load(write_folder(rows)).dataset, Query(stance=("asserts",))), "line")
    assert [exhibit.relayed for exhibit in found.claim_details] == ["The agency, The ministry"]


def test_a_citation_gives_author_title_publisher_and_date(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["articles"][0].update(author="A. Writer; B. Writer", published="2022-11~")
    found = evidence(select(load(write_folder(rows)).dataset, Query()), "line")
    assert found.claim_details[0].citation == (
        "A. Writer and B. Writer, “Arms and denials”, The Paper, published around November 2022"
    )
