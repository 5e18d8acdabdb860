"""One claim as a reader sees it: source, stance, dates, excerpt and citation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from routemap.data.codes import Bools
from routemap.data.dataset import Dataset
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import Row, Shown
from routemap.model.dates import in_words
from routemap.model.vocabulary import EXCERPT_KINDS, SOURCE_KINDS, STANCES
from routemap.questions.article import ArticleDetails, citation, details_of_articles
from routemap.questions.claim_links import ClaimLinks, SameWords, links_of
from routemap.questions.facts import Fact, facts_of, marked, shown_in
from routemap.questions.media import MediaDetails, media_of
from routemap.questions.text_fragment import text_fragment


@dataclass(frozen=True)
class ClaimDetails:
    """One claim as a reader sees it. All texts are plain: escape them when you write HTML.

    Attributes
    ----------
    claim
        Id of the claim.
    stance, stance_label
        Key and label of the stance.
    source, source_kind
        Name of the claim source, and its kind as a label.
    relayed
        Names of the sources that relayed the claim, ``""`` if none.
    said, happened
        Dates of the statement and of the event in words, ``""`` if not given.
    allegation, allegation_id
        Statement and id of the allegation, ``""`` if the claim has none.
    facts
        The columns that are shown as label and value.
    excerpt, quotation, excerpt_label
        The excerpt, whether it is verbatim, and its kind as a label.
    original, original_language, translated_by
        The words as published where the excerpt is a translation, their language tag, and who
        translated them; ``""`` otherwise.
    coding
        Who coded and who checked the claim, in one short text; ``""`` if unknown.
    inferred
        The columns whose value the coder inferred.
    also_in
        Citation and address of each further article that carries the same statement.
    passage, same_words, ships
        As in :class:`routemap.questions.claim_links.ClaimLinks`.
    citation, url
        The article in words, and its address. For a quotation the address opens the article at
        the quoted words.
    article
        What has become of the article, and its archived copy.
    note
        The editor's note.
    features
        Id, name and all other names of each place and route that the claim is about.
    kept
        Whether it is a denial that does not pass the filters: see
        :attr:`routemap.questions.selection.Selection.kept_denials`.
    media
        The images, tracks and documents that the claim or its article rests on.
    """

    claim: str
    stance: str
    stance_label: str
    source: str
    source_kind: str
    relayed: str
    said: str
    happened: str
    allegation: str
    allegation_id: str
    facts: tuple[Fact, ...]
    excerpt: str
    quotation: bool
    excerpt_label: str
    citation: str
    url: str
    article: ArticleDetails
    note: str
    features: tuple[tuple[str, str, str], ...]
    original: str = ""
    original_language: str = ""
    translated_by: str = ""
    coding: str = ""
    also_in: tuple[tuple[str, str], ...] = ()
    passage: str = ""
    same_words: tuple[SameWords, ...] = ()
    ships: tuple[tuple[str, str], ...] = ()
    inferred: tuple[str, ...] = ()
    kept: bool = False
    media: tuple[MediaDetails, ...] = ()

    @property
    def cited(self) -> str:
        """The claim as text for a document: its words, who makes it and when, and the article."""
        words = f"“{self.excerpt}”" if self.quotation else f"{self.excerpt} [{self.excerpt_label}]"
        if self.original:
            words = f"“{self.original}”\n{words}"
        who = f"{self.source}{f', relayed by {self.relayed}' if self.relayed else ''}"
        said = f", {self.said}" if self.said else ""
        lines = (
            words,
            f"{who} ({self.stance_label.lower()}{said})",
            self.citation,
            self.url,
            *self.article.lines,
        )
        return "\n".join(lines)

    @property
    def withdrawn(self) -> bool:
        """Whether the article was retracted."""
        return bool(self.article.retracted)

    def shown_in(self, where: Shown) -> tuple[tuple[str, str], ...]:
        """Return the labels and texts of the facts that are shown in a place."""
        return shown_in(self.facts, where)


@dataclass(frozen=True)
class _Named:
    """Names of the records that claims refer to by id."""

    features: Mapping[str, tuple[str, str, str]]
    sources: Mapping[Any, str]
    allegations: Mapping[Any, str]
    facts: Callable[[Row], tuple[Fact, ...]]
    details: Callable[[Row], ArticleDetails]
    source_kinds: Mapping[str, str]


def claim_details(
    dataset: Dataset, positions: ArrayLike, kept_denials: Bools | None = None
) -> tuple[ClaimDetails, ...]:
    """Return the claims at some positions of the dataset, as a reader sees them.

    Parameters
    ----------
    dataset
        The data.
    positions
        Positions of claims in the dataset. The result has the same order.
    kept_denials
        Per claim of the dataset: whether it is marked as ``kept``. By default none is.
    """
    places = np.asarray(positions, dtype=np.int64)
    # called for every row of a table, and selecting from empty frames costs milliseconds
    if not len(places):
        return ()
    claims = dataset.claims.iloc[places]
    articles = dataset.articles.iloc[dataset.codes.article[places]].to_dict("records")
    sources = dataset.sources.iloc[dataset.codes.source[places]].to_dict("records")
    named = _Named(
        features=_mentioned(dataset, {key for cell in claims["features"] for key in cell}),
        sources=dataset.sources["name"].to_dict(),
        allegations={"": "", **dataset.allegations["statement"].to_dict()},
        facts=facts_of(dataset, CLAIMS),
        details=details_of_articles(dataset),
        source_kinds=dataset.case.terms(SOURCE_KINDS).labels,
    )
    cited = _cited(dataset, {key for cell in claims["also_in"] for key in cell})
    kept = kept_denials[places] if kept_denials is not None else np.zeros(len(places), dtype=bool)
    return tuple(
        replace(_details(claim, article, source, named), kept=own, media=media, **linked)
        for claim, article, source, linked, media, own in zip(
            claims.reset_index().to_dict("records"),
            articles,
            sources,
            (_linked(item, cited) for item in links_of(dataset, places.tolist())),
            media_of(dataset, claims.index.tolist()),
            kept.tolist(),
            strict=True,
        )
    )


def _cited(dataset: Dataset, keys: set[str]) -> dict[str, tuple[str, str]]:
    rows = dataset.articles.loc[sorted(keys)].to_dict("index")
    return {str(key): (citation(row), row["url"]) for key, row in rows.items()}


def _mentioned(dataset: Dataset, keys: set[str]) -> dict[str, tuple[str, str, str]]:
    rows = dataset.features.loc[sorted(keys)].to_dict("index")
    return {
        str(key): (
            str(key),
            row["name_en"],
            ", ".join(name for _, name in other_names(dataset, row)),
        )
        for key, row in rows.items()
    }


def _dated(claim: Row, key: str) -> str:
    """Return a date of a claim in words, marked if the coder inferred it."""
    if not claim[key]:
        return ""
    return marked(in_words(claim[key]), inferred=key in claim["inferred"])


def _coding(claim: Row) -> str:
    """Return who coded and who checked a claim.

    Examples
    --------
    >>> _coding({"coded_by": "AB", "coded_on": "2023-10-18", "checked_by": "CD"})
    'Coded by AB on 18 October 2023, checked by CD'
    >>> _coding({"coded_by": "", "coded_on": "", "checked_by": ""})
    ''
    """
    parts = []
    if claim["coded_by"] or claim["coded_on"]:
        by = f" by {claim['coded_by']}" if claim["coded_by"] else ""
        on = f" {in_words(claim['coded_on'])}" if claim["coded_on"] else ""
        parts.append(f"coded{by}{on}")
    if claim["checked_by"]:
        parts.append(f"checked by {claim['checked_by']}")
    said = ", ".join(parts)
    return said[:1].upper() + said[1:]


def _linked(found: ClaimLinks, cited: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Return what a claim leads to, by field of :class:`ClaimDetails`."""
    return {
        "also_in": tuple(cited[article] for article in found.also_in),
        "passage": found.passage,
        "same_words": found.same_words,
        "ships": found.ships,
    }


