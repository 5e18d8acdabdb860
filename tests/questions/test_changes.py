"""What changed between two states, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Rows, claim, place, small_rows, write_rows

from routemap.data.load import load
from routemap.data.record_changes import record_changes
from routemap.model.vocabulary import Status
from routemap.questions.change_counts import counts_in_words
from routemap.questions.change_links import linked
from routemap.questions.change_sentences import change_items, summary
from routemap.questions.changes import changes
from routemap.questions.differences import DIFFERENCES, difference_codes
from routemap.questions.query import Query


@pytest.fixture
def between(tmp_path: Path):
    """Return the changes from the small folder to other rows."""

    def compare(rows: Rows, query: Query | None = None, before: Rows | None = None):
        old = load(write_rows(tmp_path / "old", before or small_rows())).dataset
        return changes(old, load(write_rows(tmp_path / "new", rows)).dataset, query)

    return compare


def texts(found) -> list[str]:
    return [f"{item.label}: {item.text}" for item in change_items(found)]


def test_the_same_records_in_another_order_are_no_change(between) -> None:
    rows = small_rows()
    for table in ("claims", "sources", "places", "routes"):
        rows[table].reverse()
    found = between(rows)
    assert not found
    assert (counts_in_words(found), summary(found), change_items(found)) == ("", "", ())


def test_a_new_denial_disputes_and_says_so(between) -> None:
    rows = small_rows()
    rows["claims"].append(
        claim("c9", source="council", allegation="horses", stance="denies", said="2022-12-05",
              features="lane")
    )  # fmt: skip
    found = between(rows)
    lane = next(item for item in found.statuses if item.feature == "lane")
    assert (lane.old, lane.new, lane.claims) == (Status.ASSERTED, Status.DISPUTED, ("c9",))
    assert texts(found)[0] == (
        "Status changed: Lane went from asserted to disputed: denied by The council on "
        "5 December 2022."
    )
    assert "Side changed: “Horses move” is now denied, by The council." in texts(found)
    assert "New denial: The council: denies “Horses move”, 5 December 2022." in texts(found)
    assert summary(found) == (
        "1 claim added; Lane went from asserted to disputed: denied by The council on "
        "5 December 2022"
    )


def test_the_denial_of_a_broader_allegation_is_the_reason(between) -> None:
    before = small_rows()
    before["allegations"].append({"id": "all", "statement": "Anything moves."})
    before["allegations"][1]["part_of"] = "all"
    rows = {**before, "claims": [*before["claims"]]}
    rows["claims"].append(
        claim("c9", source="council", allegation="all", stance="denies", features="area")
    )
    found = between(rows, before=before)
    lane = next(item for item in found.statuses if item.feature == "lane")
    assert (lane.new, lane.claims) == (Status.DISPUTED, ("c9",))


def test_a_denial_that_is_removed_is_the_reason_and_in_the_list(between) -> None:
    rows = small_rows()
    del rows["claims"][1]
    found = between(rows)
    assert texts(found)[0] == (
        "Status changed: North went from disputed to asserted: no longer denied by The ministry "
        "between 7 and 8 November 2022."
    )
    removal = next(item for item in change_items(found) if item.kind == "removal")
    assert removal.text.startswith("The ministry: denies “Shells move”")
    assert linked(Query(), removal)["address"] == ""


def test_a_stance_that_is_corrected_names_the_field_with_both_values(between) -> None:
    rows = small_rows()
    rows["claims"][1]["stance"] = "asserts"
    found = between(rows)
    correction = next(item for item in change_items(found) if item.kind == "correction")
    assert correction.details == (("Stance", "Denies", "Asserts"),)
    assert [(turn.source, turn.old, turn.new) for turn in found.changed_sides] == [
        ("ministry", "denies", "affirms")
    ]
    assert (
        "Side changed: The ministry changed sides on “Shells move”: denied before, affirmed now."
        in texts(found)
    )


def test_a_corrected_note_is_no_reason_for_a_status(between) -> None:
    rows = small_rows()
    rows["claims"][0]["note"] = "A note."
    rows["claims"].append(claim("c9", stance="denies", allegation="horses", features="lane"))
    lane = next(item for item in between(rows).statuses if item.feature == "lane")
    assert lane.claims == ("c9",)


def test_a_retracted_article_withdraws_its_claims(between) -> None:
    rows = small_rows()
    rows["articles"][0]["retracted_on"] = "2022-12-01"
    found = between(rows)
    assert {item.new for item in found.statuses} == {Status.WITHDRAWN}
    assert "the article of a claim by The council was retracted" in texts(found)[0]
    back = changes(found.new.dataset, found.old.dataset)
    assert "the article of a claim by The council is no longer retracted" in texts(back)[0]


def test_what_is_new_and_what_is_gone_from_the_map(between) -> None:
    rows = small_rows()
    rows["places"].append(place("harbour", (131.0, 42.0)))
    rows["claims"][2]["features"] = "harbour;south;north"
    found = between(rows)
    codes = dict(
        zip(
            found.new.dataset.features.index,
            (DIFFERENCES.keys[code] if code >= 0 else "" for code in difference_codes(found)),
            strict=True,
        )
    )
    assert codes == {
        "north": "edited", "south": "edited", "area": "same", "harbour": "appeared",
        "line": "same", "lane": "dropped",
    }  # fmt: skip
    assert any("Lane is no longer on the map" in text for text in texts(found))
    assert "New place or route: Place “Harbour”." in texts(found)


def test_only_changes_within_the_filters_are_counted(between) -> None:
    rows = small_rows()
    rows["claims"][0]["note"] = "A note."
    rows["claims"][2]["note"] = "Another note."
    found = between(rows, Query(source=("agency",)))
    assert [(item.table, item.record) for item in found.records] == [("claims", "c3")]
    assert between(rows, Query(text="nothing has this")).records == ()


def test_values_of_own_columns_and_lines_are_compared(between) -> None:
    rows = small_rows()
    for row in rows["claims"]:
        row["own"] = {"desk": "checked"}
    rows["routes"][0]["geometry"]["coordinates"].insert(1, [130.5, 42.3])
    found = between(rows)
    route = found.by_record["routes", "line"]
    assert [item.key for item in route.fields] == ["geometry"]
    assert [item.key for item in found.by_record["claims", "c1"].fields] == ["desk"]
    details = next(item.details for item in change_items(found) if item.features == ("line",))
    assert details == (("Line", "a line of 2 vertices", "a line of 3 vertices"),)


def test_counts_name_added_changed_and_removed_records(between) -> None:
    rows = small_rows()
    rows["claims"][0]["note"] = "A note."
    del rows["claims"][3]
    rows["claims"] += [claim("c8"), claim("c9")]
    rows["sources"].append({"id": "paper", "name": "The paper", "kind": "media"})
    found = between(rows)
    assert counts_in_words(found) == "2 claims added, 1 removed, 1 changed; 1 other record added"


def test_a_state_compared_with_itself_reads_nothing(tmp_path: Path) -> None:
    dataset = load(write_rows(tmp_path, small_rows())).dataset
    assert record_changes(dataset, dataset) == ()


def test_a_quotation_that_no_longer_fits_the_saved_text_is_named(tmp_path: Path) -> None:
    rows = small_rows()
    old = load(write_rows(tmp_path / "old", rows)).dataset
    rows["claims"][2]["excerpt"] = "forty horses left"
    new = load(write_rows(tmp_path / "new", rows)).dataset
    saved = {"paper": "It said thirty horses left the station."}
    assert changes(old, new, texts=saved).unverified == ("c3",)
    assert changes(new, old, texts=saved).unverified == ()
    assert "Quotation not verified: “forty horses left” is not in the saved text of" in (
        "\n".join(texts(changes(old, new, texts=saved)))
    )
    assert changes(old, new).unverified == ()


def test_an_allegation_that_becomes_part_of_a_denied_one_is_the_reason(between) -> None:
    rows = small_rows()
    rows["allegations"][1]["part_of"] = "shells"
    found = between(rows)
    assert (
        "Status changed: Lane went from asserted to disputed: “Horses move” is now part of "
        "“Shells move”."
    ) in texts(found)
    reverse = between(small_rows(), before=rows)
    assert "“Horses move” is no longer part of “Shells move”" in texts(reverse)[0]
