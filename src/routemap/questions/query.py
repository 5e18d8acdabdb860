"""The one question a reader can ask, and its link form.

``Query`` ⇄ URL parameters is the table :data:`PARAMETERS`, one row per parameter.
Sidebar, link, command line and tests build the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from routemap.data.word_index import MOST_WORDS, first_words, fold, searched_length, split_words
from routemap.model.basemaps import OFFLINE
from routemap.model.dates import parse
from routemap.model.errors import DateError, ParameterError
from routemap.model.tables import shortened
from routemap.model.text import shown
from routemap.model.vocabulary import DATE_MEANINGS, WHEN, Vocabulary
from routemap.questions.parameter_names import settled

# beside the query, a link names the data revision that it was made from, and the filters that
# did not fit into an address
REVISION: Final = "rev"
OMITTED: Final = "omitted"
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
MAX_TEXT: Final = 200
MAX_VALUES: Final = 500


@dataclass(frozen=True)
class View:
    """A map view: centre in degrees (WGS 84) and Leaflet zoom level."""

    latitude: float
    longitude: float
    zoom: float


@dataclass(frozen=True)
class Query:
    """What the reader asks for. Empty fields ask for nothing, so ``Query()`` is everything.

    Attributes
    ----------
    first, last
        Keep claims whose date may lie between these days, both inclusive.
    by
        Which date of a claim is meant: a key of :data:`routemap.model.vocabulary.DATE_MEANINGS`.
    source, allegation, article, publisher, stance, cargo, mode
        Keep claims of any of these claim sources, allegations, articles, publishers, stances,
        cargoes, modes.
    compare
        Two claim sources to hold against each other, or none: keep their claims.
    text
        Keep claims in which every word of this is found; see :func:`searched`.
    feature
        The selected place or route, or ``""``.
    view, basemap
        Where and on what the map is drawn; they select nothing.
    """

    first: date | None = None
    last: date | None = None
    by: str = WHEN
    source: tuple[str, ...] = ()
    allegation: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    cargo: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()
    text: str = ""
    feature: str = ""
    view: View | None = None
    basemap: str = OFFLINE

    @property
    def is_filtered(self) -> bool:
        """Whether any claim may be left out."""
        return self.filters() != Query(by=self.by)

    def filters(self) -> Query:
        """Return the query without what filters nothing: the selected feature and the view."""
        return replace(self.without_view(), feature="")

    def forwards(self) -> Query:
        """Return the query with its first day before its last."""
        if self.first and self.last and self.first > self.last:
            return replace(self, first=self.last, last=self.first)
        return self

    def without_view(self) -> Query:
        """Return the query without what only the map's frame of view changes."""
        return replace(self, view=None, basemap=OFFLINE)

    def to_params(self) -> dict[str, list[str]]:
        """Return the canonical URL parameters: table order, defaults left out."""
        params: dict[str, list[str]] = {}
        for parameter in PARAMETERS:
            value = getattr(self, parameter.field)
            if value != _DEFAULTS[parameter.field]:
                params[parameter.key] = parameter.write(value)
        return params

    def to_string(self) -> str:
        """Return the canonical query string, without the question mark."""
        return urlencode(self.to_params(), doseq=True)


@dataclass(frozen=True)
class Parameter:
    """One URL parameter: how it is read, written, and explained to readers.

    ``unread`` says in a sentence what of its values is not used, ``""`` where all is.
    """

    key: str
    field: str
    label: str
    meaning: str
    read: Callable[[Sequence[str]], Any]
    write: Callable[[Any], list[str]]
    unread: Callable[[Sequence[str]], str] = lambda _values: ""


def _read_day(values: Sequence[str], *, end: bool) -> date | None:
    try:
        parsed = parse(values[-1].strip()[:40])
    except DateError as error:
        raise ParameterError("not a date; write 2022-11-02, 2022-11 or 2022") from error
    day = parsed.last if end else parsed.first
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise ParameterError(f"outside {FIRST_DAY.year} to {LAST_DAY.year}")
    return day


def _read_choice(vocabulary: Vocabulary) -> Callable[[Sequence[str]], str]:
    def read(values: Sequence[str]) -> str:
        if values[-1] not in vocabulary.keys:
            raise ParameterError(f"not one of {', '.join(vocabulary.keys)}")
        return values[-1]

    return read


