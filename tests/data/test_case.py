"""``case.toml``: what it says is shown, and a fault in it is named and stops nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.conftest import QUICK, WriteFolder, small_rows

from routemap.data.case_file import FIELDS, read_case
from routemap.data.last_good import last_good, remember
from routemap.data.load import SHIPPED, load
from routemap.data.new_case import new_case
from routemap.data.watch import Watch
from routemap.model.case import CASE_FILE, EXTENDABLE, MOST_TERMS, NEUTRAL
from routemap.model.vocabulary import CARGO, PLACE_KINDS

PIER = '[[terms.place_kinds]]\nkey = "pier"\nlabel = "Pier"\nicon = "port"\n'


def read(text: str) -> tuple[object, list[tuple[str, str]]]:
    case, problems, is_valid = read_case(text.encode())
    assert is_valid
    return case, [(problem.field, problem.message) for problem in problems]


def test_a_folder_without_the_file_has_the_neutral_case(folder: Path) -> None:
    loaded = load(folder)
    assert not loaded.problems
    assert loaded.dataset.case == NEUTRAL


def test_the_shipped_case_says_everything_that_it_can() -> None:
    case = load(SHIPPED).dataset.case
    assert case.title == "Reported supply routes between North Korea and Russia"
    assert case.home == (122.0, 36.0, 138.0, 46.5)
    assert [name.text for name in case.names][:2] == ["Russia", "China"]
    assert case.licences[-1]["name"] == "CC-BY-4.0"


def test_the_case_is_part_of_the_revision(folder: Path) -> None:
    before = load(folder).dataset.revision
    (folder / CASE_FILE).write_text('title = "Another"\n', encoding="utf-8")
    after = load(folder).dataset
    assert after.revision != before
    assert after.case.title == "Another"


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("titel = 'x'", "titel", "did you mean “title”?"),
        ("title = 3", "title", "write a text in quotation marks"),
        (f"title = '{'x' * 121}'", "title", "longer than 120 characters"),
        ("contact = 'the desk'", "contact", "write a mail address"),
        ("contact = 'javascript:alert(1)'", "contact", "write a mail address"),
        ("contact = 'a@b.example?bcc=c@d.example'", "contact", "write a mail address"),
        ("languages = { 'french!' = 'x' }", "languages", "write the tag"),
        ("home = [9, 50, 5, 54]", "home", "write west, south, east and north"),
        ("home = [5, 50, 9]", "home", "write west, south, east and north"),
        ("home = [5, 50, 9, inf]", "home", "write west, south, east and north"),
        ("by = 'today'", "by", "write one of when, happened, said"),
        ("names = ['Norway']", "names 1", "write an entry such as"),
        ("names = [{ text = 'N', at = [500, 1] }]", "names 1 at", "longitude and latitude"),
        ("credits = 'Us'", "credits", "write a list"),
        ("[[licences]]\nname = 'X'\ntitle = 'X'\npath = 'ftp://x'", "licences 1 path", "https://"),
        ("[[terms.weather]]\nkey = 'rain'", "terms.weather", "known are place_kinds"),
        ("[[terms.cargo]]\nkey = 'Big Box'\nlabel = 'B'", "terms.cargo 1 key", "use lower-case"),
        ("[[terms.cargo]]\nkey = 'arms'\nlabel = 'A'", "terms.cargo 1 key", "already in the list"),
        ("[[terms.cargo]]\nkey = 'tea'", "terms.cargo 1 label", "write a text"),
        ("[[terms.countries]]\nkey = 'xx'\nlabel = 'X'", "terms.countries 1 key", "three capital"),
        (f"{PIER}size = 3", "terms.place_kinds 1 size", "known are key, label, meaning, icon"),
        (PIER.replace('"port"', '"moon"'), "terms.place_kinds 1 icon", "write one of city"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_fix(text: str, field: str, message: str) -> None:
    _, problems = read(text)
    assert [name for name, _ in problems] == [field]
    assert message in problems[0][1]


def test_what_is_right_beside_a_fault_is_kept() -> None:
    case, problems, _ = read_case(b'title = "Ferries"\nby = "today"\ncontact = "a@b.example"')
    assert (case.title, case.by, case.contact) == ("Ferries", "when", "a@b.example")
    assert len(problems) == 1


def test_too_many_terms_are_left_out() -> None:
    rows = (f'[[terms.cargo]]\nkey = "c{n}"\nlabel = "C"\n' for n in range(MOST_TERMS + 2))
    case, problems, _ = read_case("".join(rows).encode())
    assert len(case.terms(CARGO).terms) == len(CARGO.terms) + MOST_TERMS < 64
    assert [problem.field for problem in problems] == ["terms.cargo"]


def test_control_characters_do_not_reach_a_screen() -> None:
    case, _, _ = read_case(b'title = "a\\u001b[31m\\nb"')
    assert case.title == "a\ufffd[31m b"


@pytest.mark.parametrize("content", [b'title = "half', b"\xff\xfe", b"a = [" * 5000])
def test_a_file_that_is_no_toml_leaves_the_records_alone(folder: Path, content: bytes) -> None:
    counts = load(folder).counts
    (folder / CASE_FILE).write_bytes(content)
    loaded = load(folder)
    assert loaded.counts == counts
    assert loaded.dataset.case == NEUTRAL
    assert [(problem.file, problem.code) for problem in loaded.problems] == [
        (CASE_FILE, "case-unreadable")
    ]


def test_a_link_to_a_file_elsewhere_is_not_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text('title = "Secret"', encoding="utf-8")
    (folder / CASE_FILE).symlink_to(tmp_path / "secret.toml")
    loaded = load(folder)
    assert loaded.dataset.case == NEUTRAL
    assert "outside the data folder" in loaded.problems[0].message


def test_terms_of_the_case_are_checked_labelled_and_kept(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["places"][0]["kind"] = "pier"
    folder = write_folder(rows)
    assert [problem.code for problem in load(folder).problems][:1] == ["value-term"]
    (folder / CASE_FILE).write_text(PIER, encoding="utf-8")
    loaded = load(folder)
    assert not loaded.problems
    assert loaded.dataset.case.terms(PLACE_KINDS).label("pier") == "Pier"


def test_an_edit_that_breaks_the_file_is_held_back(folder: Path) -> None:
    (folder / CASE_FILE).write_text('title = "Ferries"', encoding="utf-8")
    watch = Watch(folder, QUICK)

    def look(now: float) -> object:
        return [outcome for second in range(9) if (outcome := watch.look(now + second))]

    assert look(0.0)
    (folder / CASE_FILE).write_text('title = "Fer', encoding="utf-8")
    (shown,) = look(20.0)
    assert shown.loaded.dataset.case.title == "Ferries"
    assert "case.toml" in shown.loaded.held_back_in_short


def test_the_case_is_kept_for_the_next_start(folder: Path) -> None:
    (folder / CASE_FILE).write_text('title = "Ferries"', encoding="utf-8")
    remember(folder, load(folder))
    kept = last_good(folder)
    assert kept is not None
    loaded = kept.load()
    assert loaded is not None
    assert loaded.dataset.case.title == "Ferries"


def test_an_empty_case_names_every_field() -> None:
    text = new_case()[CASE_FILE]
    lines = (re.fullmatch(r"(?:# )?(\w+ = .+|\[.+)", line) for line in text.splitlines())
    used = "\n".join(line[1] for line in lines if line)
    assert set(tomllib.loads(used)) == set(FIELDS)
    assert all(row.key in text for row in EXTENDABLE)
    assert set(tomllib.loads((SHIPPED / CASE_FILE).read_text("utf-8"))) <= set(FIELDS)
