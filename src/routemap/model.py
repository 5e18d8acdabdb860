"""The words of the product as types and column tables.

One definition of every column is the origin of the checks (:mod:`routemap.check`),
of ``datapackage.json`` and of the data dictionary in ``geodata/README.md``
(:mod:`routemap.describe`). Rows of vocabularies carry a key (stable, written in
files and links), a label (shown on screens) and a one-sentence meaning (read by
screens and docs).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(frozen=True)
class Term:
    """One value of a vocabulary."""

    key: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of values that a column may hold, in the order of screens."""

    name: str
    terms: tuple[Term, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys, in order."""
        return tuple(term.key for term in self.terms)

    def label(self, key: str) -> str:
        """Return the label of ``key``, or ``key`` itself where the list has no such value."""
        return next((term.label for term in self.terms if term.key == key), key)


STANCES: Final = Vocabulary(
    "stance",
    (
        Term("asserts", "Asserts", "The claim source says that the allegation is true."),
        Term("denies", "Denies", "The claim source says that the allegation is false."),
        Term("reports", "Reports", "The claim source relays it without a judgement of its own."),
        Term("estimates", "Estimates", "The claim source infers it from evidence such as imagery."),
        Term("background", "Background", "Context that neither supports nor disputes a movement."),
    ),
)
AFFIRMING: Final = frozenset({"asserts", "reports", "estimates"})
DENYING: Final = frozenset({"denies"})

MODES: Final = Vocabulary(
    "mode",
    (
        Term("rail", "Rail", "Moved by train."),
        Term("sea", "Sea", "Moved by ship."),
        Term("road", "Road", "Moved by road."),
        Term("air", "Air", "Moved by aircraft."),
        Term("unspecified", "Not reported", "No means of transport was reported."),
    ),
)

CARGO: Final = Vocabulary(
    "cargo",
    (
        Term("arms", "Arms and ammunition", "Weapons, shells, rockets, missiles, ammunition."),
        Term("clothing", "Uniforms and textiles", "Uniforms, underwear, footwear, fabric."),
        Term("livestock", "Livestock", "Live animals such as horses."),
        Term("energy", "Oil and coal", "Crude oil, oil products, coal."),
        Term("goods", "Other goods", "Other or mixed civilian trade goods."),
        Term("troops", "Troops", "Military personnel."),
        Term("unknown", "Unknown", "A shipment was reported, its contents were not."),
    ),
)

SOURCE_KINDS: Final = Vocabulary(
    "source kind",
    (
        Term(
            "government", "Governments", "A ministry, department, military or head-of-state office."
        ),
        Term("embassy", "Embassies", "A diplomatic mission."),
        Term(
            "international", "International bodies", "The UN, its committees and monitoring teams."
        ),
        Term("company", "Companies", "A railway, port operator or other enterprise."),
        Term("media", "News media", "A news agency, newspaper or broadcaster in its own voice."),
        Term("analysts", "Analysts", "A research institute, imagery analyst or commentator."),
        Term("unnamed", "Unnamed sources", "People whom the article does not name."),
    ),
)

PLACE_KINDS: Final = Vocabulary(
    "place kind",
    (
        Term("factory_group", "Factories", "A group of factories known only by their town."),
        Term("station", "Railway station", "A railway station."),
        Term("port", "Port", "A sea port."),
        Term("city", "City", "A city or town."),
        Term("country", "Country", "A country named without any place inside it."),
    ),
)

ROUTE_KINDS: Final = Vocabulary(
    "route kind",
    (
        Term("route", "Route", "A movement from one place to another, as it was reported."),
        Term("border_crossing", "Border crossing", "The stretch of a route that crosses a border."),
    ),
)

PRECISIONS: Final = Vocabulary(
    "precision",
    (
        Term("exact", "Exact", "The point marks the place itself."),
        Term("locality", "Somewhere in the town", "Only the town or city was reported."),
        Term("region", "Somewhere in the region", "Only the region was reported."),
        Term("country", "Somewhere in the country", "Only the country was reported."),
    ),
)

GEOMETRY_BASES: Final = Vocabulary(
    "geometry basis",
    (
        Term("alignment", "Follows the real line", "The line follows the existing track."),
        Term("waypoints", "Straight between named places", "Only places on the way were reported."),
        Term(
            "schematic", "Path not reported", "No path was reported; the line only joins the ends."
        ),
    ),
)

EXCERPT_KINDS: Final = Vocabulary(
    "excerpt kind",
    (
        Term(
            "quotation",
            "Quotation",
            "Verbatim words of the article, anchored by prefix and suffix.",
        ),
        Term("paraphrase", "Paraphrase", "Our own words for what the article reports."),
    ),
)

COUNTRIES: Final = Vocabulary(
    "country",
    (
        Term("PRK", "North Korea", "Democratic People's Republic of Korea."),
        Term("RUS", "Russia", "Russian Federation."),
        Term("KOR", "South Korea", "Republic of Korea."),
        Term("CHN", "China", "People's Republic of China."),
        Term("USA", "United States", "United States of America."),
        Term("GBR", "United Kingdom", "United Kingdom of Great Britain and Northern Ireland."),
        Term("JPN", "Japan", "Japan."),
        Term("UKR", "Ukraine", "Ukraine."),
    ),
)


class Status(StrEnum):
    """What the claims of a selection add up to for one feature."""

    ASSERTED = "asserted"
    DISPUTED = "disputed"
    DENIED = "denied"
    BACKGROUND = "background"


STATUSES: Final = Vocabulary(
    "status",
    (
        Term("asserted", "Asserted", "At least one source says it, none in view denies it."),
        Term("disputed", "Disputed", "Some sources say it and others deny the same allegation."),
        Term("denied", "Denied", "Only denials are in view."),
        Term("background", "Background", "Only context is in view, no movement is claimed."),
    ),
)


COMPARISONS: Final = Vocabulary(
    "comparison",
    (
        Term("first", "Only the first source", "Of the two compared, only the first speaks of it."),
        Term("second", "Only the second", "Of the two compared, only the second speaks of it."),
        Term("both", "Both", "Both speak of it and do not contradict each other."),
        Term("contradicting", "Contradicting", "One affirms an allegation that the other denies."),
    ),
)


class Kind(StrEnum):
    """How the text of a column is read."""

    ID = "id"
    TEXT = "text"
    EDTF = "edtf"
    TERM = "term"
    REFERENCE = "reference"
    NUMBER = "number"
    URL = "url"


@dataclass(frozen=True)
class Column:
    """One column of a table or property of a GeoJSON feature.

    ``many`` columns hold several values in one cell, separated by ``;``.
    ``refers_to`` names the tables whose ids a reference column may hold.
    """

    key: str
    label: str
    meaning: str
    kind: Kind = Kind.TEXT
    required: bool = False
    many: bool = False
    vocabulary: Vocabulary | None = None
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One file of the data folder. ``geometry`` names the GeoJSON types it may hold."""

    name: str
    file: str
    record: str
    meaning: str
    columns: tuple[Column, ...]
    geometry: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The column keys, in the order of the file."""
        return tuple(column.key for column in self.columns)


def _id(record: str) -> Column:
    return Column(
        "id", "Id", f"Stable name of the {record}, used in links.", Kind.ID, required=True
    )


_NAMES: Final = (
    Column("name_en", "Name", "Name in English.", required=True),
    Column("name_ko", "Name (Korean)", "Name in Korean."),
    Column("name_ru", "Name (Russian)", "Name in Russian."),
    Column("aliases", "Also known as", "Other names and spellings.", many=True),
)
_NOTE: Final = Column("note", "Editor's note", "What a reader must know to read the record right.")

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
        ),
        Column(
            "uncertainty_km",
            "Uncertainty (km)",
            "The place lies within this distance of the point, in km.",
            Kind.NUMBER,
            True,
        ),
        Column(
            "coordinate_source",
            "Coordinates from",
            "Where the coordinates come from.",
            required=True,
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
            "mode", "Mode", "Means of transport, as reported.", Kind.TERM, True, vocabulary=MODES
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
        ),
        Column("geometry_source", "Line from", "Where the drawn line comes from.", required=True),
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
        Column("author", "Author", "Who wrote it.", many=True),
        Column("published", "Published", "Day of publication (EDTF).", Kind.EDTF, True),
        Column("url", "Link", "Address where the words can be read.", Kind.URL, True),
        Column("language", "Language", "Language of the text (BCP 47).", required=True),
        Column(
            "reprint_of",
            "Reprint of",
            "The original article.",
            Kind.REFERENCE,
            refers_to=("articles",),
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
            "cargo", "Cargo", "What is said to have moved.", Kind.TERM, many=True, vocabulary=CARGO
        ),
        Column("quantity", "Quantity", "How much, as reported."),
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
        Column("excerpt", "Excerpt", "The words that carry the claim.", required=True),
        Column("prefix", "Words before", "Words right before a quotation (W3C TextQuoteSelector)."),
        Column("suffix", "Words after", "Words right after a quotation (W3C TextQuoteSelector)."),
        _NOTE,
    ),
)

TABLES: Final = (PLACES, ROUTES, SOURCES, ARTICLES, ALLEGATIONS, CLAIMS)
SEPARATOR: Final = ";"
MAX_QUOTATION: Final = 320


@dataclass(frozen=True)
class Problem:
    """A record, or a part of one, that could not be taken as it stands.

    ``row`` counts as a text editor or spreadsheet does for CSV (the header is row
    1) and features from 1 for GeoJSON; ``None`` speaks of the file as a whole.
    """

    file: str
    row: int | None
    field: str
    value: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        shown = f" (found “{_shortened(self.value)}”)" if self.value else ""
        line = f"{place}: {_shortened(self.field)}: {_shortened(self.message, 400)}{shown}"
        # bytes that are no text stand as lone surrogates, which no terminal or page can show
        return line.encode("utf-8", "replace").decode("utf-8")


def _shortened(value: str, limit: int = 80) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
