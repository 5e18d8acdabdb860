"""Words for a stance are found with their source, as the coding guide decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.proposing import shipped, strait

from routemap.data.dataset import Dataset
from routemap.model.vocabulary import SOURCE_KINDS, STANCES
from routemap.questions.proposals.cue_table import CUES, KIND_RULES
from routemap.questions.proposals.cues import cues_in
from routemap.questions.proposals.names import names_in
from routemap.questions.proposals.sentences import sentences_of

OFFICE, FERRIES = "vallmark-port-office", "osterholm-ferries"


def found(text: str, dataset: Dataset) -> list[tuple[str, str, str]]:
    cues = cues_in(text, sentences_of(text), names_in(text, dataset), dataset)
    assert all(text[cue.start : cue.end] == cue.words for cue in cues)
    return [(cue.words, cue.stance, cue.source) for cue in cues]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Osterholm Ferries said so.", [("said", "asserts", FERRIES)]),
        ("“It is so,” said Osterholm Ferries.", [("said", "asserts", FERRIES)]),
        ("The Strait Gazette said so.", [("said", "reports", "strait-gazette")]),
        ("Osterholm Ferries reported it.", [("reported", "asserts", FERRIES)]),
        (
            "The Strait Gazette reported that Osterholm Ferries denied it.",
            [("reported", "reports", "strait-gazette"), ("denied", "denies", FERRIES)],
        ),
        ("It was denied by Osterholm Ferries.", [("denied by", "denies", FERRIES)]),
        (
            "The Strait Gazette, according\nto Osterholm Ferries, erred.",
            [("according\nto", "asserts", FERRIES)],
        ),
        ("Port Office of Vallmark estimates 40.", [("estimates", "estimates", OFFICE)]),
        ("Osterholm Ferries sails. It denies it.", [("denies", "denies", "")]),
        ("Osterholm Ferries neither confirmed nor denied it.",
         [("neither confirmed nor denied", "declines", FERRIES)]),
        ("Osterholm Ferries declined to comment.", [("declined to comment", "declines", FERRIES)]),
        ("The Ostby harbour watch found no sign of it.",
         [("found no sign", "finds_none", "ostby-harbour-watch")]),
        ("Osterholm Ferries found no evidence.", []),
        ("Osterholm Ferries speculated.", [("speculated", "background", FERRIES)]),
        ("It is not true, the office said.", [("not true", "denies", ""), ("said", "asserts", "")]),
        ("Osterholm Ferries said it is groundless.",
         [("said", "asserts", FERRIES), ("groundless", "denies", FERRIES)]),
    ],
)  # fmt: skip
def test_a_cue_has_the_stance_and_the_source_that_the_sentence_gives(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text, strait()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Osterholm Ferries did not deny it.",
        "Osterholm Ferries didn’t really deny it.",
        "Osterholm Ferries never denied it.",
        "Without denying it, they left.",
        "It no longer denies it.",
        "Порт не опроверг это.",
        "항구는 부인하지 않았다.",
        "항구는 밝히지 않았다.",
        "Undenied, unreported, essays, tolda.",
        "영부인한",
    ],
)
def test_a_negated_cue_and_a_part_of_a_word_propose_nothing(text: str) -> None:
    assert found(text, strait()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KCNA는 2일 밝혔다.", [("밝혔", "reports", "kcna")]),
        ("Interfax에 따르면 이것은", [("에 따르면", "reports", "interfax")]),
        ("Kremlin은 부인했다.", [("부인했", "denies", "kremlin")]),
        ("Kremlin опроверг это.", [("опроверг", "denies", "kremlin")]),
        ("По данным RIA Novosti, это так.", [("По данным", "reports", "ria-novosti")]),
        ("RIA Novosti сообщает об этом.", [("сообщает", "reports", "ria-novosti")]),
        ("Analysts estimate it.", [("estimate", "estimates", "analysts")]),
    ],
)
def test_cues_in_three_languages_next_to_sources_of_the_shipped_data(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text, shipped()) == expected


def test_the_table_has_valid_stances_and_each_form_once() -> None:
    forms = [form for row in CUES for form in row.forms]
    assert len(forms) == len(set(forms))
    assert {row.stance for row in CUES} == set(STANCES.keys)
    assert {row.language for row in CUES} == {"en", "ko", "ru"}
    assert {kind for row in KIND_RULES for kind in row.kinds} <= set(SOURCE_KINDS.keys)
    assert {row.becomes for row in KIND_RULES} <= {*STANCES.keys, ""}


@pytest.mark.parametrize("index", range(len(CUES)))
def test_every_form_is_found(index: int) -> None:
    row = CUES[index]
    for form in row.forms:
        text = f"A{form[1:]}" if form.startswith("-") else f"A {form} B"
        assert [(words, stance) for words, stance, _ in found(text, strait())] == [
            (form.removeprefix("-"), row.stance)
        ]


def test_the_kinds_of_sources_follow_the_guide() -> None:
    guide = Path(__file__, "../../../docs/coding-guide.md").resolve().read_text(encoding="utf-8")
    table = guide.split("## Stance")[1].split("## Phase")[0]
    assert "Only news media report." in table
    assert set(re.findall(r"`([a-z_]+)`", table)) >= {row.stance for row in CUES}