def _details(claim: Row, article: Row, source: Row, named: _Named) -> ClaimDetails:
    quotation = claim["excerpt_kind"] == "quotation"
    return ClaimDetails(
        claim=claim["id"],
        stance=claim["stance"],
        stance_label=STANCES.label(claim["stance"]),
        source=source["name"],
        source_kind=named.source_kinds[source["kind"]],
        relayed=", ".join(named.sources[relay] for relay in claim["relayed_by"]),
        said=_dated(claim, "said"),
        happened=_dated(claim, "happened"),
        allegation=named.allegations[claim["allegation"]],
        allegation_id=claim["allegation"],
        facts=named.facts(claim),
        excerpt=claim["excerpt"],
        quotation=quotation,
        excerpt_label=EXCERPT_KINDS.label(claim["excerpt_kind"]),
        citation=citation(article),
        url=text_fragment(article["url"], claim["excerpt"], claim["prefix"], claim["suffix"])
        if quotation
        else article["url"],
        article=named.details(article),
        note=claim["note"],
        features=tuple(named.features[feature] for feature in claim["features"]),
        original=claim["original"],
        original_language=claim["original_language"],
        translated_by=claim["translated_by"],
        coding=_coding(claim),
        inferred=claim["inferred"],
    )


def other_names(dataset: Dataset, row: Row) -> tuple[tuple[str, str], ...]:
    """Return pairs of language and name for all names but the main English one."""
    named = (
        *((language, row[key]) for language, key in dataset.case.names_by_language),
        *(("en", alias) for alias in row["aliases"]),
    )
    return tuple((language, name) for language, name in named if name)
