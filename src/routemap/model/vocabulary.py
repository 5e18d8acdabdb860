"""Closed lists of values: every row has a key, a label and a one-sentence meaning.

Keys are stable and used in files and links; labels are shown on screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from routemap.model.terms import Term, Vocabulary

STANCES: Final = Vocabulary(
    "stance",
    (
        Term(
            "asserts",
            "Asserts",
            "The claim source says that the allegation is true.",
            participle="asserted",
        ),
        Term(
            "denies",
            "Denies",
            "The claim source says that the allegation is false.",
            participle="denied",
        ),
        Term(
            "reports",
            "Reports",
            "The claim source relays the allegation without judging it.",
            participle="reported",
        ),
        Term(
            "estimates",
            "Estimates",
            "The claim source infers it from evidence such as imagery.",
            participle="estimated",
        ),
        Term(
            "declines",
            "Neither confirms nor denies",
            "The claim source was asked, or spoke about it, and takes no side.",
            clause="neither confirms nor denies it|neither confirm nor deny it",
        ),
        Term(
            "finds_none",
            "Finds no sign",
            "The claim source looked for signs of it and found none, which is not a denial.",
            clause="found no sign of it|found no sign of it",
        ),
        Term("background", "Background", "Context that neither supports nor disputes a movement."),
    ),
)
AFFIRMING: Final = frozenset({"asserts", "reports", "estimates"})
DENYING: Final = frozenset({"denies"})

MODES: Final = Vocabulary(
    "mode",
    (
        Term("rail", "Rail", "Transport by train."),
        Term("sea", "Sea", "Transport by ship."),
        Term("road", "Road", "Transport by road."),
        Term("air", "Air", "Transport by aircraft."),
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
        Term("unknown", "Unknown", "A shipment was reported, but not its contents."),
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
        Term(
            "media", "News media", "A news agency, newspaper or broadcaster that speaks for itself."
        ),
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
            (
                *("railway station", "train station", "station", "железнодорожная станция"),
                *("станция", "вокзал", "기차역", "-기차역", "역", "-역"),
            ),
        ),
        Term(
            "port",
            "Port",
            "A sea port.",
            ("port of", "port", "harbour", "harbor", "порт", "항", "항구", "-항", "-항구"),
        ),
        Term(
            "naval_base",
            "Naval base",
            "A base of a navy.",
            ("naval base", "база ВМФ", "해군기지", "-해군기지"),
        ),
        Term(
            "depot", "Depot", "A store of ammunition, fuel or goods.", ("depot", "склад", "арсенал")
        ),
        Term(
            "airport",
            "Airport",
            "An airport or air base.",
            ("airport", "air base", "airfield", "аэропорт", "аэродром", "공항", "-공항"),
        ),
        Term("city", "City", "A city or town."),
        Term("region", "Region", "A region, province or sea area, without any place in it."),
        Term("country", "Country", "A country, without any place in it."),
    ),
)

ROUTE_KINDS: Final = Vocabulary(
    "route kind",
    (
        Term("route", "Route", "A reported movement from one place to another."),
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
        Term(
            "observed",
            "Observed track",
            "The line is a track seen in imagery, tracking data or photographs on the days given.",
        ),
        Term("alignment", "Follows the real line", "The line follows the existing track."),
        Term(
            "waypoints", "Straight between named places", "Only places along the way were reported."
        ),
        Term(
            "schematic",
            "Path not reported",
            "No path was reported; the line only connects the two ends.",
        ),
    ),
)

EXCERPT_KINDS: Final = Vocabulary(
    "excerpt kind",
    (
        Term(
            "quotation",
            "Quotation",
            "Verbatim words of the article, anchored by prefix and suffix. The note says where "
            "they are not the source's own words.",
        ),
        Term("paraphrase", "Paraphrase", "The editors' summary of what the article reports."),
    ),
)


@dataclass(frozen=True)
class DateMeaning(Term):
    """One meaning of "date of a claim": the columns it uses, and what a date filter leaves out.

    Attributes
    ----------
    columns
        Columns that can contain the date of a claim; the first one that is not empty is used.
        ``published`` is the date of the article.
    noun
        What a date of one column is the date of, without an article.
    keeps_denials
        Whether a denial outside the date range is kept with the claims that it denies.
    """

    columns: tuple[str, ...] = ()
    noun: str = ""
    keeps_denials: bool = True


WHEN: Final = "when"
KNOWN: Final = "known"
DATE_MEANINGS: Final = Vocabulary(
    "date",
    (
        DateMeaning(
            WHEN,
            "the event, else the statement",
            "The day of the event if known, else of the statement, else of publication.",
            columns=("happened", "said", "published"),
        ),
        DateMeaning(
            "happened",
            "the event",
            "The day of the event. Claims without one are left out.",
            columns=("happened",),
            noun="event",
        ),
        DateMeaning(
            "said",
            "the statement",
            "The day of the statement. Claims without one are left out.",
            columns=("said",),
            noun="statement",
        ),
        DateMeaning(
            "published",
            "publication",
            "The day of publication.",
            columns=("published",),
            noun="publication",
        ),
        DateMeaning(
            KNOWN,
            "the statement, as known then",
            "What had been said by then: the day of the statement, else of publication, "
            "without denials from outside the date range.",
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
    """Result of all claims of a selection about one feature."""

    ASSERTED = "asserted"
    DISPUTED = "disputed"
    DENIED = "denied"
    BACKGROUND = "background"
    WITHDRAWN = "withdrawn"


STATUSES: Final = Vocabulary(
    "status",
    (
        Term(
            "asserted", "Asserted", "At least one source says it and no source in view denies it."
        ),
        Term("disputed", "Disputed", "Some sources say it and others deny the same allegation."),
        Term("denied", "Denied", "Only denials are in view."),
        Term(
            "background",
            "Background",
            "No source in view affirms or denies it: there is only context, or sources that take "
            "no side.",
        ),
        Term("withdrawn", "Withdrawn", "Every claim in view is of an article that was retracted."),
    ),
)
