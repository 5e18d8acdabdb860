"""Tables of the data folder and their columns.

Each column is defined once. The checks (:mod:`routemap.data.checks.check`), ``datapackage.json``
and the data dictionary in ``geodata/README.md`` (:mod:`routemap.data.dictionary`) follow from these
definitions. Every row has a key (stable, used in files and links), a label (shown on screens) and a
one-sentence meaning (shown on screens and in the documentation).
"""

from __future__ import annotations

from typing import Final

from routemap.model.claim_table import CLAIMS
from routemap.model.columns import NOTE, Column, Kind, Table, id_of
from routemap.model.countries import COUNTRIES
from routemap.model.feature_tables import AREAS, PLACES, ROUTES
from routemap.model.media_table import MEDIA
from routemap.model.vocabulary import SOURCE_KINDS

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
        Column(
            "part_of",
            "Part of",
            "The body that the source belongs to, such as its government.",
            Kind.REFERENCE,
            refers_to=("sources",),
            optional=True,
        ),
    ),
)

VESSELS: Final = Table(
    "vessels",
    "vessels.csv",
    "vessel",
    "Ships that claims name.",
    (
        id_of("vessel"),
        Column("name", "Name", "Name in English, as reported.", required=True),
        Column("name_ko", "Name (Korean)", "Name in Korean.", optional=True),
        Column("name_ru", "Name (Russian)", "Name in Russian.", optional=True),
        Column("aliases", "Also known as", "Other names and spellings.", many=True, optional=True),
        Column(
            "imo",
            "IMO number",
            "Number of the ship, which it keeps under every name (seven digits).",
            Kind.IMO,
            optional=True,
        ),
        Column(
            "mmsi", "MMSI", "Radio identity of the ship (nine digits).", Kind.MMSI, optional=True
        ),
        Column(
            "flag",
            "Flag",
            "Country whose flag it is reported to fly.",
            Kind.TERM,
            vocabulary=COUNTRIES,
            optional=True,
        ),
        Column(
            "links",
            "Entries elsewhere",
            "Web addresses of its entries in lists such as those of the UN.",
            Kind.URL,
            many=True,
            optional=True,
        ),
        NOTE,
    ),
    optional=True,
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
        Column(
            "original_title",
            "Original title",
            "Title in the language of the text, if the title above is a translation.",
            optional=True,
        ),
        Column(
            "archived_url",
            "Archived copy",
            "Web address of an archived copy of the page.",
            Kind.URL,
            optional=True,
        ),
        Column(
            "retrieved_on",
            "Retrieved",
            "Day on which the page was saved or read (EDTF).",
            Kind.EDTF,
            optional=True,
        ),
        Column(
            "sha256",
            "SHA-256",
            "Hash of the saved page; `routemap archive` writes it.",
            Kind.SHA256,
            optional=True,
        ),
        Column(
            "corrected_by",
            "Corrected by",
            "A later article in which the publisher corrects this one.",
            Kind.REFERENCE,
            refers_to=("articles",),
            optional=True,
        ),
        Column(
            "retracted_on",
            "Retracted",
            "When the publisher withdrew the article (EDTF). Its claims are then withdrawn.",
            Kind.EDTF,
            optional=True,
        ),
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

TABLES: Final = (PLACES, ROUTES, AREAS, SOURCES, ARTICLES, VESSELS, ALLEGATIONS, CLAIMS, MEDIA)
MAX_QUOTATION: Final = 320
