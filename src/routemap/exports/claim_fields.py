"""The columns of exported claims: key, label, meaning, type and value.

Columns of the data that are shown in exports (:class:`routemap.model.columns.Shown`) become
fields by themselves; the other fields combine several columns or tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from routemap.exports.fields import Field, holds
from routemap.model.case import is_extendable
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import SEPARATOR, Column, Kind, Shown
from routemap.model.vocabulary import EXCERPT_KINDS, STANCES
from routemap.questions.claim import ClaimDetails


@dataclass(frozen=True)
class ClaimRows:
    """Claims as an export sees them, one element per claim in each part.

    ``claims`` and ``articles`` are rows of the data, ``details`` what readers see, ``days`` first
    and last day of the event, and ``selected`` whether the claim passes the filters.
    """

    claims: pd.DataFrame
    articles: pd.DataFrame
    details: Sequence[ClaimDetails]
    days: Sequence[tuple[str, str]]
    selected: Sequence[bool]


@dataclass(frozen=True)
class ClaimField(Field):
    """A field of claims; ``of`` returns its values, one per claim."""

    of: Callable[[ClaimRows], Iterable[Any]] = lambda _: ()


def _copied(key: str) -> Callable[[ClaimRows], Iterable[Any]]:
    return lambda rows: rows.claims[key]


def _detail(name: str) -> Callable[[ClaimRows], Iterable[Any]]:
    return lambda rows: [getattr(item, name) for item in rows.details]


def _joined(key: str) -> Callable[[ClaimRows], Iterable[Any]]:
    return lambda rows: [SEPARATOR.join(cell) for cell in rows.claims[key]]


def _numbers(key: str) -> Callable[[ClaimRows], Iterable[Any]]:
    """Return a function that returns the numbers of a column, ``None`` where unknown."""

    def of(rows: ClaimRows) -> list[int | float | None]:
        return [_number(text) for text in rows.claims[key]]

    return of


def _number(text: str) -> int | float | None:
    if not text:
        return None
    number = float(text)
    return int(number) if number.is_integer() else number


def _values(column: Column) -> Callable[[ClaimRows], Iterable[Any]]:
    if column.many:
        return _joined(column.key)
    return _numbers(column.key) if column.kind is Kind.AMOUNT else _copied(column.key)


def _closed(column: Column) -> tuple[str, ...]:
    """Return the only values that a column can have, ``()`` if a case can add some."""
    vocabulary = column.vocabulary
    return () if vocabulary is None or column.many or is_extendable(vocabulary) else vocabulary.keys


def _claim_column(column: Column) -> ClaimField:
    return ClaimField(
        column.key,
        column.label,
        column.meaning,
        holds(column),
        required=column.required,
        values=_closed(column),
        of=_values(column),
    )


CLAIM_FIELDS: Final = (
    ClaimField("id", "Id", "Stable id of the claim.", required=True, of=lambda r: r.claims.index),
    ClaimField(
        "selected",
        "Selected",
        "yes: matches the filters. no: added because it denies an exported allegation.",
        "yes-no",
        of=lambda rows: ["yes" if own else "no" for own in rows.selected],
    ),
    ClaimField(
        "stance",
        "Stance",
        "Position of the source on the allegation.",
        required=True,
        values=STANCES.keys,
        of=_copied("stance"),
    ),
    ClaimField(
        "source", "Claim source", "Who makes the claim.", required=True, of=_detail("source")
    ),
    ClaimField("source_kind", "Kind of source", "Kind of claim source.", of=_detail("source_kind")),
    ClaimField(
        "relayed_by",
        "Relayed by",
        "Who passed the claim on, in order from the source to the article.",
        of=_detail("relayed"),
    ),
    ClaimField(
        "allegation",
        "Allegation",
        "The proposition that the claim is about; empty for background.",
        of=_detail("allegation"),
    ),
    ClaimField("said", "Said", "Date of the statement (EDTF).", of=_copied("said")),
    ClaimField("happened", "Happened", "Date of the event (EDTF).", of=_copied("happened")),
    ClaimField(
        "first_day",
        "First day",
        "First possible day of the event; empty if open or undated.",
        "day",
        of=lambda rows: [first for first, _ in rows.days],
    ),
    ClaimField(
        "last_day",
        "Last day",
        "Last possible day of the event; empty if open or undated.",
        "day",
        of=lambda rows: [last for _, last in rows.days],
    ),
    *map(_claim_column, CLAIMS.shown(Shown.EXPORT)),
    ClaimField(
        "excerpt_kind",
        "Excerpt is",
        "quotation: verbatim. paraphrase: reworded by the editors.",
        required=True,
        values=EXCERPT_KINDS.keys,
        of=_copied("excerpt_kind"),
    ),
    ClaimField(
        "excerpt",
        "Excerpt",
        "Text of the article that contains the claim.",
        required=True,
        of=_copied("excerpt"),
    ),
    ClaimField(
        "citation", "Citation", "The article as a citation.", required=True, of=_detail("citation")
    ),
    ClaimField(
        "url",
        "Link",
        "Opens the article, at the quoted words if the browser supports it.",
        required=True,
        of=_detail("url"),
    ),
    ClaimField(
        "original_title",
        "Original title",
        "Title of the article in its language, if the citation has a translation.",
        of=lambda rows: rows.articles["original_title"],
    ),
    ClaimField(
        "archived_url",
        "Archived copy",
        "Address of an archived copy of the article.",
        of=lambda rows: rows.articles["archived_url"],
    ),
    ClaimField(
        "retracted_on",
        "Retracted",
        "When the article was retracted (EDTF). The claim is then withdrawn: it affirms and denies "
        "nothing.",
        of=lambda rows: rows.articles["retracted_on"],
    ),
    ClaimField(
        "corrected_by",
        "Corrected by",
        "Citation of a later article that corrects the article.",
        of=lambda rows: [item.article.corrected for item in rows.details],
    ),
    ClaimField(
        "publisher",
        "Publisher",
        "Publisher of the article.",
        of=lambda rows: rows.articles["publisher"],
    ),
    ClaimField(
        "published",
        "Published",
        "Date of publication (EDTF).",
        of=lambda rows: rows.articles["published"],
    ),
    ClaimField(
        "note",
        "Editor's note",
        "Information that readers need to understand the claim.",
        of=_copied("note"),
    ),
    ClaimField(
        "feature_names",
        "Places and routes",
        "Names of the places and routes that the claim is about.",
        of=lambda rows: ["; ".join(name for _, name, _ in item.features) for item in rows.details],
    ),
    ClaimField(
        "passage",
        "Passage",
        "Id of the first claim that is made with the same words of the same article.",
        required=True,
        of=_detail("passage"),
    ),
    ClaimField(
        "source_id",
        "Claim source id",
        "Id in the table of sources.",
        required=True,
        of=_copied("source"),
    ),
    ClaimField(
        "article_id",
        "Article id",
        "Id in the table of articles.",
        required=True,
        of=_copied("article"),
    ),
    ClaimField(
        "allegation_id",
        "Allegation id",
        "Id in the table of allegations.",
        of=_copied("allegation"),
    ),
    ClaimField(
        "feature_ids",
        "Place and route ids",
        "Ids in the tables of places and routes.",
        "list",
        of=_joined("features"),
    ),
    ClaimField(
        "media_ids",
        "Media ids",
        "Ids in the table of media: images, tracks and documents that it rests on.",
        "list",
        of=lambda rows: [SEPARATOR.join(own.media for own in item.media) for item in rows.details],
    ),
)
