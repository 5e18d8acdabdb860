"""Queries from parameters where every invalid value is an error: the API, the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routemap.data.dataset import Dataset
from routemap.model.errors import ParameterError
from routemap.model.text import shortened, shown
from routemap.questions.filters import PARAMETERS
from routemap.questions.query import Query
from routemap.questions.reconcile import how_to_repeat, listed, missing


def read_strictly(params: Mapping[str, Sequence[str]]) -> tuple[Query, list[ParameterError]]:
    """Return the query of the valid parameters, and an error for each other one.

    Unlike :func:`routemap.questions.query.read_params`, this does not guess misspelled keys or
    exchange dates: see :func:`routemap.questions.parameter_values.in_date_order`.

    Examples
    --------
    >>> query, errors = read_strictly({"stance": ["denies"], "to": ["soon"]})
    >>> query.stance, [str(error) for error in errors]
    (('denies',), ['Invalid value “soon” for “to”: not a date; write 2022-11-02, 2022-11 or 2022.'])
    """
    values: dict[str, Any] = {}
    errors = []
    for parameter in PARAMETERS:
        if not (given := params.get(parameter.key)):
            continue
        try:
            values[parameter.field] = parameter.read(given)
        except ParameterError as error:
            text = f"{_named(parameter.key, given)}: {error}."
            errors.append(ParameterError(text, parameter.key))
            continue
        if unread := parameter.unread(given):
            text = f"{_named(parameter.key, given)}. {unread}"
            errors.append(ParameterError(text, parameter.key))
    return Query(**values), errors


def unknown_values(query: Query, dataset: Dataset) -> Iterator[ParameterError]:
    """Yield an error for each parameter of a query with values that this data does not have."""
    for parameter, absent in missing(query, dataset).items():
        known = parameter.terms(dataset)
        reason = (
            f"Known values: {', '.join(known.keys)}."
            if known
            else f"Not found in data revision {dataset.revision}."
        )
        fix = how_to_repeat(parameter, absent, dataset)
        text = f"Unknown value for “{parameter.key}”: {listed(absent)}. {reason}{fix}"
        yield ParameterError(text, parameter.key)


def _named(key: str, given: Sequence[str]) -> str:
    return f"Invalid value “{shortened(shown(given[-1]), 60)}” for “{key}”"
