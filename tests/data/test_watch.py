"""When changed files of a folder are shown, with a clock that the test controls."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.conftest import claim, small_rows, write_rows

from routemap.data import cache, showing, watch
from routemap.data.load import load
from routemap.data.showing import Outcome
from routemap.data.watch import Intervals, Watch

PACE = Intervals(look=0.5, settle=1, doubt=6, stalled=20, compare=10)


class Clock:
    """A watch with a clock that the test controls, and what readers see at its time."""

    def __init__(self, folder: Path) -> None:
        self.watch, self.now, self.outcome = Watch(folder, PACE), 1000.0, Outcome(None, "nothing")
        self.told = 0

    def pass_by(self, seconds: float) -> Outcome:
        """Let time pass, with two checks per second as in production."""
        end = self.now + seconds
        while self.now < end:
            self.now += PACE.look
            if outcome := self.watch.look(self.now):
                self.outcome = outcome
                self.told += 1
            self.watch.save_last_good()
        return self.outcome

    @property
    def excerpt(self) -> str:
        return self.outcome.loaded.dataset.claims.loc["c1", "excerpt"]

    @property
    def warning(self) -> str:
        return self.outcome.loaded.warning


@pytest.fixture
def clock(folder: Path) -> Clock:
    """The small folder, read."""
    clock = Clock(folder)
    clock.pass_by(2)
    assert clock.excerpt == "what c1 says"
    return clock


@pytest.fixture
def claims(folder: Path) -> Path:
    return folder / "claims.csv"


def edited(content: bytes, words: bytes = b"what c1 SAYS") -> bytes:
    assert b"what c1 says" in content
    return content.replace(b"what c1 says", words)


def test_an_edit_is_shown_a_second_after_it_is_complete(clock: Clock, claims: Path) -> None:
    claims.write_bytes(edited(claims.read_bytes()))
    clock.pass_by(0.5)
    assert clock.excerpt == "what c1 says"
    clock.pass_by(1.5)
    assert (clock.excerpt, clock.warning) == ("what c1 SAYS", "")
    assert clock.told == 2


def test_files_of_one_edit_belong_together(clock: Clock, folder: Path) -> None:
    rows = small_rows()
    rows["sources"].append({"id": "new", "name": "The new", "kind": "media"})
    rows["claims"][0]["source"] = "new"
    written = write_rows(folder.with_name("written"), rows)
    for name in (
        "claims.csv",
        "sources.csv",
    ):  # claims first: they refer to a source that does not exist yet
        (folder / name).write_bytes((written / name).read_bytes())
        clock.pass_by(0.5)
        assert clock.outcome.loaded.dataset.claims.loc["c1", "source"] == "council"
    clock.pass_by(1.5)
    assert clock.outcome.loaded.dataset.claims.loc["c1", "source"] == "new"
    assert not clock.outcome.loaded.problems


def test_more_problems_than_before_wait_for_the_rest_of_the_edit(
    clock: Clock, folder: Path
) -> None:
    rows = small_rows()
    rows["claims"] += [claim("c5"), claim("c6", source="new")]
    (folder / "claims.csv").write_bytes(
        (write_rows(folder.with_name("written"), rows) / "claims.csv").read_bytes()
    )
    assert len(clock.pass_by(5).loaded.dataset.claims) == 4
    assert clock.warning == ""
    loaded = clock.pass_by(2).loaded
    assert list(loaded.dataset.claims.index) == ["c1", "c2", "c3", "c4", "c5"]
    assert any("new" in str(problem) for problem in loaded.problems)


def test_a_typo_in_a_denial_is_held_back_and_named_until_it_is_mended(
    clock: Clock, claims: Path
) -> None:
    good, whole = clock.outcome.loaded, claims.read_bytes()
    claims.write_bytes(edited(whole).replace(b",denies,", b",deny,"))
    clock.pass_by(2)
    for expected in ("claims.csv, row 3, claim “c2”, stance “deny”", f"read on {good.read} is"):
        assert expected in clock.warning
    clock.pass_by(3600)
    assert clock.outcome.loaded.dataset is good.dataset
    assert clock.told == 2
    claims.write_bytes(edited(whole))
    clock.pass_by(2)
    assert (clock.excerpt, clock.warning, clock.outcome.loaded.held_back) == (
        "what c1 SAYS",
        "",
        (),
    )
    assert len(clock.outcome.loaded.dataset.claims) == 4


def test_an_edit_that_is_held_back_is_published_without_the_records_removed_from_it(
    clock: Clock, claims: Path
) -> None:
    lines = claims.read_bytes().replace(b",denies,", b",deny,").splitlines(keepends=True)
    claims.write_bytes(b"".join(lines))
    clock.pass_by(60)
    assert "remove these records" in clock.warning
    claims.write_bytes(b"".join(line for line in lines if b",deny," not in line))
    clock.pass_by(8)
    assert list(clock.outcome.loaded.dataset.claims.index) == ["c1", "c3", "c4"]
    assert clock.warning == ""


def test_a_denial_whose_references_are_emptied_is_held_back_until_it_is_removed_and_added_again(
    clock: Clock, claims: Path
) -> None:
    whole = claims.read_bytes()
    lines = whole.replace(b"c2,paper,shells,", b"c2,paper,,").splitlines(keepends=True)
    claims.write_bytes(b"".join(lines))
    clock.pass_by(60)
    assert "claim “c2”, allegation: the cell is empty, but it had “shells”" in clock.warning
    assert clock.outcome.loaded.dataset.claims.at["c2", "allegation"] == "shells"
    claims.write_bytes(b"".join(line for line in lines if not line.startswith(b"c2,")))
    clock.pass_by(8)
    assert (clock.warning, len(clock.outcome.loaded.dataset.claims)) == ("", 3)
    claims.write_bytes(b"".join(lines))
    clock.pass_by(8)
    assert clock.warning == ""
    assert clock.outcome.loaded.dataset.claims.at["c2", "allegation"] == ""


@pytest.mark.parametrize("edit", [b'\r\n"c2,', b"\r\nc2"], ids=["quotation mark", "no comma"])
def test_a_wrong_character_at_the_id_of_a_denial_is_held_back_also_after_a_restart(
    edit: bytes, clock: Clock, claims: Path
) -> None:
    rows = small_rows()
    rows["claims"][3]["note"] = "with a comma, so in quotation marks"
    write_rows(claims.parent, rows)
    clock.pass_by(60)
    whole = claims.read_bytes()
    claims.write_bytes(whole.replace(b"\r\nc2,", edit))
    clock.pass_by(60)
    assert "claims.csv, row 3, claim “c2”" in clock.warning
    restarted = Clock(claims.parent)
    restarted.pass_by(60)
    assert "claims.csv, row 3, claim “c2”" in restarted.warning
    assert restarted.outcome.loaded.files["claims.csv"] == whole


def test_a_warning_names_the_first_records_and_counts_the_others(
    clock: Clock, claims: Path
) -> None:
    claims.write_bytes(claims.read_bytes().replace(b",paper,", b",papre,"))
    clock.pass_by(2)
    assert [f"“c{number}”" in clock.warning for number in (1, 2, 3, 4)] == [True] * 3 + [False]
    assert "; and 1 more." in clock.warning
    assert len(clock.outcome.loaded.held_back) == 4


def test_a_restart_at_the_wrong_moment_publishes_no_typo(clock: Clock, claims: Path) -> None:
    good, whole = clock.outcome.loaded, claims.read_bytes()
    claims.write_bytes(whole.replace(b",denies,", b",deny,"))
    restarted = Clock(claims.parent)
    restarted.pass_by(60)
    assert "claim “c2”, stance “deny”" in restarted.warning
    assert f"The data read on {good.read} is shown." in restarted.warning
    assert restarted.outcome.loaded.dataset.revision == good.dataset.revision
    assert restarted.outcome.loaded.files == good.files
    claims.write_bytes(edited(whole))
    restarted.pass_by(2)
    assert (restarted.excerpt, restarted.warning) == ("what c1 SAYS", "")


@pytest.mark.parametrize("edit", [b"", b"id,article\n", None], ids=["empty", "cut", "gone"])
def test_a_restart_while_a_file_cannot_be_read_shows_the_last_good_state(
    edit: bytes | None, clock: Clock, claims: Path
) -> None:
    claims.unlink() if edit is None else claims.write_bytes(edit)
    restarted = Clock(claims.parent)
    restarted.pass_by(60)
    assert restarted.outcome.loaded.dataset.revision == clock.outcome.loaded.dataset.revision
    assert restarted.warning.startswith("claims.csv")


def test_without_a_cache_a_restart_knows_no_earlier_state(
    clock: Clock, claims: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clock.excerpt == "what c1 says"
    monkeypatch.setenv(cache.VARIABLE, "")
    claims.write_bytes(claims.read_bytes().replace(b",denies,", b",deny,"))
    restarted = Clock(claims.parent)
    restarted.pass_by(8)
    assert list(restarted.outcome.loaded.dataset.claims.index) == ["c1", "c3", "c4"]
    assert restarted.warning == ""


def cut_in_a_row(content: bytes) -> bytes:
    return content[: content.index(b"c3,") + 12]


def cut_in_a_quoted_cell(content: bytes) -> bytes:
    return content[: content.index(b"c2,")] + b'c2,"the words of'


def cut_in_a_character(content: bytes) -> bytes:
    return content[: content.index(b"c3,")] + 'c3,"두'.encode()[:-1]


CUT = [
    pytest.param("claims.csv", cut_in_a_row, id="a row"),
    pytest.param(
        "claims.csv", cut_in_a_quoted_cell, id="a quoted cell", marks=pytest.mark.thorough
    ),
    pytest.param("claims.csv", cut_in_a_character, id="a character", marks=pytest.mark.thorough),
    pytest.param(
        "claims.csv", lambda _content: b"", id="nothing written yet", marks=pytest.mark.thorough
    ),
    pytest.param(
        "claims.csv", lambda content: content[:20], id="the header", marks=pytest.mark.thorough
    ),
    pytest.param("places.geojson", lambda content: content[:-1], id="the last brace"),
    pytest.param(
        "routes.geojson", lambda content: content[:100], id="a geometry", marks=pytest.mark.thorough
    ),
]


@pytest.mark.parametrize(("file", "cut"), CUT)
def test_a_file_that_is_cut_off_is_never_shown_and_named(
    file: str, cut: Callable[[bytes], bytes], clock: Clock, folder: Path
) -> None:
    good, whole = clock.outcome.loaded, (folder / file).read_bytes()
    (folder / file).write_bytes(cut(whole))
    clock.pass_by(3)
    assert clock.warning.startswith(f"{file}:")
    assert clock.warning.endswith(f"The data read on {good.read} is shown.")
    clock.pass_by(3600)
    assert clock.outcome.loaded.dataset is good.dataset
    assert clock.told == 2
    (folder / file).write_bytes(whole)
    clock.pass_by(2)
    assert (clock.outcome.loaded, clock.told) == (good, 3)


def test_a_file_cut_at_the_end_of_a_row_is_not_shown_while_it_is_written(
    clock: Clock, claims: Path
) -> None:
    whole = edited(claims.read_bytes())
    at = whole.index(b"c3,")
    with claims.open("wb", buffering=0) as file:
        file.write(whole[:at])
        clock.pass_by(15)
        assert len(clock.outcome.loaded.dataset.claims) == 4
        assert "claims.csv has fewer records than before" in clock.warning
        file.write(whole[at:])
    clock.pass_by(2)
    assert (clock.excerpt, clock.warning) == ("what c1 SAYS", "")


def test_a_file_cut_at_the_end_of_a_row_waits_where_nobody_tells_of_writers(
    clock: Clock, claims: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "is_being_written", lambda _path: False)
    whole = claims.read_bytes()
    claims.write_bytes(whole[: whole.index(b"c3,")])
    clock.pass_by(5)
    assert (len(clock.outcome.loaded.dataset.claims), clock.warning) == (4, "")
    claims.write_bytes(edited(whole))
    clock.pass_by(2)
    assert clock.excerpt == "what c1 SAYS"


def test_rows_that_are_taken_out_on_purpose_are_gone_in_seconds(clock: Clock, claims: Path) -> None:
    whole = claims.read_bytes()
    claims.write_bytes(whole[: whole.index(b"c4,")])
    clock.pass_by(7)
    assert (len(clock.outcome.loaded.dataset.claims), clock.warning) == (3, "")


def test_a_program_that_keeps_a_file_open_does_not_keep_its_edit_back(
    clock: Clock, claims: Path
) -> None:
    with claims.open("r+b", buffering=0) as file:
        file.write(edited(claims.read_bytes()))
        clock.pass_by(7)
        assert (clock.excerpt, clock.warning) == ("what c1 SAYS", "")


def test_a_file_without_a_last_line_break_is_shown_when_nothing_follows(
    clock: Clock, claims: Path
) -> None:
    claims.write_bytes(edited(claims.read_bytes()).rstrip(b"\r\n"))
    clock.pass_by(5)
    assert clock.excerpt == "what c1 says"
    loaded = clock.pass_by(2).loaded
    assert clock.excerpt == "what c1 SAYS"
    assert any("ends without a line break" in problem.message for problem in loaded.problems)


def test_a_file_that_is_gone_for_a_moment_is_not_noticed(clock: Clock, claims: Path) -> None:
    whole = claims.read_bytes()
    claims.unlink()
    clock.pass_by(0.5)
    claims.write_bytes(edited(whole))
    clock.pass_by(2)
    assert (clock.excerpt, clock.warning, clock.told) == ("what c1 SAYS", "", 2)


def test_files_that_never_stand_still_are_named_as_such(clock: Clock, claims: Path) -> None:
    whole = claims.read_bytes()
    for number in range(20):
        claims.write_bytes(edited(whole, b"%d" % number))
        clock.pass_by(0.5)
    assert clock.excerpt == "what c1 says"
    assert "are being changed" in clock.warning
    clock.pass_by(1.5)
    assert (clock.excerpt, clock.warning) == ("19", "")


def test_a_vanished_folder_keeps_the_data_without_naming_the_place(
    clock: Clock, folder: Path
) -> None:
    away = folder.rename(folder.with_name("away"))
    clock.pass_by(3)
    assert clock.warning.startswith("The data folder is missing. The data read on")
    assert folder.name not in clock.warning
    away.rename(folder)
    clock.pass_by(2)
    assert clock.warning == ""


def test_touching_files_changes_nothing(clock: Clock, claims: Path) -> None:
    for _ in range(3):
        claims.touch()
        clock.pass_by(5)
    assert clock.told == 1


@pytest.mark.parametrize("moment", [0, 1_000, 2**33], ids=["1970", "back", "future"])
def test_whatever_a_clock_says_an_edit_is_shown(
    moment: int, clock: Clock, claims: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 5.0)
    claims.write_bytes(edited(claims.read_bytes()))
    os.utime(claims, (moment, moment))
    clock.pass_by(2)
    assert clock.excerpt == "what c1 SAYS"


def test_an_edit_that_leaves_no_stamp_is_found_by_content(
    clock: Clock, claims: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = watch.stamp_of(claims.parent)
    monkeypatch.setattr(watch, "stamp_of", lambda _folder: stamp)
    claims.write_bytes(edited(claims.read_bytes()))
    clock.pass_by(PACE.compare + 2)
    assert clock.excerpt == "what c1 SAYS"


def test_comparing_takes_a_small_share_of_the_time(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[float] = []

    def slowly(folder: Path) -> str:
        # another watch and thread of this process use the shipped folder
        if folder == clock.watch.folder:
            compared.append(clock.now)
            slow[0] += 1.0
        return load(folder).dataset.revision

    slow = [0.0]
    monkeypatch.setattr(watch, "content_of", slowly)
    monkeypatch.setattr(watch, "time", SimpleNamespace(perf_counter=lambda: slow[0]))
    clock.pass_by(1000)
    assert len(compared) == 5
    assert compared[1] - compared[0] == pytest.approx(1 / watch.SHARE, abs=1)


def test_what_cannot_even_be_refused_leaves_the_data_and_is_logged(
    clock: Clock,
    claims: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_given: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(watch, "load_snapshot", fail)
        claims.write_bytes(edited(claims.read_bytes()))
        clock.pass_by(60)
    assert clock.excerpt == "what c1 says"
    assert clock.warning.startswith("The data files cannot be read.")
    assert [record.exc_info[0] for record in caplog.records] == [MemoryError]
    claims.touch()
    clock.pass_by(2)
    assert clock.excerpt == "what c1 SAYS"


def test_the_first_reading_says_what_is_wrong_and_mends_itself(folder: Path) -> None:
    routes = folder / "routes.geojson"
    whole = routes.read_bytes()
    routes.write_bytes(whole[:80])
    clock = Clock(folder)
    assert clock.pass_by(2).loaded is None
    assert clock.outcome.reason.startswith("routes.geojson:")
    assert "half-written" in clock.outcome.reason
    routes.write_bytes(whole)
    clock.pass_by(2)
    assert clock.excerpt == "what c1 says"


def test_without_anything_better_a_file_that_is_cut_off_is_shown_with_its_problem(
    folder: Path,
) -> None:
    claims = folder / "claims.csv"
    claims.write_bytes(cut_in_a_quoted_cell(claims.read_bytes()))
    clock = Clock(folder)
    clock.pass_by(8)
    assert list(clock.outcome.loaded.dataset.claims.index) == ["c1"]
    assert any("half-written" in problem.message for problem in clock.outcome.loaded.problems)


def test_files_that_have_long_stood_still_are_shown_at_once(folder: Path) -> None:
    old = Watch(folder, PACE, wall=lambda: time.time() + 3600)
    assert old.look(0.0).loaded
    new = Watch(folder, PACE)
    assert new.look(0.0) is None
    assert new.look(1.0).loaded


def test_marks_differ_where_a_page_must_be_drawn_anew(clock: Clock) -> None:
    loaded = clock.outcome.loaded
    marks = {
        clock.outcome.mark,
        showing.mark_of(loaded.dataset.revision, "claims.csv: something"),
        showing.mark_of(loaded.dataset.revision, "claims.csv: something else"),
        Outcome(None, "why").mark,
        Outcome(None, "why else").mark,
    }
    assert len(marks) == 5
    assert clock.outcome.mark == showing.mark_of(loaded.dataset.revision, loaded.warning)
