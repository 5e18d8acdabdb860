"""Read the query string of an API request and validate it against the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from routemap.data.dataset import Dataset
from routemap.data.load import Loaded
from routemap.data.repository import Repository
from routemap.model.errors import NotHereError, ParameterError, UnknownRevisionError
from routemap.questions.filters import PARAMETER
from routemap.questions.parameter_names import nearest
from routemap.questions.parameter_values import in_date_order
from routemap.questions.query import Query
from routemap.questions.strict import read_strictly, unknown_values
from routemap.web.api.bbox import Box, read_box
from routemap.web.api.input import Input, whole_number
from routemap.web.api.parameters import (
    BBOX,
    DATETIME,
    LARGEST_PAGE,
    LIMIT,
    OFFSET,
    REV,
    USUAL_LIMIT,
)

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ApiQuery:
    """A validated API query.

    Attributes
    ----------
    loaded
        The data to answer from.
    query
        The filters on claims.
    box
        Keeps places and routes that intersect it; ``None`` keeps all.
    limit, offset
        Maximum number of rows, and number of rows to skip.
    """

    loaded: Loaded
    query: Query
    box: Box | None = None
    limit: int = USUAL_LIMIT
    offset: int = 0

    @property
    def dataset(self) -> Dataset:
        """The dataset of the requested revision."""
        return self.loaded.dataset


def refuse_unknown(given: Given, takes: Sequence[Input]) -> None:
    """Raise ParameterError if a parameter is unknown to the endpoint.

    Source: OGC API - Features, Part 1, requirement ``/req/core/query-param-unknown``.
    """
    known = [row.key for row in takes]
    for key in given:
        if key not in known:
            meant = nearest(key, known, shortest=3)
            hint = f" Did you mean “{meant}”?" if meant else ""
            names = ", ".join(known)
            listing = f"Known parameters: {names}." if known else "This address has no parameters."
            raise ParameterError(f"Unknown parameter “{key[:60]}”.{hint} {listing}", key[:60])


def read(given: Given, takes: Sequence[Input], repository: Repository) -> ApiQuery:
    """Return the query from the parameters of a request. Every invalid value is an error.

    Parameters
    ----------
    given
        Values by key.
    takes
        The parameters of the endpoint.
    repository
        The repository of the data.

    Raises
    ------
    ParameterError
        For the first invalid value, with the key of its parameter.
    NotHereError
        If the data revision is not available (any more).
    DataFolderError
        If there is no data.
    """
    for row in takes:
        if row.key in given:
            row.check(given[row.key])
    query = _query(given)
    loaded = _loaded(given, query, repository)
    for error in unknown_values(query, loaded.dataset):
        raise error
    box = read_box(given[BBOX.key][0]) if BBOX.key in given else None
    return ApiQuery(
        loaded,
        query,
        box,
        limit=min(_number(given, LIMIT), LARGEST_PAGE),
        offset=_number(given, OFFSET),
    )


def _loaded(given: Given, query: Query, repository: Repository) -> Loaded:
    if REV.key not in given:
        try:
            return repository.as_of(query.as_of)
        except UnknownRevisionError as error:
            message = f"{str(error)[:1].upper()}{str(error)[1:]}."
            raise NotHereError(message, PARAMETER["as_of"].key) from error
    try:
        return repository.revision(given[REV.key][0])
    except UnknownRevisionError as error:
        raise NotHereError(
            f"Data revision “{given[REV.key][0]}” is not available. Leave “{REV.key}” out to get "
            "the current data.",
            REV.key,
        ) from error


def _query(given: Given) -> Query:
    query, errors = read_strictly(in_date_order(given))
    for error in errors:
        raise error
    if DATETIME.key in given:
        first, last = _days(given[DATETIME.key][0])
        query = replace(query, first=first, last=last).forwards()
    return query


def _days(text: str) -> tuple[date | None, date | None]:
    """Return the first and last day of a valid ``datetime``; ``None`` is an open end."""
    first, slash, last = text.partition("/")
    days = [None if end in ("", "..") else date.fromisoformat(end[:10]) for end in (first, last)]
    return (days[0], days[1]) if slash else (days[0], days[0])


def _number(given: Given, row: Input) -> int:
    return whole_number(given[row.key][0]) if row.key in given else int(row.default)
