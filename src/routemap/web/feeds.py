"""``/feed.atom`` and ``/feed.json``: the changes of a view, for feed readers.

The parameters are the filters of a link to the dashboard, validated as strictly as those of the
API. Ids that the data does not have are no error, so that a feed stays valid when what it is about
is removed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from routemap.data.dataset import Dataset
from routemap.data.history import Kept
from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.exports.fair_queue import FairQueue, Watch, answer_fairly
from routemap.model.errors import ParameterError, RoutemapError
from routemap.questions.feed import Feed, FeedReader, shown_states
from routemap.questions.parameter_values import in_date_order
from routemap.questions.query import Query
from routemap.questions.strict import read_strictly
from routemap.web.address import public_address
from routemap.web.api.input import Input
from routemap.web.api.parameters import QUERY
from routemap.web.api.read_request import Given, refuse_unknown
from routemap.web.api.response import code_version, held_tag, respond, unchanged
from routemap.web.api.route import CORS, Answer
from routemap.web.base_path import base_path
from routemap.web.feed_formats import FEED_FORMATS, FeedFormat, Published
from routemap.web.guard.personal_tokens import TOKEN
from routemap.web.http import problem_of

_AS_OF: Final = "as_of"
_TOKEN: Final = Input(
    TOKEN, "The token of a personal address, which the login has checked.", {"type": "string"}
)
TAKES: Final = (*(row for row in QUERY if row.key != _AS_OF), _TOKEN)
"""The parameters of a feed. The selection and the map view have no effect."""


def feed_routes(base: str = "") -> list[BaseRoute]:
    """Return the routes of the feeds; ``base`` is Streamlit's ``server.baseUrlPath``."""
    root = base_path(base)
    # one at a time: comparing states takes processor time that open pages need
    queue, reader = FairQueue(at_once=1), FeedReader(_dataset)

    def route(form: FeedFormat) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                make = partial(_respond, request, form, reader, public_address(request, base))
                return await answer_fairly(request, queue, make) or Response(status_code=503)
            except RoutemapError as error:
                return _readable(problem_of(error))

        return Route(f"{root}/feed.{form.key}", endpoint)

    return [route(form) for form in FEED_FORMATS]


def read_filters(given: Given) -> Query:
    """Return the filters of the feed that parameters describe.

    Raises
    ------
    ParameterError
        For the first parameter that is unknown or has an invalid value.
    """
    if _AS_OF in given:
        raise ParameterError(
            "A feed lists changes up to the current state of the data, so it has no “as_of”. "
            "Leave it out.",
            _AS_OF,
        )
    refuse_unknown(given, [row for row in TAKES if row is not _TOKEN or TOKEN in given])
    for row in TAKES:
        if row.key in given and row is not _TOKEN:
            row.check(given[row.key])
    query, errors = read_strictly(in_date_order(given))
    for error in errors:
        raise error
    return query.filters()


def _respond(
    request: Request, form: FeedFormat, reader: FeedReader, address: str, _watch: Watch
) -> Response:
    try:
        given = {key: request.query_params.getlist(key) for key in request.query_params}
        filters = read_filters(given)
        store = repository(data_folder())
        current = store.current()
        states = shown_states(store.earlier.listed())
        is_personal = TOKEN in given
        parts = (form.key, address, filters.to_string(), current.dataset.revision, is_personal)
        tag = _tag(states, parts)
        modified = states[0].shown_at if states else current.loaded_at
        if held := _held(request.headers, tag, modified):
            return _dated(unchanged(held), modified)
        feed: Feed = reader.feed(filters, states, current.dataset, current.loaded_at)
    except RoutemapError as error:
        return _readable(problem_of(error))
    content = form.write(Published(feed, filters, address, is_personal=is_personal))
    answer = Answer(content, f"{form.media_type}; charset=utf-8")
    return _dated(respond(answer, request.headers, tag), modified)


def _dataset(revision: str) -> Dataset:
    return repository(data_folder()).revision(revision).dataset


def _tag(states: Sequence[Kept], parts: Sequence[object]) -> str:
    """Return the entity tag of a feed before the feed is made."""
    shown = (f"{kept.revision} {kept.shown_at.isoformat()}" for kept in states)
    digest = hashlib.sha256("\0".join([code_version(), *map(str, parts), *shown]).encode())
    return f'"{digest.hexdigest()[:24]}"'


def _held(headers: Headers, tag: str, modified: datetime) -> str:
    """Return the tag of the copy that the client has, ``""`` if it is none or out of date.

    ``If-Modified-Since`` counts only without ``If-None-Match`` (RFC 9110, section 13.1.3).
    """
    if "if-none-match" in headers:
        return held_tag(headers, tag)
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except ValueError:
        return ""
    is_current = since.tzinfo is not None and modified.replace(microsecond=0) <= since
    return tag if is_current else ""


def _dated(response: Response, modified: datetime) -> Response:
    response.headers["Last-Modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
    return response


def _readable(response: Response) -> Response:
    """Let pages of other sites read an error, as in the API."""
    response.headers.update(CORS)
    return response
