"""The benchmarks: the data they generate, and how they evaluate measurements."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import pytest
from benchmarks.browser import BrowserTimes
from benchmarks.core import CoreTimes
from benchmarks.generate import generate
from benchmarks.published import PAGE, write_table
from benchmarks.replicas import ReplicaReport, replicas_table, replicas_targets
from benchmarks.report import Size, Target, as_json, exponent, percentile, tables, targets, verdicts
from benchmarks.sessions import SessionReport
from benchmarks.store_edits import StoreReport, store_table, store_targets

from routemap.data.load import load


def test_generated_data_is_valid_and_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generate(tmp_path / name, 40, seed)
    files = [{p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in "abc"]
    assert files[0] == files[1] != files[2]
    loaded = load(tmp_path / "a")
    assert loaded.problems == ()
    assert loaded.counts == {
        "places": 20, "routes": 40, "areas": 0, "sources": 12, "articles": 80, "vessels": 4,
        "allegations": 12, "claims": 400, "media": 0,
    }  # fmt: skip


def test_generated_dates_are_of_every_kind(tmp_path: Path) -> None:
    generate(tmp_path, 400)
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as file:
        dates = {row["happened"] for row in csv.DictReader(file)}
    for part in ("", "~", "?", "%", "/..", "../", "X", "-21"):
        assert any(part in text if part else text == "" for text in dates), part
    assert {len(text) for text in dates} >= {0, 4, 7, 10, 21}


def times(first: float, change: float, **more: list[float]) -> BrowserTimes:
    """Possible measurements of one app."""
    return BrowserTimes(
        first=[first], first_whole=[2 * first], change=[change], change_whole=[change],
        wire=[9000.0], memory=[200.0], **more,
    )  # fmt: skip


def size(name: str, routes: int, change: float, first: float = 2000.0) -> Size:
    """Possible measurements of one size."""
    core = CoreTimes(10 * routes, 2 * routes, routes / 1000, 0.1, (0.001, 0.002), 0.01)
    ours = times(first, change, leaflet=[100.0], cpu=[0.01, 0.02, 0.03])
    floor, tuned = times(1500.0, 100.0, cpu=[0.05]), times(1500.0, 80.0, cpu=[0.01])
    return Size(name, routes, core, {"ours": ours, "floor": floor, "tuned": tuned})


def by_name(found: list[Target], part: str) -> Target:
    """The only target whose name ends with some words, otherwise the one that contains them."""
    ending = [target for target in found if target.name.endswith(part)]
    (target,) = ending or (target for target in found if part in target.name)
    return target


def test_targets_are_ratios_of_the_same_run() -> None:
    found = targets([size("shipped", 13, 129.0), size("10,000", 10_000, 161.0, 4100.0)], {})
    assert by_name(found, "shipped routes, against the floor").met
    missed = by_name(found, "10,000 routes, against the floor")
    assert (missed.met, missed.found) == (False, pytest.approx(1.61))
    assert by_name(found, "10,000 routes, against the floor with our settings").found > missed.found
    assert not by_name(found, "more than shipped").met
    assert "**missed by 0.01x**" in verdicts(found)
    assert by_name(found, "CPU per filter change").found == pytest.approx(2)
    assert by_name(found, "until the page is whole").found == pytest.approx(2 / 1.5)


def test_measurements_are_one_row_per_size_and_app() -> None:
    measured = size("shipped", 13, 120.0)
    measured.slow["ours"] = times(8000.0, 480.0, cpu=[0.01])
    waits, slow, costs, own = tables([measured])
    assert [len(text.splitlines()) for text in (waits, slow, costs, own)] == [5, 5, 5, 3]
    row = next(line for line in waits.splitlines() if "Route Map" in line)
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "shipped (130)", "Route Map", "2.00 s", "4.00 s", "120 ms", "120 ms", "120 ms", "1.20x",
        "1.50x", "–", "–", "–", "–",
    ]  # fmt: skip
    assert "| 8.00 s | 16.00 s | 480 ms |" in slow
    assert "| 9.0 kB | 20 ms | 200 MB |" in costs


def test_what_is_kept_as_json_is_what_readme_shows() -> None:
    found = [Target("one two", 2, 3.5, "x"), Target("other", 1, 1, "")]
    kept = as_json(f"Said first.\n\n{verdicts(found)}\n\n{verdicts(found[1:])}", {"cores": "2"})
    assert kept["machine"] == {"cores": "2"}
    first, second = kept["tables"]
    assert [row["target"] for row in first] == ["one two", "other"]
    assert second == first[1:]
    assert first[0] == {
        "target": "one two",
        "limit": "2.00x",
        "measured": "3.50x",
        "verdict": "**missed by 1.50x**",
    }


def test_growth_is_a_slope_of_logarithms() -> None:
    assert exponent([1, 10, 100], [3, 300, 30_000]) == pytest.approx(2)
    found = targets([size("1,000", 1000, 100.0), size("10,000", 10_000, 1000.0)], {})
    assert by_name(found, "filter change grows").found == pytest.approx(1)


def test_readers_at_once_are_held_against_the_floor_and_their_memory() -> None:
    def report(latency: float, *memory: float) -> SessionReport:
        sizes = tuple(int(value * 1e6) for value in memory)
        return SessionReport(100, 9, (), (latency,) * 9, sizes, 1.0)

    ours = report(0.7, 100, *[200] * 10, *[215] * 7)
    found = targets([size("16", 16, 100.0)], {"floor": report(0.2, 1, 1), "ours": ours})
    assert not by_name(found, "p95 against the floor").met
    assert by_name(found, "memory growth").found == pytest.approx(15)
    assert by_name(found, "errors").met


def test_two_servers_are_compared_with_one_that_has_as_many_readers() -> None:
    def report(servers: int, latency: float, memory: int) -> ReplicaReport:
        answers = SessionReport(100, 4, (), (latency,) * 4, (memory, memory // 2), 0.2)
        return ReplicaReport(servers, 10_000, answers)

    reports = [report(1, 1.0, 300_000_000), report(2, 0.8, 600_000_000)]
    assert replicas_table(reports).splitlines()[2:] == [
        "| 100 | 10,000 | 1 | 4 | 0 | 1000 ms | 1000 ms | 50 ms | 300 MB |",
        "| 100 | 10,000 | 2 | 4 | 0 | 800 ms | 800 ms | 50 ms | 600 MB |",
    ]
    found = replicas_targets(reports)
    assert [target.name for target in found if "errors" in target.name] == [
        "100 sessions, 1 server: errors", "100 sessions, 2 servers: errors"
    ]  # fmt: skip
    assert by_name(found, "p95 against 1 server").found == pytest.approx(0.8)
    assert "**missed by 0.05x**" in verdicts(found)
    assert by_name(found, "memory against 1 server").met
    # readers that were measured with two servers only are compared with nothing
    assert len(replicas_targets(reports[1:])) == 1


def test_pages_that_miss_an_edit_of_a_store_miss_the_target() -> None:
    report = StoreReport(100, imported=40.0, read=2.0, shown=(3.0, 4.0, 6.0), missed=1)
    assert "| p50 4.0 s, p95 6.0 s, longest 6.0 s |" in store_table(report)
    found = store_targets(report)
    assert not by_name(found, "pages that did not show").met
    assert not by_name(found, "from an edit to an open page").met
    assert by_name(found, "read 100 claims").met
    nothing = dataclasses.replace(report, shown=(), missed=3)
    assert not by_name(store_targets(nothing), "from an edit to an open page").met


def test_percentiles_are_of_the_nearest_rank() -> None:
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(list(range(1, 101)), 0.95) == 95


@pytest.mark.parametrize(
    "name", ["bench", "bench-replicas", "bench-store", "soak", "soak-replicas", "attack"]
)
def test_a_table_replaces_the_published_one_and_nothing_else(tmp_path: Path, name: str) -> None:
    page = tmp_path / "benchmarks.md"
    old = PAGE.read_text(encoding="utf-8")
    page.write_text(old, encoding="utf-8")
    write_table(name, "measured again", page)
    new = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    assert new.split(begin)[0] == old.split(begin)[0]
    assert new.split(end)[1] == old.split(end)[1]
    assert new.split(begin)[1].split(end)[0] == "\n\nmeasured again\n\n"


def test_a_page_without_markers_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="<!-- soak -->"):
        write_table("soak", "measured", page)
