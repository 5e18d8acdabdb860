"""The closed lists of words: every row carries key, label and a one-sentence meaning.

Keys are stable and stand in files and links; labels stand on screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(frozen=True)
class Term:
    """One value of a vocabulary.

    ``in_names`` are the words for it that names contain, such as “Station”; a name counts with
    and without them. One that begins with a hyphen is written as the end of a word.
    """

    key: str
    label: str
    meaning: str
    in_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of values that a column may hold, in the order of screens."""

    name: str
    terms: tuple[Term, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys, in order."""
        return tuple(term.key for term in self.terms)

    @property
    def labels(self) -> dict[str, str]:
        """The labels by key, in order."""
        return {term.key: term.label for term in self.terms}

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
        Term(
            "station",
            "Railway station",
            "A railway station.",
            ("railway station", "train station", "station", "станция", "вокзал", "역", "-역"),
        ),
        Term(
            "port",
            "Port",
            "A sea port.",
            ("port of", "port", "harbour", "harbor", "порт", "항", "항구", "-항", "-항구"),
        ),
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
            "Verbatim words of the article, anchored by prefix and suffix; the note says where "
            "they are not the source's own.",
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


@dataclass(frozen=True)
class DateMeaning(Term):
    """One answer to "the date of what?": how a claim gets its date, and what dates leave out.

    Attributes
    ----------
    columns
        Where the date of a claim is looked for: the first of these columns that is not empty.
        ``published`` is the date of the article.
    keeps_denials
        Whether a denial made outside the dates stays with the claims that it denies.
    """

    columns: tuple[str, ...] = ()
    keeps_denials: bool = True


WHEN: Final = "when"
KNOWN: Final = "known"
DATE_MEANINGS: Final = Vocabulary(
    "date",
    (
        DateMeaning(
            WHEN,
            "the event, else the statement",
            "The day of the event where it is known, else of the statement, else of publication.",
            columns=("happened", "said", "published"),
        ),
        DateMeaning(
            "happened",
            "the event",
            "The day of the event. Claims that do not give it are left out.",
            columns=("happened",),
        ),
        DateMeaning(
            "said",
            "the statement",
            "The day of the statement. Claims that do not give it are left out.",
            columns=("said",),
        ),
        DateMeaning("published", "publication", "The day of publication.", columns=("published",)),
        DateMeaning(
            KNOWN,
            "the statement, as known then",
            "What had been said at the time: the day of the statement, else of publication, "
            "and no denial from outside the dates.",
            columns=("said", "published"),
            keeps_denials=False,
        ),
    ),
)


def date_meaning(key: str) -> DateMeaning:
    """Return a row of :data:`DATE_MEANINGS` by its key.

    Raises
    ------
    KeyError
        If no row has this key.
    """
    for term in DATE_MEANINGS.terms:
        if isinstance(term, DateMeaning) and term.key == key:
            return term
    raise KeyError(key)


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
