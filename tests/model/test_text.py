"""Deceptive characters in files, in links, and on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import WriteFolder, assert_it_can_be_shown, small_rows

from routemap.data.load import load
from routemap.model.text import may_hold_unshown, shown, shows_nothing, unshown
from routemap.questions.query import Query, read_params
from routemap.questions.reconcile import reconcile

OVERRIDE = "\u202e"
HARMFUL = ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u202a", "\u202e", "\u2066", "\u2069"]
HARMLESS = ["\t", "\n", " ", "é", "두", "\u200d", "\u200f", "👩\u200d🚀", "\ufffd", "\u2028"]


@pytest.mark.parametrize("character", HARMFUL, ids=ascii)
def test_what_turns_text_or_drives_a_terminal_is_replaced(character: str) -> None:
    assert shown(f"a{character}b") == "a\ufffdb"
    assert unshown(f"a{character}{character}b") == (f"U+{ord(character):04X}",)
    assert may_hold_unshown(f"a{character}b".encode())


@pytest.mark.parametrize("character", HARMLESS, ids=ascii)
def test_what_writing_needs_stays(character: str) -> None:
    assert shown(f"a{character}b") == f"a{character}b"
    assert not may_hold_unshown(f"a{character}b".encode())


@given(st.text(st.characters(codec="utf-8")))
def test_a_file_that_is_passed_unseen_holds_nothing_to_replace(text: str) -> None:
    assert may_hold_unshown(text.encode()) == bool(unshown(text))
    assert shown(shown(text)) == shown(text)
    assert not (shows_nothing(text) and any(c.isascii() and c.isalnum() for c in text))


def test_text_that_turns_the_rest_of_its_line_is_named_and_cannot(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["sources"][0]["name"] = f"The ministry{OVERRIDE}"
    rows["places"][0]["name_en"] = f"North{OVERRIDE}\x1b[31m"
    loaded = load(write_folder(rows))
    told = [str(problem) for problem in loaded.problems]
    assert [line.partition(" cannot be shown")[0] for line in told] == [
        "places.geojson:1 (feature 1, north): name_en: U+202E, U+001B",
        "sources.csv:2 (ministry): name: U+202E",
    ]
    assert loaded.dataset.sources.loc["ministry", "name"] == "The ministry\ufffd"
    assert loaded.dataset.places.loc["north", "name_en"] == "North\ufffd\ufffd[31m"


def test_a_problem_drives_no_terminal(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0]["stance"] = "\x1b]0;owned\x07\x1b[2J"
    told = "\n".join(str(problem) for problem in load(write_folder(rows)).problems)
    assert "]0;owned" in told
    assert "\x1b" not in told
    assert "\x07" not in told


def test_an_escape_in_json_is_seen_too(folder: Path) -> None:
    path = folder / "places.geojson"
    text = path.read_text(encoding="utf-8").replace('"North"', '"North\\u202e"')
    path.write_text(text, encoding="utf-8")
    loaded = load(folder)
    assert any("U+202E" in problem.message for problem in loaded.problems)
    assert loaded.dataset.places.loc["north", "name_en"] == "North\ufffd"


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\n"], ids=ascii)
def test_lines_within_a_text_end_with_line_feeds_in_csv_and_json(
    break_: str, write_folder: WriteFolder
) -> None:
    text, kept = f"one{break_}two{break_}{break_}three\x00", "one\ntwo\n\nthree\ufffd"
    rows = small_rows()
    rows["sources"][0] |= {"name": text, "own": {"reviewer": text}}
    rows["places"][0] |= {"name_en": text, "own": {"reviewer": text}}
    loaded = load(write_folder(rows))
    assert_it_can_be_shown(loaded)
    for table, key, name in (("sources", "ministry", "name"), ("places", "north", "name_en")):
        assert getattr(loaded.dataset, table).loc[key, name] == kept
        assert loaded.dataset.own[table].loc[key, "reviewer"] == kept


def test_a_link_cannot_turn_the_notice_that_names_what_it_asks(folder: Path) -> None:
    asked = {key: [f"x{OVERRIDE}\x1b"] for key in ("source", "feature", "basemap", "by", "from")}
    query, notices = read_params(asked)
    _, more = reconcile(query, load(folder).dataset)
    assert len([*notices, *more]) == 5
    assert not unshown("".join([*notices, *more]))


@pytest.mark.parametrize("lookalike", ["minіstry", "ministry\u200b", "MINISTRY", "ｍinistry"])
def test_an_id_that_only_looks_like_another_is_not_taken_for_it(
    lookalike: str, folder: Path
) -> None:
    dataset = load(folder).dataset
    query, _ = read_params({"source": [lookalike, "ministry"]})
    kept, notices = reconcile(query, dataset)
    assert kept == Query(source=("ministry",))
    assert len(notices) == 1
