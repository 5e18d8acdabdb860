"""Links to a view that are short enough for the server.

A query can have so many values that its address is longer than ``ROUTEMAP_LONGEST_ADDRESS`` or
has more parameters than ``ROUTEMAP_MOST_PARAMETERS``. Such a view has no link. If an address is
needed anyway, as in the address bar, the longest filters are left out. The parameter ``omitted``
names them, so that the page that opens can say what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from routemap.data.settings import LONGEST_ADDRESS, MOST_PARAMETERS
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter import Parameter
from routemap.questions.query import OMITTED, Query

# room for what links add: the paths of pages and exports, rev, page, embed, view, basemap, start
RESERVED_BYTES: Final = 512
RESERVED_PARAMETERS: Final = 8


@dataclass(frozen=True)
class Link:
    """The parameters of a link to a view.

    Attributes
    ----------
    params
        Values by key, short enough for an address.
    left_out
        The parameters that did not fit, in table order. Empty if the link opens the view.
    reason
        Why the view has no link, in two sentences; ``""`` if it has one.
    """

    params: Mapping[str, list[str]]
    left_out: tuple[Parameter, ...] = ()
    reason: str = ""

    def to_string(self, **more: str) -> str:
        """Return the query string with ``more`` at its end, without the question mark."""
        return urlencode({**self.params, **more}, doseq=True)


def link_to(query: Query) -> Link:
    """Return the link to a view, without the filters that do not fit into an address.

    Examples
    --------
    >>> link_to(Query(stance=("denies",))).to_string(rev="0123456789ab")
    'stance=denies&rev=0123456789ab'
    """
    every = query.to_params()
    if _fits(every):
        return Link(every)
    kept, omitted = dict(every), list[str]()
    for key in sorted(every, key=lambda key: len(_written(key, every[key])), reverse=True):
        del kept[key]
        omitted.append(key)
        if _fits({**kept, OMITTED: omitted}):
            break
    left_out = tuple(row for row in PARAMETERS if row.key in omitted)
    params = {**kept, OMITTED: [row.key for row in left_out]}
    return Link(params, left_out, _reason(every, left_out))


def labels(parameters: Sequence[Parameter]) -> str:
    """Return the labels of parameters, listed for a sentence.

    Examples
    --------
    >>> labels(PARAMETERS[3:5]), labels(PARAMETERS[:3])
    ('Claim source and Allegation', 'From, To and Date of')
    """
    names = [row.label for row in parameters]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _fits(params: Mapping[str, Sequence[str]]) -> bool:
    size = len(urlencode(params, doseq=True)) + RESERVED_BYTES
    count = sum(map(len, params.values())) + RESERVED_PARAMETERS
    return not params or (size <= LONGEST_ADDRESS.number() and count <= MOST_PARAMETERS.number())


def _written(key: str, values: Sequence[str]) -> str:
    return urlencode({key: values}, doseq=True)


def _reason(every: Mapping[str, Sequence[str]], left_out: Sequence[Parameter]) -> str:
    size, count = len(urlencode(every, doseq=True)), sum(map(len, every.values()))
    room = max(0, LONGEST_ADDRESS.number() - RESERVED_BYTES)
    most = max(0, MOST_PARAMETERS.number() - RESERVED_PARAMETERS)
    cause = (
        f"take {size:,} bytes in an address, and the limit is {room:,}"
        if size > room
        else f"have {count:,} values, and the limit of an address is {most:,}"
    )
    many = [f"{row.label} ({len(every[row.key]):,} chosen)" for row in left_out]
    return (
        f"This view has no link: its filters {cause}. "
        f"To get a link, choose fewer values in {' and '.join(many)}."
    )
