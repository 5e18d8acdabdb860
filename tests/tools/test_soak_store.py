"""The soak test of a store with two replicas: it detects faults, and a short run has none."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import haproxy
from benchmarks.edited_store import Ledger, Token
from benchmarks.editions import Edition, make_edition, make_editions
from benchmarks.followers import faults
from benchmarks.page import Run
from benchmarks.postgres import REASON, programs
from benchmarks.scene import Scene, Seen
from benchmarks.soak import POSTGRES, main, soak
from benchmarks.soak_report import SoakReport, table
from benchmarks.store_ways import WAYS

from routemap.questions.query import Query

SESSIONS = 6
REPORT = SoakReport(
    sessions=2, replicas=2, seconds=60.0, edits=(("published drafts", "3"),), reruns=9, answers=20,
    probes=1, errors=(), wrong=(), lost=(), latencies=(0.1, 0.2), renewals=(1.0, 2.0), cut=1,
    recoveries=(1.5,), idle=0.01, memory=(1_000_000, 2_000_000),
)  # fmt: skip


def token(number: int, claim: str = "c1") -> Token:
    return Token(f" [edit {number}]", claim)


def test_an_edit_that_is_not_in_the_store_is_lost() -> None:
    ledger = Ledger(by_sql=[token(1), token(2)], published=[token(3, "c2")], unsure=[token(4)])
    assert ledger.lost({"c1": "As said. [edit 1] [edit 2]", "c2": " [edit 3]"}) == []
    assert ledger.lost({"c1": "As said. [edit 1]", "c2": " [edit 3] [edit 4]"}) == [
        "edit [edit 2] of claim c1 is lost"
    ]
    assert ledger.lost({"c1": " [edit 1] [edit 2]", "c2": ""}) == [
        "edit [edit 3] of claim c2 is lost"
    ]
    assert ledger.lost({}) != []


def test_an_edit_counts_once_and_only_if_it_was_committed() -> None:
    ledger = Ledger(by_sql=[token(1)], refused=[token(2)], taken_back=[token(3)])
    assert ledger.lost({"c1": " [edit 1] [edit 1]"}) == ["edit [edit 1] of claim c1 is there twice"]
    assert ledger.lost({"c1": " [edit 1] [edit 2] [edit 3]"}) == [
        "edit [edit 2] of claim c1 was not committed",
        "edit [edit 3] of claim c1 was not committed",
    ]


def test_lost_edits_and_pages_that_stay_away_are_faults() -> None:
    assert REPORT.faults == ()
    assert replace(REPORT, lost=("an edit",)).faults == ("an edit",)
    assert replace(REPORT, recoveries=()).faults == ("1 pages did not recover after the kill",)
    shown = table(REPORT)
    assert "| published drafts | 3 |" in shown
    assert "| from kill -9 to a page that is as before | 1 of 1 pages: –" in shown
    assert "memory of 2 servers" in shown


def test_an_edition_may_be_shown_for_longer_while_the_database_is_away(tmp_path: Path) -> None:
    _, first, second = make_editions(tmp_path, 3)
    now = time.monotonic()
    scene = Scene("", (first, second), 1.0, finished=[(now - 90, 1), (now - 50, 2)])
    old = Run(texts=[first.counts[Query()]], mark=first.revision, found={b"1"}, question=Query())
    (found,) = faults(scene, old, Query(), now)
    assert "after a later one" in found
    scene.silences.append((now - 49, float("inf")))
    assert faults(scene, old, Query(), now) == []
    scene.silences[:] = [(now - 49, now - 40)]
    assert faults(scene, old, Query(), now) != []


def test_texts_can_have_the_number_of_an_earlier_edition(tmp_path: Path) -> None:
    """The note of a claim changes without the other texts."""
    given = make_edition(tmp_path / "edition", 1)
    later = Edition(7, 1, given.revision, given.counts)
    scene = Scene("", [later], 1.0, finished=[(time.monotonic(), 7)])
    answer = Run(texts=[given.counts[Query()]], mark=given.revision, found={b"1"}, question=Query())
    assert faults(scene, answer, Query(), time.monotonic()) == []
    answer.found = {b"7"}
    assert faults(scene, answer, Query(), time.monotonic()) != []


def test_pages_are_counted_by_their_server() -> None:
    seen = Seen(pages={0: ("a", "x"), 1: ("b", "x"), 2: ("a", "y")})
    assert (seen.on("a"), seen.on("b"), seen.server_of(2), seen.server_of(3)) == (2, 1, "a", "")


def test_every_way_to_edit_has_a_sentence() -> None:
    assert len({way.key for way in WAYS}) == len(WAYS)
    assert all(way.meaning.endswith(".") for way in WAYS)
    assert [way.key for way in WAYS if not way.is_kept] == ["rollback"]


def test_the_proxy_has_the_file_under_deploy_with_other_ports(tmp_path: Path) -> None:
    text = haproxy.configuration(tmp_path, 8443, {"a": 9001, "b": 9002})
    assert re.findall(r"^    server (\w) (\S+) cookie (\w)", text, re.MULTILINE) == [
        ("a", "127.0.0.1:9001", "a"), ("b", "127.0.0.1:9002", "b"),
        ("a", "127.0.0.1:9001", "a"), ("b", "127.0.0.1:9002", "b"),
    ]  # fmt: skip
    assert set(re.findall(r"^    bind ([\d.]+):", text, re.MULTILINE)) == {"127.0.0.1"}
    assert "[::]" not in text


def test_only_tables_of_the_documentation_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--replicas", "2", "--write"])
    assert "no table for these options" in capsys.readouterr().err


@pytest.mark.skipif(programs() is None, reason=REASON)
@pytest.mark.skipif(haproxy.program() is None, reason=haproxy.REASON)
def test_a_short_soak_of_two_replicas_loses_no_edit_and_every_page_comes_back() -> None:
    report = soak(SESSIONS, 20, replicas=2, store=POSTGRES)
    assert report.faults == ()
    counts = dict(report.edits)
    assert int(counts["edits with SQL, each in one of six ways"]) > 1
    assert report.reruns
    assert report.renewals
    assert len(report.recoveries) == report.cut < SESSIONS
    assert "| lost edits | 0 |" in table(report)
