"""Tables of the data folder and their columns.

Each column is defined once. The checks (:mod:`routemap.data.checks.check`), ``datapackage.json``
and the data dictionary in ``geodata/README.md`` (:mod:`routemap.data.dictionary`) follow from these
definitions. Every row has a key (stable, used in files and links), a label (shown on screens) and a
one-sentence meaning (shown on screens and in the documentation).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from routemap.model.columns import EVERYWHERE, NOTE, Column, Kind, Table, id_of
from routemap.model.countries import COUNTRIES
from routemap.model.feature_tables import PLACES, ROUTES
from routemap.model.vocabulary import (
    CARGO,
    EXCERPT_KINDS,
    SOURCE_KINDS,
    STANCES,
)

SOURCES: Final = Table(
    "sources",
    "sources.csv",
    "claim source",
    "Who says it.",
    (
        id_of("claim source"),
        Column("name", "Name", "Name shown on screens.", required=True),
        Column(
            "kind", "Kind", "What kind of source it is.", Kind.TERM, True, vocabulary=SOURCE_KINDS
        ),
        Column(
            "country",
            "Country",
            "Country that it represents or is based in.",
            Kind.TERM,
            vocabulary=COUNTRIES,
            optional=True,
        ),
        NOTE,
    ),
)

ARTICLES: Final = Table(
    "articles",
    "articles.csv",
    "article",
    "Published items that contain claims.",
    (
        id_of("article"),
        Column("title", "Title", "Title, as published.", required=True),
        Column("publisher", "Publisher", "Who published it.", required=True),
        Column("author", "Author", "Who wrote it.", many=True, optional=True),
        Column("published", "Published", "Day of publication (EDTF).", Kind.EDTF, True),
        Column("url", "Link", "Web address of the text.", Kind.URL, True),
        Column("language", "Language", "Language of the text (BCP 47).", required=True),
        Column(
            "reprint_of",
            "Reprint of",
            "The original article.",
            Kind.REFERENCE,
            refers_to=("articles",),
            optional=True,
        ),
        NOTE,
    ),
)

ALLEGATIONS: Final = Table(
    "allegations",
    "allegations.csv",
    "allegation",
    "Propositions that sources assert or deny.",
    (
        id_of("allegation"),
        Column("statement", "Statement", "The proposition, as one plain sentence.", required=True),
        Column(
            "part_of",
            "Part of",
            "A broader allegation. A denial of it also denies this allegation.",
            Kind.REFERENCE,
            refers_to=("allegations",),
        ),
        NOTE,
    ),
)

CLAIMS: Final = Table(
    "claims",
    "claims.csv",
    "claim",
    "What one claim source says in one article.",
    (
        id_of("claim"),
        Column(
            "article",
            "Article",
            "Article that contains the claim.",
            Kind.REFERENCE,
            True,
            refers_to=("articles",),
        ),
        Column(
            "allegation",
            "Allegation",
            "Allegation that the claim is about; empty for background.",
            Kind.REFERENCE,
            refers_to=("allegations",),
        ),
        Column(
            "source", "Claim source", "Who says it.", Kind.REFERENCE, True, refers_to=("sources",)
        ),
        Column(
            "relayed_by",
            "Relayed by",
            "Who passed it on, from the source towards the article.",
            Kind.REFERENCE,
            many=True,
            refers_to=("sources",),
        ),
        Column(
            "stance",
            "Stance",
            "Position of the source on the allegation.",
            Kind.TERM,
            True,
            vocabulary=STANCES,
        ),
        Column("said", "Said", "When the source said it (EDTF).", Kind.EDTF),
        Column("happened", "Happened", "When the event happened (EDTF).", Kind.EDTF),
        Column(
            "cargo",
            "Cargo",
            "What is said to have moved.",
            Kind.TERM,
            many=True,
            vocabulary=CARGO,
            optional=True,
            shown=EVERYWHERE,
        ),
        Column(
            "quantity",
            "Quantity",
            "How much, as reported.",
            Kind.QUANTITY,
            optional=True,
            searched=True,
            shown=EVERYWHERE,
        ),
        Column(
            "features",
            "Places and routes",
            "Ids of the places and routes that the claim is about.",
            Kind.REFERENCE,
            many=True,
            refers_to=("places", "routes"),
        ),
        Column(
            "excerpt_kind",
            "Excerpt is",
            "Quotation or paraphrase.",
            Kind.TERM,
            True,
            vocabulary=EXCERPT_KINDS,
        ),
        Column(
            "excerpt", "Excerpt", "The words that state the claim.", required=True, searched=True
        ),
        Column("prefix", "Words before", "Words just before a quotation (W3C TextQuoteSelector)."),
        Column("suffix", "Words after", "Words just after a quotation (W3C TextQuoteSelector)."),
        replace(NOTE, searched=True),
    ),
)

TABLES: Final = (PLACES, ROUTES, SOURCES, ARTICLES, ALLEGATIONS, CLAIMS)
MAX_QUOTATION: Final = 320
