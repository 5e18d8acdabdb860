"""A view in words: a title and a sentence, for captions, citations and link previews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from routemap.model.dates import in_words
from routemap.model.revisions import REVISION
from routemap.model.vocabulary import Status
from routemap.questions.evidence import evidence
from routemap.questions.filter_sentences import filter_notes
from routemap.questions.filters import PARAMETER, PARAMETERS
from routemap.questions.query import Query
from routemap.questions.quoting import without_full_stop
from routemap.questions.selection import Selection
from routemap.questions.sentences import counted_sources, statements
from routemap.questions.statuses import STATUS_BY_CODE

_NAMED = 3  # how many values of a filter a title lists; the others are counted
_DISPUTED = STATUS_BY_CODE.index(Status.DISPUTED)


@dataclass(frozen=True)
class View:
    """A view in words.

    Attributes
    ----------
    headline
        The title of the map.
    filters
        The selection and the filters, ``""`` if everything is shown. It begins with a capital.
    sentence
        How many sources take each stance, how many claims, routes and places are shown, and what
        the filters hide.
    """

    headline: str
    filters: str
    sentence: str

    @property
    def title(self) -> str:
        """The title of the map, with the selection and the filters."""
        return f"{self.headline}: {self.filters}" if self.filters else self.headline


def query_in_words(selection: Selection, most: int | None = None) -> tuple[tuple[str, str], ...]:
    """Return the filters of a query as pairs of label and value in words.

    Of several values, the first ``most`` are named and the others are counted. The state of the
    data is the last pair, if the query names an earlier one.
    """
    query, dataset = selection.query.filters(), selection.dataset
    default = Query()
    pairs = []
    for parameter in PARAMETERS:
        value = getattr(query, parameter.field)
        if value == getattr(default, parameter.field):
            continue
        values: Sequence[Any] = value if isinstance(value, tuple) else (value,)
        known = parameter.known(dataset)
        said = [_named(item, known) for item in values[:most]]
        if parameter.field == "allegation":
            said = [without_full_stop(statement) for statement in said]
        more = f" and {len(values) - len(said):,} more" if len(values) > len(said) else ""
        pairs.append((parameter.label, ", ".join(said) + more))
    if selection.query.as_of:
        pairs.append((PARAMETER["as_of"].label, moment_in_words(selection.query.as_of)))
    return tuple(pairs)


def moment_in_words(text: str) -> str:
    """Return a value of ``as_of`` in words: a date as a date, anything else as it is.

    Examples
    --------
    >>> moment_in_words("2026-03-01"), moment_in_words("0123456789ab")
    ('1 March 2026', '0123456789ab')
    """
    is_date = text[:1].isdigit() and not REVISION.fullmatch(text)
    return in_words(text, preposition=False) if is_date else text


def _named(value: Any, names: Mapping[str, str] | None) -> str:
    if names is not None:
        return str(names.get(value, value))
    return f"“{value}”" if isinstance(value, str) else str(value)


def view_of(selection: Selection) -> View:
    """Return a selection in words, including the feature that its query selects."""
    dataset, feature = selection.dataset, selection.query.feature
    known = feature in dataset.features.index
    pairs = [
        *([("Selected", dataset.feature(feature)["name_en"])] if known else []),
        *query_in_words(selection, _NAMED),
    ]
    filters = "; ".join(f"{label.lower()} {value}" for label, value in pairs)
    if known:
        found = evidence(selection, feature, count=0)
        sentence = f"{found.name}. {found.sentence}"
    else:
        sentence = _sentence(selection)
    return View(dataset.case.title, filters[:1].upper() + filters[1:], sentence)


def _sentence(selection: Selection) -> str:
    claims = len(selection.positions)
    if not claims:
        return "No claim matches all filters."
    counts = counted_sources(statements(selection.dataset, selection.positions))
    who = f"{counts[0].upper()}{counts[1:]}: " if counts else "Context only: "
    routes, places = selection.count("route"), selection.count("place")
    disputed = int((selection.status_codes == _DISPUTED).sum())
    of_them = f", {disputed:,} of them disputed" if disputed else ""
    notes = " ".join(filter_notes(selection))
    sentence = (
        f"{who}{_number(claims, 'claim')} about {_number(routes, 'route')} "
        f"and {_number(places, 'place')}{of_them}."
    )
    return f"{sentence} {notes}".rstrip()


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
