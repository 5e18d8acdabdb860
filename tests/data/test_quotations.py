"""Quotations compared with their article: ignored differences, and similar passages."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.conftest import Rows, WriteFolder, small_rows

from routemap.data.checks.nearest import Page
from routemap.data.checks.quotations import Match, Result, compare_quotations
from routemap.data.load import load


def with_quotation(excerpt: str, prefix: str = "It said ", suffix: str = " the station.") -> Rows:
    rows = small_rows()
    rows["claims"][2].update(excerpt=excerpt, prefix=prefix, suffix=suffix)
    return rows


def compared(folder: Path, article: str) -> Result:
    loaded = load(folder)
    (result,) = compare_quotations(loaded.dataset.claims, loaded.rows["claims"], "paper", article)
    return result


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("excerpt", "article"),
    [
        pytest.param("두만강 역에서", nfd("It said 두만강 역에서 the station."), id="decomposed"),
        pytest.param(nfd("두만강"), "It said 두만강 the station.", id="decomposed in the data"),
        pytest.param("두만강", "It said 두\u00ad만강\u200b the station.", id="invisible"),
        pytest.param("두\u2060만강", "\ufeffIt said 두만강 the sta\u00adtion.", id="in the data"),
        pytest.param("Туманган й", nfd("It said Туманган й the station."), id="cyrillic"),
        pytest.param("30 horses left", "It said 30\u00a0horses\n\tleft  the station.", id="spaces"),
    ],
)
def test_a_quotation_is_verified_whatever_form_or_invisible_characters_the_text_has(
    excerpt: str, article: str, write_folder: WriteFolder
) -> None:
    assert compared(write_folder(with_quotation(excerpt)), article) == Result(Match.VERIFIED)


@pytest.mark.parametrize(
    ("excerpt", "article", "differs"),
    [
        pytest.param(
            "Russia’s war", "It said Russia's war the station.",
            "quotation marks: “Russia’s war” in the data, “Russia's war” in the article",
            id="quotation marks",
        ),
        pytest.param(
            "Khasan-Rason line", "It said Khasan–Rason line the station.",
            "dashes: “Khasan-Rason line” in the data, “Khasan–Rason line” in the article",
            id="dashes",
        ),
        pytest.param(
            "thirtyhorses left", "It said thirty horses left the station.",
            "spaces: “thirtyhorses left” in the data, “thirty horses left” in the article",
            id="spaces",
        ),
        pytest.param(
            "Thirty horses", "It said thirty horses the station.",
            "capital letters: “Thirty horses” in the data, “thirty horses” in the article",
            id="capitals",
        ),
        pytest.param(
            "thirty hoses left early", "It said thirty horses left early the station.",
            "1 character: “thirty hoses left early” in the data, “thirty horses left early” in",
            id="a letter",
        ),
        pytest.param(
            "a train “of thirty horses” that left at last",
            "It said a train 'of thirtyhorses' that left at lost the station.",
            "quotation marks, spaces, 1 character: “a train “of thirty",
            id="several",
        ),
    ],
)  # fmt: skip
def test_a_quotation_that_is_nearly_verbatim_says_where_it_differs(
    excerpt: str, article: str, differs: str, write_folder: WriteFolder
) -> None:
    result = compared(write_folder(with_quotation(excerpt)), article)
    assert result.outcome is Match.NEARLY
    told = (
        "claims.csv:4 (c3): excerpt: the quotation is nearly verbatim in paper; "
        f"it differs in {differs}"
    )
    assert told in str(result.problem)


def test_an_anchor_that_differs_by_a_quotation_mark_is_shown(write_folder: WriteFolder) -> None:
    folder = write_folder(with_quotation("thirty horses", prefix="The North’s agency: "))
    result = compared(folder, "The North's agency: thirty horses the station.")
    assert result.outcome is Match.MISPLACED
    assert "the prefix differs in quotation marks: “The North’s agency:” in the data" in str(
        result.problem
    )


@pytest.mark.parametrize(
    "article", ["", "Nothing of it.", "It said forty mules left the station.", "thirty"]
)
def test_a_quotation_that_is_not_there_is_not_nearly_there(
    article: str, write_folder: WriteFolder
) -> None:
    result = compared(write_folder(with_quotation("thirty horses left")), article)
    assert result.outcome is Match.MISSING


WORDS = st.lists(st.text("abcdeгдж", min_size=1, max_size=6), min_size=10, max_size=40)


@given(WORDS, st.data())
def test_one_wrong_letter_anywhere_is_found(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    wanted = text[data.draw(st.integers(0, len(text) // 3)) :].strip()
    letters = [at for at, letter in enumerate(wanted) if letter != " "]
    # a text of few letters fits at every place, and only the first 20 of them are compared
    assume(max(map(text.replace(" ", "").count, "abcdeгдж")) <= len(letters) / 3)
    at = data.draw(st.sampled_from(letters[1:-1]) if len(letters) >= 16 else st.nothing())
    near = Page(text).nearest(f"{wanted[:at]}x{wanted[at + 1 :]}")
    assert near is not None
    assert near.kinds == ("1 character",)


def test_a_wrong_letter_is_replaced_rather_than_left_out() -> None:
    near = Page(" ".join(["a"] * 24)).nearest(" ".join(["a", "x", *["a"] * 22]))
    assert near is not None
    assert near.kinds == ("1 character",)


def test_a_passage_with_an_error_is_found_in_a_long_page() -> None:
    chance = random.Random(1)
    words = ["".join(chance.choices("aeinorst", k=chance.randint(2, 9))) for _ in range(2_000)]
    page = Page(" ".join(chance.choices(words, k=60_000)))
    wanted = page.text[200_000:200_300]
    assert page.nearest(wanted[:150] + "x" + wanted[151:]) is not None
    assert page.nearest(" ".join(chance.choices(words, k=40))) is None
