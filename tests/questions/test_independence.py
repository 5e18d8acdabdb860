"""What the claim sources about a feature share."""

from __future__ import annotations

import numpy as np
from tests.conftest import WriteFolder, small_rows

from routemap.data.load import load
from routemap.questions.evidence import evidence
from routemap.questions.independence import independence
from routemap.questions.query import Query
from routemap.questions.selection import select


def test_sources_without_anything_in_common_share_nothing(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][1]["relayed_by"] = ""
    dataset = load(write_folder(rows)).dataset
    assert not independence(dataset, np.arange(len(dataset.claims))).says_anything


def test_what_sources_share_is_listed(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["sources"][0]["part_of"] = rows["sources"][1]["part_of"] = "state"
    rows["sources"].append({"id": "state", "name": "The state", "kind": "government"})
    rows["articles"].append(
        {
            **rows["articles"][0], "id": "reprint", "url": "https://other.example/arms",
            "reprint_of": "paper",
        }
    )  # fmt: skip
    rows["claims"][0]["also_in"] = "reprint"
    rows["claims"][2]["article"] = "reprint"
    found = evidence(select(load(write_folder(rows)).dataset, Query()), "north").independence
    assert found.bodies == (("The state", ("The council", "The ministry")),)
    assert found.relayed == (("The ministry", ("The agency",)),)
    assert (found.reprints, found.repeated) == (1, 1)


def test_a_sentence_counts_sources_and_bodies(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][1] |= {"stance": "asserts"}
    selection = select(load(write_folder(rows)).dataset, Query())
    assert "Asserted by 2 sources. No denial" in evidence(selection, "line").sentence
    rows["sources"][0]["part_of"] = "council"
    selection = select(load(write_folder(rows)).dataset, Query())
    assert "Asserted by 2 sources of 1 government." in evidence(selection, "line").sentence
    rows["sources"][1]["kind"] = "company"
    selection = select(load(write_folder(rows)).dataset, Query())
    assert "Asserted by 2 sources of 1 body." in evidence(selection, "line").sentence
