"""A reader's query, and its form as URL parameters.

The table :data:`routemap.questions.filters.PARAMETERS` maps fields of :class:`Query` to URL
parameters. The sidebar, links, the API, the command line and tests all build the same object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from routemap.model.arrangements import DISPUTED_FIRST, TWO_SIDES
from routemap.model.basemaps import OFFLINE
from routemap.model.errors import ParameterError
from routemap.model.text import shortened, shown
from routemap.model.vocabulary import WHEN
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter_names import settled
from routemap.questions.parameter_values import MapView, in_date_order
from routemap.questions.shared_sentences import swapped_dates

# a link also contains the data revision that it was made from, and the names of the filters that
# did not fit into the address
REVISION: Final = "rev"
OMITTED: Final = "omitted"


@dataclass(frozen=True)
class Query:
    """What a reader has selected and filtered. Empty fields filter nothing.

    ``Query()`` keeps every claim.

    Attributes
    ----------
    first, last
        Keep claims whose date may lie between these days, both inclusive.
    by
        Which date of a claim counts: a key of :data:`routemap.model.vocabulary.DATE_MEANINGS`.
    source, allegation, article, publisher, stance, cargo, mode, phase, evidence
        Keep claims of any of these claim sources, allegations, articles, publishers, stances,
        cargoes, modes, phases, kinds of evidence.
    checked
        Keep claims that a second reader has checked (``yes``) or not (``no``).
    about, vessel
        Keep claims about any of these places and routes, and that name any of these vessels.
    compare
        Two claim sources to compare: keep their claims. Empty, or exactly two.
    text
        Keep claims that contain every one of these words; see
        :func:`routemap.questions.parameter_values.searched`.
    feature, claim
        Id of the selected place or route, and of the selected claim, or ``""``.
    view, basemap
        Centre and zoom of the map, and its background. They filter nothing.
    show, order
        How the page “Who says what” arranges the allegations: keys of
        :data:`routemap.model.arrangements.LAYOUTS` and
        :data:`routemap.model.arrangements.ORDERS`. They filter nothing.
    as_of
        Which earlier state of the data the query is asked of: a day, month or year, a revision
        or its name; ``""`` for the current one.
    since
        The earlier state with which the page “What changed” compares it, in the same form.
    draft
        The id of the draft through which the data is seen, ``""`` for published data.
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
    phase: tuple[str, ...] = ()
    vessel: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()
    text: str = ""
    feature: str = ""
    claim: str = ""
    view: MapView | None = None
    basemap: str = OFFLINE
    show: str = TWO_SIDES
    order: str = DISPUTED_FIRST
    as_of: str = ""
    since: str = ""
    draft: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether the filters can leave out any claim."""
        return self.filters() != Query(by=self.by)

    def filters(self) -> Query:
        """Return the query without the selection, the map view and the state of the data.

        They filter nothing.
        """
        return replace(self.without_view(), feature="", claim="", as_of="", since="", draft="")

    def forwards(self) -> Query:
        """Return the query with its two days in order, swapped if needed."""
        if self.first and self.last and self.first > self.last:
            return replace(self, first=self.last, last=self.first)
        return self

    def without_view(self) -> Query:
        """Return the query without the map view, the basemap, and the arrangement of a page."""
        return replace(self, view=None, basemap=OFFLINE, show=TWO_SIDES, order=DISPUTED_FIRST)

    def to_params(self) -> dict[str, list[str]]:
        """Return the canonical URL parameters, in table order and without default values.

        Examples
        --------
        >>> Query(stance=("denies",), text="horses").to_params()
        {'stance': ['denies'], 'q': ['horses']}
        """
        params: dict[str, list[str]] = {}
        for parameter in PARAMETERS:
            value = getattr(self, parameter.field)
            if value != _DEFAULTS[parameter.field]:
                params[parameter.key] = parameter.write(value)
        return params

    def to_string(self) -> str:
        """Return the canonical query string, without the question mark.

        Examples
        --------
        >>> Query(stance=("denies",), text="by rail").to_string()
        'stance=denies&q=by+rail'
        """
        return urlencode(self.to_params(), doseq=True)


# every parameter that a link to the dashboard can contain
LINK_KEYS: Final = (*(parameter.key for parameter in PARAMETERS), REVISION, OMITTED)
_DEFAULTS: Final = {item.name: item.default for item in fields(Query)}


def read_params(params: Mapping[str, Sequence[str]]) -> tuple[Query, list[str]]:
    """Return the query that URL parameters describe, and notices about what was not read.

    Parameters
    ----------
    params
        Values by parameter key. :func:`routemap.questions.parameter_names.settled` says which
        misspelled keys are read, which are named in a notice, and which are ignored.

    Returns
    -------
    query, notices
        The query, and one sentence for every key or value that was changed or ignored.

    Examples
    --------
    >>> query, notices = read_params({"stance": ["denies"], "to": ["soon"]})
    >>> query.stance
    ('denies',)
    >>> notices
    ['To “soon” in the link was ignored: not a date; write 2022-11-02, 2022-11 or 2022.']
    """
    values: dict[str, Any] = {}
    read = settled(params, LINK_KEYS)
    params, notices = in_date_order(read.params), read.notices
    if params is not read.params:
        first, last = (shown(read.params[key][-1].strip()) for key in ("from", "to"))
        notices.append(f"In the link, {swapped_dates(first, last)}")
    for parameter in PARAMETERS:
        # unsafe characters are in no data: such a value cannot match, and must not reach a notice
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
    return Query(**values), notices