def _read_many(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _read_name(values: Sequence[str]) -> str:
    return values[-1].strip()[:80].strip()


def _read_pair(values: Sequence[str]) -> tuple[str, ...]:
    pair = tuple(dict.fromkeys(values[:MAX_VALUES]))
    if len(pair) != 2:
        raise ParameterError("a comparison needs two different claim sources")
    return pair


def searched(text: str) -> str:
    """Return text as a query holds it, whether it was typed or came in a link."""
    words = _typed(text)[:MAX_TEXT].split()
    # one word that stands for more words than a search uses is cut where it is searched
    return " ".join(words[: max(1, searched_length(" ".join(words)))])


def unsearched(text: str) -> str:
    """Return what a reader must know of the end of a text that is not searched, ``""`` if nothing.

    Examples
    --------
    >>> unsearched("Khasan station")
    ''
    >>> print(unsearched("a b c d e f g h i j k l m n"))
    A search uses up to 12 different words and 200 characters. Not searched: “m n”.
    """
    typed, used = _typed(text), searched(text)
    folded = split_words(fold(used))
    if typed == used and len(first_words(folded)) == len(folded):
        return ""
    # a single word that stands for more words than are searched is named itself
    rest = shortened(typed.removeprefix(used).strip() or used, 60)
    return (
        f"A search uses up to {MOST_WORDS} different words and {MAX_TEXT} characters. "
        f"Not searched: “{rest}”."
    )


def _typed(text: str) -> str:
    return " ".join(shown(text).split())


def _read_text(values: Sequence[str]) -> str:
    return searched(values[-1])


def _read_view(values: Sequence[str]) -> View:
    try:
        latitude, longitude, zoom = (float(part) for part in values[-1].split(","))
    except ValueError as error:
        raise ParameterError("not latitude,longitude,zoom") from error
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 <= zoom <= 22):
        raise ParameterError("not on the map")
    # adding zero turns -0.0 into 0.0, so that one view has one link
    return View(round(latitude, 4) + 0.0, round(longitude, 4) + 0.0, round(zoom, 2) + 0.0)


def _write_one(value: object) -> list[str]:
    return [str(value)]


def _write_view(view: View) -> list[str]:
    return [f"{view.latitude:.4f},{view.longitude:.4f},{view.zoom:g}"]


PARAMETERS: Final = (
    Parameter(
        "from",
        "first",
        "From",
        "First day of interest.",
        lambda values: _read_day(values, end=False),
        _write_one,
    ),
    Parameter(
        "to",
        "last",
        "To",
        "Last day of interest.",
        lambda values: _read_day(values, end=True),
        _write_one,
    ),
    Parameter(
        "by",
        "by",
        "Date of",
        "Which date is meant: the event (else the statement), the event, the statement, "
        "publication, or the statement as known then.",
        _read_choice(DATE_MEANINGS),
        _write_one,
    ),
    Parameter(
        "source", "source", "Claim source", "Who says it; repeat for several.", _read_many, list
    ),
    Parameter(
        "allegation",
        "allegation",
        "Allegation",
        "What it is about; repeat for several.",
        _read_many,
        list,
    ),
    Parameter(
        "article", "article", "Article", "Where it was read; repeat for several.", _read_many, list
    ),
    Parameter(
        "publisher",
        "publisher",
        "Publisher",
        "Who published it; repeat for several.",
        _read_many,
        list,
    ),
    Parameter(
        "stance",
        "stance",
        "Stance",
        "How the source stands to it; repeat for several.",
        _read_many,
        list,
    ),
    Parameter(
        "cargo",
        "cargo",
        "Cargo",
        "What is said to have moved; repeat for several.",
        _read_many,
        list,
    ),
    Parameter(
        "mode",
        "mode",
        "Mode",
        "Means of transport of a route it is about; repeat for several.",
        _read_many,
        list,
    ),
    Parameter(
        "compare",
        "compare",
        "Compare",
        "Two claim sources to hold against each other; given twice.",
        _read_pair,
        list,
    ),
    Parameter(
        "q",
        "text",
        "Search",
        "Words in excerpts, notes, titles and sources; places and routes by any of their names.",
        _read_text,
        _write_one,
        lambda values: unsearched(values[-1]),
    ),
    Parameter(
        "feature",
        "feature",
        "Selected",
        "The selected place or route.",
        _read_name,
        _write_one,
    ),
    Parameter(
        "view", "view", "Map view", "Map view as latitude,longitude,zoom.", _read_view, _write_view
    ),
    Parameter(
        "basemap",
        "basemap",
        "Basemap",
        "What the map is drawn on.",
        lambda values: _read_name(values) or OFFLINE,
        _write_one,
    ),
)
# all that a link to the dashboard may hold
LINK_KEYS: Final = (*(parameter.key for parameter in PARAMETERS), REVISION, OMITTED)
_DEFAULTS: Final = {item.name: item.default for item in fields(Query)}


def read_params(params: Mapping[str, Sequence[str]]) -> tuple[Query, list[str]]:
    """Read URL parameters.

    Parameters
    ----------
    params
        Values by parameter key. :func:`routemap.questions.parameter_names.settled` says which other
        spellings of a key are read, which are named, and which are ignored.

    Returns
    -------
    query, notices
        The query, and one sentence for every key or value that could not be read as it is.
    """
    values: dict[str, Any] = {}
    read = settled(params, LINK_KEYS)
    params, notices = read.params, read.notices
    for parameter in PARAMETERS:
        # what deceives the eye is in no data: it cannot match, and must not reach a notice
        given = [shown(value) for value in params.get(parameter.key, ()) if value]
        if not given:
            continue
        try:
            values[parameter.field] = parameter.read(given)
            notices += filter(None, [parameter.unread(given)])
        except ParameterError as error:
            notices.append(
                f"{parameter.label} “{shortened(given[-1], 60)}” in the link was ignored: {error}."
            )
    query = Query(**values)
    if query.forwards() != query:
        notices.append(
            f"The link asked for dates from {query.first} to {query.last}, "
            "which ends before it starts; they were swapped."
        )
    return query.forwards(), notices
