"""The one question a reader can ask, and its link form.

``Query`` ⇄ URL parameters is the table :data:`routemap.questions.filters.PARAMETERS`.
Sidebar, link, command line and tests build the same object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from routemap.model.basemaps import OFFLINE
from routemap.model.errors import ParameterError
from routemap.model.text import shortened, shown
from routemap.model.vocabulary import WHEN
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter_names import settled
from routemap.questions.parameter_values import MapView

# beside the query, a link names the data revision that it was made from, and the filters that
# did not fit into an address
REVISION: Final = "rev"
OMITTED: Final = "omitted"


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
        Keep claims in which every word of this is found; see
        :func:`routemap.questions.parameter_values.searched`.
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
    view: MapView | None = None
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
