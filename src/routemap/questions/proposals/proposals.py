"""Everything that the text of an article proposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from routemap.data.dataset import Dataset
from routemap.model.errors import ArticleTextError
from routemap.questions.proposals.cues import Cue, cues_in
from routemap.questions.proposals.days import Day, days_in
from routemap.questions.proposals.names import Found, names_in
from routemap.questions.proposals.sentences import Sentence, sentences_of

MOST_CHARACTERS: Final = 200_000
"""The longest text that is read; long reports have half as many characters."""


@dataclass(frozen=True)
class Proposals:
    """What the text of an article proposes, each in the order of the text.

    Nothing here is a claim: a person accepts or corrects each proposal.

    Attributes
    ----------
    sentences
        The sentences.
    names
        Names of places, routes, vessels and claim sources of the data.
    days
        Dates, resolved from the day of publication.
    cues
        Words that propose a stance and a source.
    """

    sentences: tuple[Sentence, ...]
    names: tuple[Found, ...]
    days: tuple[Day, ...]
    cues: tuple[Cue, ...]


def proposals_of(text: str, dataset: Dataset, published: str) -> Proposals:
    """Return what the text of an article proposes.

    Parameters
    ----------
    text
        The article as plain text in English, Korean or Russian. All positions are code points of
        this text.
    dataset
        The data, whose names are looked for.
    published
        When the article was published (EDTF); ``""`` if it is unknown, so that no date is proposed.

    Raises
    ------
    ArticleTextError
        If the text has more than 200,000 characters.
    DateError
        If ``published`` is not a valid date.
    """
    if len(text) > MOST_CHARACTERS:
        raise ArticleTextError(
            f"the text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read: paste "
            "only the part that reports movements"
        )
    sentences, names = sentences_of(text), names_in(text, dataset)
    days = days_in(text, published) if published else ()
    return Proposals(sentences, names, days, cues_in(text, sentences, names, dataset))
