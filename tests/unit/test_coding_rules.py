"""The shipped claims keep the rules of ``docs/coding-guide.md``, each stated as a law."""

from __future__ import annotations

from routemap.load import SHIPPED, load
from routemap.vocabulary import AFFIRMING

DATASET = load(SHIPPED).dataset
CLAIMS = DATASET.claims
AFFIRMED = CLAIMS[CLAIMS["stance"].isin(AFFIRMING)]
PUBLISHER = CLAIMS["article"].map(DATASET.articles["publisher"])
NAME = DATASET.sources["name"]


def test_no_publisher_relays_itself() -> None:
    relayed = [
        f"{key}: {relay}"
        for key, relays in CLAIMS["relayed_by"].items()
        for relay in relays
        if NAME[relay] in PUBLISHER[key]
    ]
    assert relayed == []


def test_a_source_affirms_an_allegation_in_one_way() -> None:
    stances = AFFIRMED.groupby(["source", "allegation"])["stance"].agg(set)
    assert stances[stances.str.len() > 1].to_dict() == {}


def test_only_media_report_everyone_else_speaks_for_themselves() -> None:
    reported = CLAIMS[CLAIMS["stance"] == "reports"]
    kinds = reported["source"].map(DATASET.sources["kind"])
    assert list(reported.index[kinds != "media"]) == []


def test_what_rests_on_imagery_is_an_estimate() -> None:
    imagery = AFFIRMED[AFFIRMED["note"].str.contains("satellite imagery")]
    assert list(imagery.index[imagery["stance"] != "estimates"]) == []
