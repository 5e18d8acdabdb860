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
from routemap.model.columns import SEPARATOR, Column, Shown
from routemap.model.tables import CLAIMS
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


def _claim_column(column: Column) -> ClaimField:
    return ClaimField(
        column.key,
        column.label,
        column.meaning,
        holds(column),
        required=column.required,
        of=_joined(column.key) if column.many else _copied(column.key),
    )


CLAIM_FIELDS: Final = (
    ClaimField("id", "Id", "Stable name of the claim.", required=True, of=lambda r: r.claims.index),
    ClaimField(
        "selected",
        "Selected",
        "yes: it passes the filters. no: it denies what is included.",
        "yes-no",
        of=lambda rows: ["yes" if own else "no" for own in rows.selected],
    ),
    ClaimField(
        "stance",
        "Stance",
        "How the source stands to the allegation.",
        required=True,
        values=STANCES.keys,
        of=_copied("stance"),
    ),
    ClaimField("source", "Claim source", "Who says it.", required=True, of=_detail("source")),
    ClaimField(
        "source_kind", "Kind of source", "What kind of source it is.", of=_detail("source_kind")
    ),
    ClaimField(
        "relayed_by",
        "Relayed by",
        "Who passed it on, from the source towards the article.",
        of=_detail("relayed"),
    ),
    ClaimField(
        "allegation",
        "Allegation",
        "The proposition that it is about; empty for background.",
        of=_detail("allegation"),
    ),
    ClaimField("said", "Said", "When the source said it (EDTF).", of=_copied("said")),
    ClaimField(
        "happened", "Happened", "When what it refers to happened (EDTF).", of=_copied("happened")
    ),
    ClaimField(
        "first_day",
        "First day",
        "First day on which that may be; empty where open or undated.",
        "day",
        of=lambda rows: [first for first, _ in rows.days],
    ),
    ClaimField(
        "last_day",
        "Last day",
        "Last day on which that may be; empty where open or undated.",
        "day",
        of=lambda rows: [last for _, last in rows.days],
    ),
    *map(_claim_column, CLAIMS.shown(Shown.EXPORT)),
    ClaimField(
        "excerpt_kind",
        "Excerpt is",
        "quotation: verbatim. paraphrase: in our words.",
        required=True,
        values=EXCERPT_KINDS.keys,
        of=_copied("excerpt_kind"),
    ),
    ClaimField(
        "excerpt",
        "Excerpt",
        "The words that carry the claim.",
        required=True,
        of=_copied("excerpt"),
    ),
    ClaimField(
        "citation", "Citation", "The article as a citation.", required=True, of=_detail("citation")
    ),
    ClaimField(
        "url",
        "Link",
        "Opens the article, at the quoted words where the browser can.",
        required=True,
        of=_detail("url"),
    ),
    ClaimField(
        "publisher",
        "Publisher",
        "Who published the article.",
        of=lambda rows: rows.articles["publisher"],
    ),
    ClaimField(
        "published",
        "Published",
        "Day of publication (EDTF).",
        of=lambda rows: rows.articles["published"],
    ),
    ClaimField(
        "note",
        "Editor's note",
        "What a reader must know to read the claim right.",
        of=_copied("note"),
    ),
    ClaimField(
        "feature_names",
        "Places and routes",
        "Names of the places and routes it is about.",
        of=lambda rows: ["; ".join(name for _, name, _ in item.features) for item in rows.details],
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
)
