"""Citations of a view in Chicago, APA and MLA style.

The author is the site, as the three styles require if no person is named. The date is the day of
access, because a view has no day of publication and changes with the data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from routemap.model.credits import TITLE

SITE: Final = "Route Map"
# The title of the map as each style writes titles: since its 18th edition Chicago capitalises
# prepositions of five or more letters (8.160), MLA capitalises none; APA uses sentence case.
_CHICAGO_TITLE: Final = "Reported Supply Routes Between North Korea and Russia"
_MLA_TITLE: Final = "Reported Supply Routes between North Korea and Russia"
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
    filters
        The selection and the filters in words, ``""`` if everything is shown.
    revision
        The data revision that is shown.
    accessed
        The day on which the view was seen.
    link
        The address of the view, with the data revision.
    """

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
    >>> view = Cited("Stance Denies", "0123456789ab", date(2026, 11, 24), "https://map.example/")
    >>> print(plain(chicago(view)))
    Route Map. “Reported Supply Routes Between North Korea and Russia: Stance Denies.” Interactive \
map. Data revision 0123456789ab. Accessed November 24, 2026. https://map.example/.
    """
    title = _titled(_CHICAGO_TITLE, view.filters)
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
    >>> view = Cited("", "0123456789ab", date(2026, 11, 24), "https://map.example/")
    >>> print(plain(apa(view)))
    Route Map. (n.d.). Reported supply routes between North Korea and Russia (Data revision \
0123456789ab) [Interactive map]. Retrieved November 24, 2026, from https://map.example/
    >>> [text for text, mark in apa(view) if mark == "italic"]
    ['Reported supply routes between North Korea and Russia']
    """
    return (
        (f"{SITE}. (n.d.). ", ""),
        (_titled(TITLE, view.filters), "italic"),
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
    >>> view = Cited("Search 두만강", "0123456789ab", date(2026, 9, 4), "https://map.example/")
    >>> print(plain(mla(view)))
    “Reported Supply Routes between North Korea and Russia: Search 두만강.” Route Map, data \
revision 0123456789ab, https://map.example/. Accessed 4 Sept. 2026.
    """
    day = view.accessed
    accessed = f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}"
    return (
        (f"“{_titled(_MLA_TITLE, view.filters)}.” ", ""),
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


def _titled(headline: str, filters: str) -> str:
    return f"{headline}: {filters}" if filters else headline


def _american(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
