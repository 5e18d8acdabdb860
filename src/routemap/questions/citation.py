"""Citations of a view in Chicago, APA and MLA style.

The author is the site, as the three styles require if no person is named. The date is the day of
access, because a view has no day of publication and changes with the data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

SITE: Final = "Route Map"
# Words that titles keep in lower case: since its 18th edition Chicago capitalises prepositions of
# five or more letters (8.160), MLA capitalises none. APA uses sentence case, as the case does.
_CHICAGO_LOWER: Final = frozenset(
    (
        "a", "an", "the", "and", "but", "or", "nor", "for", "so", "yet", "as", "at", "by", "from",
        "in", "into", "of", "off", "on", "onto", "out", "over", "per", "to", "up", "via", "with",
    )
)  # fmt: skip
_MLA_LOWER: Final = _CHICAGO_LOWER | {
    "about", "above", "across", "after", "against", "along", "among", "around", "before", "behind",
    "below", "beneath", "beside", "between", "beyond", "despite", "down", "during", "inside",
    "near", "outside", "past", "since", "through", "throughout", "toward", "towards", "under",
    "until", "upon", "within", "without",
}  # fmt: skip
_MLA_MONTHS: Final = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip

Mark = Literal["", "italic", "link"]
Runs = tuple[tuple[str, Mark], ...]


@dataclass(frozen=True)
class Cited:
    """What a citation of a view contains.

    Attributes
    ----------
    headline
        The title of the map, in sentence case.
    filters
        The selection and the filters in words, ``""`` if everything is shown.
    revision
        The data revision that is shown.
    accessed
        The day on which the view was seen.
    link
        The address of the view, with the data revision.
    """

    headline: str
    filters: str
    revision: str
    accessed: date
    link: str


@dataclass(frozen=True)
class CitationStyle:
    """A citation style. ``cite`` returns runs of text, each with its formatting."""

    key: str
    label: str
    meaning: str
    cite: Callable[[Cited], Runs]


def plain(runs: Runs) -> str:
    """Return a citation as plain text.

    Examples
    --------
    >>> plain((("Route Map. ", ""), ("A title", "italic"), (".", "")))
    'Route Map. A title.'
    """
    return "".join(text for text, _ in runs)


def chicago(view: Cited) -> Runs:
    """Return a bibliography entry of the Chicago Manual of Style, 18th edition, 14.104.

    https://www.chicagomanualofstyle.org/tools_citationguide/citation-guide-1.html

    Examples
    --------
    >>> view = Cited(
    ...     "Trade between two ports", "Stance Denies", "0123456789ab", date(2026, 11, 24), "https://map.example/"
    ... )
    >>> print(plain(chicago(view)))
    Route Map. “Trade Between Two Ports: Stance Denies.” Interactive map. Data revision \
0123456789ab. Accessed November 24, 2026. https://map.example/.
    """
    title = _titled(in_title_case(view.headline, _CHICAGO_LOWER), view.filters)
    return (
        (f"{SITE}. “{title}.” Interactive map. Data revision {view.revision}. ", ""),
        (f"Accessed {_american(view.accessed)}. ", ""),
        (view.link, "link"),
        (".", ""),
    )


def apa(view: Cited) -> Runs:
    """Return a reference of the Publication Manual of the APA, 7th edition, 10.14.

    https://apastyle.apa.org/style-grammar-guidelines/references/examples/map-references

    Examples
    --------
    >>> view = Cited(
    ...     "Trade between two ports", "", "0123456789ab", date(2026, 11, 24), "https://map.example/"
    ... )
    >>> print(plain(apa(view)))
    Route Map. (n.d.). Trade between two ports (Data revision 0123456789ab) \
[Interactive map]. Retrieved November 24, 2026, from https://map.example/
    >>> [text for text, mark in apa(view) if mark == "italic"]
    ['Trade between two ports']
    """
    return (
        (f"{SITE}. (n.d.). ", ""),
        (_titled(view.headline, view.filters), "italic"),
        (f" (Data revision {view.revision}) [Interactive map]. ", ""),
        (f"Retrieved {_american(view.accessed)}, from ", ""),
        (view.link, "link"),
    )


def mla(view: Cited) -> Runs:
    """Return a works-cited entry of the MLA Handbook, 9th edition.

    An organisation that is both author and publisher is not named as author. A work without a
    day of publication gets a day of access:
    https://style.mla.org/works-cited/works-cited-a-quick-guide/

    Examples
    --------
    >>> view = Cited(
    ...     "Trade between two ports", "Search port", "0123456789ab", date(2026, 9, 4), "https://map.example/"
    ... )
    >>> print(plain(mla(view)))
    “Trade between Two Ports: Search port.” Route Map, data revision 0123456789ab, \
https://map.example/. Accessed 4 Sept. 2026.
    """
    day = view.accessed
    accessed = f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}"
    return (
        (f"“{_titled(in_title_case(view.headline, _MLA_LOWER), view.filters)}.” ", ""),
        (SITE, "italic"),
        (f", data revision {view.revision}, ", ""),
        (view.link, "link"),
        (f". Accessed {accessed}.", ""),
    )


CITATION_STYLES: Final = (
    CitationStyle("chicago", "Chicago", "Chicago Manual of Style, 18th edition.", chicago),
    CitationStyle("apa", "APA", "Publication Manual of the APA, 7th edition.", apa),
    CitationStyle("mla", "MLA", "MLA Handbook, 9th edition.", mla),
)


def in_title_case(title: str, lower: Collection[str]) -> str:
    """Return an English title in title case; the first and the last word are capitalised.

    Examples
    --------
    >>> in_title_case("trade between the USA and a port", {"the", "and", "a"})
    'Trade Between the USA and a Port'
    """
    words = title.split(" ")
    ends = (0, len(words) - 1)
    return " ".join(
        word if number not in ends and word in lower else word[:1].upper() + word[1:]
        for number, word in enumerate(words)
    )


def _titled(headline: str, filters: str) -> str:
    return f"{headline}: {filters}" if filters else headline


def _american(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
