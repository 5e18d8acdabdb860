"""The words of the product as types and column tables.

One definition of every column is the origin of the checks (:mod:`routemap.data.checks.check`),
of ``datapackage.json`` and of the data dictionary in ``geodata/README.md``
(:mod:`routemap.data.dictionary`). Rows of vocabularies carry a key (stable, written in
files and links), a label (shown on screens) and a one-sentence meaning (read by
screens and docs).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from routemap.model.columns import EVERYWHERE, Column, Kind, Shown, Table
from routemap.model.vocabulary import (
    CARGO,
    COUNTRIES,
    EXCERPT_KINDS,
    GEOMETRY_BASES,
    MODES,
    PLACE_KINDS,
    PRECISIONS,
    ROUTE_KINDS,
    SOURCE_KINDS,
    STANCES,
)


def _id(record: str) -> Column:
    return Column(
        "id", "Id", f"Stable name of the {record}, used in links.", Kind.ID, required=True
    )


_NAMES: Final = (
    Column("name_en", "Name", "Name in English.", required=True),
    Column("name_ko", "Name (Korean)", "Name in Korean.", optional=True),
    Column("name_ru", "Name (Russian)", "Name in Russian.", optional=True),
    Column("aliases", "Also known as", "Other names and spellings.", many=True, optional=True),
)
_NOTE: Final = Column(
    "note",
    "Editor's note",
    "What a reader must know to read the record right.",
    optional=True,
)

PLACES: Final = Table(
    "places",
    "places.geojson",
    "place",
    "Points that claims speak of.",
    (
        _id("place"),
        Column(
            "kind", "Kind", "What kind of place it is.", Kind.TERM, True, vocabulary=PLACE_KINDS
        ),
        *_NAMES,
        Column(
            "country", "Country", "Country of the place.", Kind.TERM, True, vocabulary=COUNTRIES
        ),
        Column(
            "precision",
            "Precision",
            "How closely the place is known.",
            Kind.TERM,
            True,
            vocabulary=PRECISIONS,
            shown=(Shown.EXPORT,),
        ),
        Column(
            "uncertainty_km",
            "Uncertainty (km)",
            "The place lies within this distance of the point, in km.",
            Kind.NUMBER,
            True,
            shown=(Shown.EXPORT,),
        ),
        Column(
            "coordinate_source",
            "Coordinates from",
            "Where the coordinates come from.",
            required=True,
            shown=(Shown.PANEL,),
        ),
        _NOTE,
    ),
    ("Point",),
)

ROUTES: Final = Table(
    "routes",
    "routes.geojson",
    "route",
    "Lines along which something is reported to have moved.",
    (
        _id("route"),
        Column(
            "kind",
            "Kind",
            "A route, or a border crossing.",
            Kind.TERM,
            True,
            vocabulary=ROUTE_KINDS,
        ),
        *_NAMES,
        Column(
            "mode",
            "Mode",
            "Means of transport, as reported.",
            Kind.TERM,
            True,
            vocabulary=MODES,
            shown=(Shown.EXPORT,),
        ),
        Column(
            "from",
            "From",
            "Place where the route starts.",
            Kind.REFERENCE,
            True,
            refers_to=("places",),
        ),
        Column(
            "via",
            "Via",
            "Places on the way, in order.",
            Kind.REFERENCE,
            many=True,
            refers_to=("places",),
        ),
        Column(
            "to", "To", "Place where the route ends.", Kind.REFERENCE, True, refers_to=("places",)
        ),
        Column(
            "geometry_basis",
            "Drawn as",
            "What the drawn line rests on.",
            Kind.TERM,
            True,
            vocabulary=GEOMETRY_BASES,
            shown=(Shown.PANEL,),
        ),
        Column(
            "geometry_source",
            "Line from",
            "Where the drawn line comes from.",
            required=True,
            shown=(Shown.PANEL,),
        ),
        _NOTE,
    ),
    ("LineString", "MultiLineString"),
)

SOURCES: Final = Table(
    "sources",
    "sources.csv",
    "claim source",
    "Who says it.",
    (
        _id("claim source"),
        Column("name", "Name", "Name, as screens show it.", required=True),
        Column(
            "kind", "Kind", "What kind of source it is.", Kind.TERM, True, vocabulary=SOURCE_KINDS
        ),
        Column(
            "country",
            "Country",
            "Country it speaks for or sits in.",
            Kind.TERM,
            vocabulary=COUNTRIES,
            optional=True,
        ),
        _NOTE,
    ),
)

ARTICLES: Final = Table(
    "articles",
    "articles.csv",
    "article",
    "Published items that claims were read in.",
    (
        _id("article"),
        Column("title", "Title", "Title, as published.", required=True),
        Column("publisher", "Publisher", "Who published it.", required=True),
        Column("author", "Author", "Who wrote it.", many=True, optional=True),
        Column("published", "Published", "Day of publication (EDTF).", Kind.EDTF, True),
        Column("url", "Link", "Address where the words can be read.", Kind.URL, True),
        Column("language", "Language", "Language of the text (BCP 47).", required=True),
        Column(
            "reprint_of",
            "Reprint of",
            "The original article.",
            Kind.REFERENCE,
            refers_to=("articles",),
            optional=True,
        ),
        _NOTE,
    ),
)

ALLEGATIONS: Final = Table(
    "allegations",
    "allegations.csv",
    "allegation",
    "Propositions that sources assert or deny.",
    (
        _id("allegation"),
        Column("statement", "Statement", "The proposition, as one plain sentence.", required=True),
        Column(
            "part_of",
            "Part of",
            "A broader allegation: whoever denies that denies this too.",
            Kind.REFERENCE,
            refers_to=("allegations",),
        ),
        _NOTE,
    ),
)

CLAIMS: Final = Table(
    "claims",
    "claims.csv",
    "claim",
    "What one claim source says in one article.",
    (
        _id("claim"),
        Column(
            "article",
            "Article",
            "Article that carries it.",
            Kind.REFERENCE,
            True,
            refers_to=("articles",),
        ),
        Column(
            "allegation",
            "Allegation",
            "Allegation it is about; empty for background.",
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
            "How the source stands to the allegation.",
            Kind.TERM,
            True,
            vocabulary=STANCES,
        ),
        Column("said", "Said", "When the source said it (EDTF).", Kind.EDTF),
        Column("happened", "Happened", "When what it speaks of happened (EDTF).", Kind.EDTF),
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
            "Ids of the places and routes it is about.",
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
            "excerpt", "Excerpt", "The words that carry the claim.", required=True, searched=True
        ),
        Column("prefix", "Words before", "Words right before a quotation (W3C TextQuoteSelector)."),
        Column("suffix", "Words after", "Words right after a quotation (W3C TextQuoteSelector)."),
        replace(_NOTE, searched=True),
    ),
)

TABLES: Final = (PLACES, ROUTES, SOURCES, ARTICLES, ALLEGATIONS, CLAIMS)
MAX_QUOTATION: Final = 320
