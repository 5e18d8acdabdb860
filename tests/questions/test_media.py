"""The media of claims: which are shown with a claim, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from tests.cases import STRAIT

from routemap.data.load import load
from routemap.questions.claim import claim_details
from routemap.questions.media import media_by_claim

DATASET = load(STRAIT).dataset


def shown(media: pd.DataFrame | None = None) -> dict[str, list[str]]:
    data = DATASET if media is None else replace(DATASET, media=media)
    return {
        item.claim: [own.media for own in item.media]
        for item in claim_details(data, range(len(data.claims)))
    }


def test_media_of_an_article_are_shown_with_each_of_its_claims() -> None:
    expected = {
        "gazette-1": ["pier-drawing"], "gazette-2": ["pier-drawing"],
        "watch-1": ["watch-plate"], "watch-2": ["watch-plate"], "watch-3": ["watch-plate"],
        "watch-4": ["watch-plate"],
    }  # fmt: skip
    assert shown() == expected
    assert {key: list(own) for key, own in media_by_claim(DATASET).items()} == expected


def test_media_of_a_claim_and_of_its_article_are_shown_once() -> None:
    media = DATASET.media.copy()
    media.loc["pier-drawing", "article"] = "gazette-ferries"
    assert shown(media)["gazette-1"] == ["pier-drawing"]


def test_without_file_and_address_there_is_nothing_to_see() -> None:
    media = DATASET.media.copy()
    media.loc["watch-plate", "url"] = ""
    media.loc["pier-drawing", "sha256"] = ""
    assert not any(shown(media).values())


def test_a_caption_names_day_credit_and_licence() -> None:
    first, *_, last = claim_details(DATASET, [0, 2])
    (drawing,), (plate,) = first.media, last.media
    assert drawing.caption == "Taken on 1 March 1931 · The Invented Desk · CC0 1.0"
    assert (drawing.kind, drawing.is_image, drawing.link) == ("Image", True, "")
    assert plate.caption == "Taken in March 1931 · The harbour watch of Ostby"
    assert (plate.has_file, plate.link) == (False, "See it on plates.example")
