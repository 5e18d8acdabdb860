"""Every attack once, in its short form: other readers can still use the server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.attack.__main__ import generated, main, shipped
from benchmarks.attack.ground import Found, Ground
from benchmarks.attack.loopback import Answer, port_of
from benchmarks.attack.rows import ROWS, Row
from benchmarks.attack.table import in_words, table
from benchmarks.attack.waits import Growth, Patience, Waits
from benchmarks.report import Target
from benchmarks.serving import ROOT, ServingError

# tests/web/guard/test_connections.py sends half requests and many messages in every run
QUICK_ROWS = ("forwarded",)
ROW_CASES = [
    pytest.param(row, id=row.key, marks=() if row.key in QUICK_ROWS else pytest.mark.thorough)
    for row in ROWS
]


@pytest.mark.parametrize("row", ROW_CASES)
def test_no_one_takes_the_server_from_the_others(row: Row, tmp_path: Path) -> None:
    ground = generated(tmp_path, row.claims) if row.claims else shipped()
    found = row.run(ground, row.short)
    assert [in_words(target) for target in found.targets if not target.met] == []


@pytest.mark.parametrize(
    "url",
    ["http://localhost:80/", "https://127.0.0.1:80/", "http://192.0.2.1:80/", "http://[::1]:9/"],
)
def test_an_attack_refuses_every_address_but_this_machine_s_own(url: str) -> None:
    with pytest.raises(ServingError, match="attacks are only allowed on a server"):
        port_of(url)


def waits(*beside: float, status: int = 200, length: float = 4.0) -> Waits:
    quiet = tuple(Answer(200, seconds) for seconds in (0.1, 0.1, 0.2))
    return Waits(quiet, tuple(Answer(status, seconds) for seconds in beside), length)


def test_waits_are_held_against_seconds_and_in_the_short_form_against_the_same_run() -> None:
    patience = Patience(seconds=1.0, times=5.0, share=0.5)
    slow = waits(0.1, 0.2, 1.5)
    assert [target.met for target in patience.targets(slow, is_short=False)] == [True, False]
    assert [target.met for target in patience.targets(slow, is_short=True)] == [True, True]
    blocked = waits(3.0, 3.0, 3.0)
    assert [target.met for target in patience.targets(blocked, is_short=True)] == [True, False]
    refused = waits(0.1, status=503)
    assert [target.met for target in patience.targets(refused, is_short=True)] == [False, True]


def test_the_table_says_which_limit_was_missed() -> None:
    ground = Ground("shipped", 101, None, "", "a-route")
    found = Found((Target("memory", 20, 217.4, "MB"),), waits(0.1, 0.3), Growth(217.4, 3.0))
    (_, _, line) = table([(ROWS[0], ground, found)]).splitlines()
    assert line.startswith(f"| {ROWS[0].meaning} | 101 | 0.10 s | 0.20 s, 0.30 s | +217 MB |")
    assert line.endswith("| **memory 217 MB of 20 MB** | **beyond** |")
    assert not found.holds


def test_the_command_refuses_rows_and_sizes_that_it_does_not_know(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for wrong in (["--rows", "floods"], ["--sizes", "many"], ["--sizes", "12"]):
        with pytest.raises(SystemExit):
            main(wrong)
    assert "known: searches, messages" in capsys.readouterr().err


def test_the_page_shows_every_attack_at_both_sizes_and_none_beyond_its_limits() -> None:
    page = Path(ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"<!-- attack -->(.*)<!-- /attack -->", page, re.DOTALL)
    for row in ROWS:
        lines = [line for line in table.splitlines() if row.meaning in line]
        assert len(lines) == 2, row.key
        assert all(line.endswith("| within |") for line in lines), row.key
