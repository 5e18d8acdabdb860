"""The shipped claims follow the rules of ``docs/coding-guide.md``, each of them one test."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import shapely
from tests.conftest import shipped

from routemap.data.load import SHIPPED
from routemap.model.claim_table import CLAIMS as CLAIM_COLUMNS
from routemap.model.stance_rules import STANCE_RULES
from routemap.model.vocabulary import AFFIRMING, DENYING, STANCES

DATASET = shipped().dataset
CLAIMS = DATASET.claims
AFFIRMED = CLAIMS[CLAIMS["stance"].isin(AFFIRMING)]
DENIED = CLAIMS[CLAIMS["stance"].isin(DENYING)]
QUOTED = CLAIMS[CLAIMS["excerpt_kind"] == "quotation"]
PUBLISHER = CLAIMS["article"].map(DATASET.articles["publisher"])
NAME = DATASET.sources["name"]


def values(cells: pd.Series) -> set[str]:
    """Return all values of a column with several values per cell."""
    return {value for cell in cells for value in cell}


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


def test_what_rests_on_imagery_is_an_estimate_unless_a_government_says_that_it_knows() -> None:
    imagery = AFFIRMED[["imagery" in cell for cell in AFFIRMED["evidence"]]]
    kinds = imagery["source"].map(DATASET.sources["kind"])
    assert list(imagery.index[(imagery["stance"] != "estimates") & (kinds != "government")]) == []
    assert len(imagery) >= 8


def test_a_claim_that_affirms_does_not_hold_a_denial_of_somebody_else() -> None:
    assert list(AFFIRMED.index[AFFIRMED["excerpt"].str.contains(r"\bden(?:y|ies)\b")]) == []


@pytest.mark.parametrize(
    ("words", "allegation"),
    [
        ("using Russian fabric", "fabric-to-dprk"),
        ("obfuscating the real destination of the arms shipments", "dprk-arms-to-russia"),
        ("This is not the first time accusations of North Korean arms dealings", ""),
    ],
)
def test_a_statement_of_the_article_has_a_claim_of_its_own(words: str, allegation: str) -> None:
    own = QUOTED[QUOTED["excerpt"].str.startswith(words)]
    assert list(own["allegation"]) == [allegation]


@pytest.mark.parametrize(
    ("article", "words", "stance"),
    [
        ("csis-2023-02-17", "No second arms-type train", "finds_none"),
        ("kbs-2024-10-18", "Aircraft", "asserts"),
        ("kyiv-independent-2022-11-08", "Russian material", "asserts"),
        ("interfax-2022-11-02", "medicine", "asserts"),
    ],
)
def test_a_statement_of_a_report_has_a_claim_of_its_own(
    article: str, words: str, stance: str
) -> None:
    found = CLAIMS[(CLAIMS["article"] == article) & CLAIMS["excerpt"].str.contains(words)]
    assert list(found["stance"]) == [stance]


def test_no_note_refers_to_claims_by_their_order() -> None:
    order = r"\b(?:next|previous|preceding|following|last|first)\b[^.]*\bclaims?\b"
    beside = r"\bclaims?\b[^.]*\b(?:before|after|above|below)\b"
    for table in (CLAIMS, DATASET.articles, DATASET.allegations, DATASET.features):
        notes = table["note"]
        assert list(notes[notes.str.contains(f"{order}|{beside}")]) == []


def test_a_note_refers_to_records_that_exist() -> None:
    tables = (CLAIMS, DATASET.articles, DATASET.allegations, DATASET.features, DATASET.sources)
    known = set().union(*(table.index for table in tables))
    for table in tables:
        for note in table["note"]:
            dated = re.findall(r"\b[a-z0-9]+(?:-[a-z]+)*-20\d\d[-0-9]*\d\b", note)
            assert set(dated) <= known


def test_words_that_a_note_quotes_stand_in_the_record() -> None:
    for key, claim in CLAIMS[CLAIMS["excerpt_kind"] == "paraphrase"].iterrows():
        title = DATASET.articles["title"][claim["article"]]
        record = f"{claim['excerpt']} {claim['quantity']} {title}".casefold()
        quoted = re.findall("“([^”]+)”", claim["note"])
        assert [words for words in quoted if words.casefold() not in record] == [], key


def test_reported_speech_is_marked_as_the_words_of_the_article() -> None:
    unmarked = []
    for key, claim in QUOTED.iterrows():
        own_voice = NAME[claim["source"]] == PUBLISHER[key]
        before = claim["prefix"].rfind("“") > claim["prefix"].rfind("”")
        after = re.match("[^“]*”", claim["suffix"]) is not None
        direct = before or after or "own words" in claim["note"]
        if not (own_voice or direct or "article’s words" in claim["note"]):
            unmarked.append(key)
    assert unmarked == []


@pytest.mark.parametrize(
    "words",
    [
        "^(?:Planned|Future|Expected) ",
        "Inferred:",
        "^Said by",
        "no (?:delivery|purchase) is claimed",
        "satellite imagery",
        "same (?:report|statement)[^.]* as in the article",
    ],
)
def test_what_has_a_column_is_not_in_the_note(words: str) -> None:
    assert list(CLAIMS.index[CLAIMS["note"].str.contains(words)]) == []


def test_a_speaker_is_not_repeated_in_the_note() -> None:
    named = CLAIMS[CLAIMS["speaker"] != ""]
    assert len(named) > 20
    for key, claim in named.iterrows():
        name, _, _role = claim["speaker"].casefold().partition(",")
        assert name not in claim["note"].casefold(), key


def test_what_is_planned_or_expected_has_no_day_of_the_event() -> None:
    ahead = CLAIMS[CLAIMS["phase"].isin(["planned", "expected"])]
    assert list(ahead.index[ahead["happened"] != ""]) == []
    assert len(ahead) >= 4


def test_an_attempt_is_attempted_on_the_allegation_about_it() -> None:
    trying = DATASET.allegations["statement"].str.contains("is trying to")
    about_it = AFFIRMED[AFFIRMED["allegation"].map(trying)]
    assert set(about_it["phase"]) == {"attempted"}
    assert list(CLAIMS.index[CLAIMS["phase"] == "attempted"]) == list(about_it.index)


def test_a_denial_has_no_phase_and_rests_on_words() -> None:
    assert set(DENIED["phase"]) == {""}
    assert set(DENIED["evidence"]) == {("statement",)}


def test_only_a_source_that_is_no_party_finds_no_sign() -> None:
    sources = DATASET.sources.loc[CLAIMS.loc[CLAIMS["stance"] == "finds_none", "source"]]
    party = sources["country"].isin(["PRK", "RUS"]) & sources["kind"].isin(
        ["government", "embassy"]
    )
    assert len(sources)
    assert not party.any()


_MEANS = {
    "rail": r"\b(?:trains?|rail(?:way|cars?)?|\w+ cars)\b",
    "sea": r"\b(?:ships?|landing ships|sea trips|voyages|tanker calls|by sea)\b",
    "air": r"\b(?:aircraft|by air)\b",
}


def test_a_means_of_transport_in_the_words_of_a_claim_is_its_mode() -> None:
    seen = set()
    for key, claim in CLAIMS.iterrows():
        text = f"{claim['excerpt']} {claim['quantity']}".casefold()
        named = {mode for mode, words in _MEANS.items() if re.search(words, text)}
        # beside its own means, a claim can name that of another movement
        assert not named or named & set(claim["mode"]), key
        assert len(named) != 1 or set(claim["mode"]) == named, key
        seen |= named
    assert seen == set(_MEANS)


@pytest.mark.parametrize(
    ("allegation", "direction"),
    [
        ("horses-to-dprk", "RUS-PRK"),
        ("energy-by-rail", "RUS-PRK"),
        ("uniforms-by-rail", "PRK-RUS"),
        ("rason-khasan-arms-train", "PRK-RUS"),
        ("kim-train-2023", "PRK-RUS"),
    ],
)
def test_a_movement_over_the_crossing_has_its_direction(allegation: str, direction: str) -> None:
    assert set(CLAIMS.loc[CLAIMS["allegation"] == allegation, "direction"]) == {direction}


def test_a_direction_is_that_of_a_line_that_is_used_both_ways() -> None:
    directed = CLAIMS[CLAIMS["direction"] != ""]
    both_ways = {"khasan-tumen-river-crossing", "khasan-rason-goods"}
    assert [key for key, cell in directed["features"].items() if not both_ways & set(cell)] == []


_COUNTED = {
    "animals": "horse|stallion",
    "barrels": "barrel",
    "containers": "container",
    "railcars": "railcar",
    "tonnes": r"\d t\b|tonne",
    "voyages": "trip|voyage",
}
_NUMBERS = {"3": "three", "6": "six", "1000000": "1 million"}


def test_a_quantity_with_a_number_of_a_listed_unit_has_an_amount() -> None:
    for unit, words in _COUNTED.items():
        counted = CLAIMS["quantity"].str.contains(words) & CLAIMS["quantity"].str.contains(
            r"\d|three|six"
        )
        without = CLAIMS[counted & (CLAIMS["unit"] == "")]
        assert list(without.index) == [], unit
        assert unit in set(CLAIMS.loc[counted, "unit"])


def test_an_amount_is_the_number_in_the_words_of_its_quantity() -> None:
    counted = CLAIMS[CLAIMS["unit"] != ""]
    assert len(counted) > 15
    for key, claim in counted.iterrows():
        for number in {claim["amount_min"], claim["amount_max"]} - {""}:
            words = _NUMBERS.get(number, f"{int(number):,}")
            assert re.search(rf"(?<![\d,]){words}\b", claim["quantity"]), key
        least_only = re.match("over|more than|at least", claim["quantity"]) is not None
        assert least_only == (claim["amount_max"] == ""), key


def test_a_claim_names_the_ships_that_its_excerpt_names() -> None:
    names = DATASET.vessels["name"]
    assert len(names) >= 3
    for key, claim in CLAIMS.iterrows():
        named = {
            ship for ship, name in names.items() if re.search(rf"\b{name}\b", claim["excerpt"])
        }
        assert set(claim["vessels"]) == named, key


def test_a_claim_with_an_inferred_value_says_why_in_its_note() -> None:
    inferred = CLAIMS[CLAIMS["inferred"].str.len() > 0]
    assert len(inferred) > 15
    assert list(inferred.index[inferred["note"] == ""]) == []


def test_an_article_that_carries_a_statement_too_has_the_same_source_on_the_same_matter() -> None:
    carried = CLAIMS[CLAIMS["also_in"].str.len() > 0]
    assert len(carried)
    for key, claim in carried.iterrows():
        for article in claim["also_in"]:
            there = CLAIMS[CLAIMS["article"] == article]
            same = there["source"].eq(claim["source"]) & there["allegation"].eq(claim["allegation"])
            assert article != claim["article"], key
            assert same.any(), key


def test_a_body_of_a_state_is_a_part_of_its_government() -> None:
    sources = DATASET.sources
    governments = set(sources["part_of"]) - {""}
    assert len(governments) >= 4
    bodies = sources[sources["kind"].isin(["government", "embassy"])]
    alone = bodies[(bodies["part_of"] == "") & ~bodies.index.isin(governments)]
    assert list(alone.index) == ["primorye-veterinary-service"]
    for key, part in bodies[bodies["part_of"] != ""].iterrows():
        assert part["country"] == sources.loc[part["part_of"], "country"], key


def test_a_claim_about_several_lanes_says_that_it_has_one_period_for_them() -> None:
    lanes = set(DATASET.routes.index[DATASET.routes["mode"] == "sea"])
    several = CLAIMS[[len(lanes & set(cell)) > 1 for cell in CLAIMS["features"]]]
    assert list(several.index[~several["note"].str.contains("one period")]) == []


def test_a_claim_about_a_station_of_the_crossing_names_the_crossing() -> None:
    stations = {"khasan-station", "tumen-river-station"}
    without = [
        key
        for key, cell in CLAIMS["features"].items()
        if stations & set(cell) and "khasan-tumen-river-crossing" not in cell
    ]
    assert without == []


@pytest.mark.parametrize("column", ["features", "cargo"])
def test_a_denial_is_coded_like_what_it_denies(column: str) -> None:
    for allegation, affirmed in AFFIRMED.groupby("allegation"):
        for key, cell in DENIED.loc[DENIED["allegation"] == allegation, column].items():
            if column == "features":
                assert values(affirmed[column]) <= set(cell), key
            else:
                assert values(affirmed[column]) == set(cell), key


def test_a_title_of_our_own_is_all_in_brackets_and_its_note_says_so() -> None:
    articles = DATASET.articles
    own = articles["title"].str.fullmatch(r"\[[^\]]*\]")
    said = articles["note"].str.contains("words in brackets are ours", regex=False)
    assert list(articles.index[own != said]) == []
    partly = articles[articles["title"].str.contains(r"\[") & ~own]
    assert partly["note"].str.contains("as published", regex=False).all()


def test_an_alignment_has_a_track_and_a_reported_path() -> None:
    drawn = DATASET.routes[DATASET.routes["geometry_basis"] == "alignment"]
    assert drawn["geometry_source"].str.startswith("Track of © OpenStreetMap").all()
    unreported = drawn["note"].str.contains(r"path\b[^.]*\bnot reported")
    assert list(drawn.index[unreported]) == []


def test_a_line_over_land_without_a_track_is_straight_between_the_places_it_names() -> None:
    routes, places = DATASET.routes, DATASET.places
    straight = routes[(routes["geometry_basis"] != "alignment") & (routes["mode"] == "rail")]
    assert {"pyongyang-khasan-uniforms", "rason-khasan-arms-train"} <= set(straight.index)
    for key, route in straight.iterrows():
        named = [route["from"], *route["via"], route["to"]]
        points = [places.geometry[name].coords[0] for name in named]
        assert list(routes.geometry[key].coords) == points, key
        assert (route["geometry_basis"] == "waypoints") == bool(route["via"]), key


def test_a_line_ends_nearer_to_the_place_it_names_than_to_any_other() -> None:
    points = pd.Series(DATASET.places.geometry.array, DATASET.places.index, dtype=object)
    for key, route in DATASET.routes.iterrows():
        first, *_, last = shapely.get_coordinates(DATASET.routes.geometry[key])
        for vertex, name in ((first, route["from"]), (last, route["to"])):
            distance = points.map(shapely.Point(vertex).distance)
            at_sea = DATASET.places.loc[name, "kind"] == "country"
            assert distance[name] == distance.min() or at_sea, (key, name)


def test_ports_are_called_reported_only_where_both_ends_are_ports() -> None:
    kinds = DATASET.places["kind"]
    for key, route in DATASET.routes.iterrows():
        text = f"{route['note']} {route['geometry_source']}"
        if re.search(r"\bthe ports were reported|\btwo ports\b", text):
            assert {kinds[route["from"]], kinds[route["to"]]} == {"port"}, key


def test_the_guide_names_records_that_exist() -> None:
    guide = (SHIPPED.parent / "docs" / "coding-guide.md").read_text(encoding="utf-8")
    tables = (CLAIMS, DATASET.articles, DATASET.allegations, DATASET.features, DATASET.sources)
    known = set().union(*(table.index for table in tables))
    named = {word for word in re.findall("`([a-z0-9]+(?:-[a-z0-9]+)+)`", guide) if "-20" in word}
    assert len(named) > 40
    assert named <= known


def test_the_guide_has_a_rule_for_every_column_and_stance_beyond_the_first_ones() -> None:
    guide = (SHIPPED.parent / "docs" / "coding-guide.md").read_text(encoding="utf-8")
    first = {"id", "article", "allegation", "cargo", "features", "excerpt_kind", "excerpt"}
    first |= {"prefix", "suffix", "note", "source", "relayed_by", "stance"}
    columns = set(CLAIM_COLUMNS.keys) - first
    assert len(columns) > 15
    assert [key for key in sorted(columns | set(STANCES.keys)) if f"`{key}`" not in guide] == []


def test_the_page_shows_the_table_of_stances_of_the_guide() -> None:
    guide = (SHIPPED.parent / "docs" / "coding-guide.md").read_text(encoding="utf-8")
    section = guide.split("\n## Stance\n")[1].split("\n## ")[0]
    _, _, *rows = [line for line in section.splitlines() if line.startswith("| ")]
    found = [[cell.strip() for cell in row.strip("|").split(" | ")][:2] for row in rows]
    assert found == [[rule.when, f"`{rule.stance}`{rule.more}"] for rule in STANCE_RULES]
    assert {rule.stance for rule in STANCE_RULES} == set(STANCES.keys)
