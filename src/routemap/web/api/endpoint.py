"""An endpoint of the API as an ASGI app: reads the request, answers it in a thread."""

from __future__ import annotations

from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.exports.fair_queue import FairQueue, Watch, answer_fairly
from routemap.model.errors import BusyError, ExportCancelledError, RoutemapError, TooManyError
from routemap.model.roles import may
from routemap.web.address import public_address
from routemap.web.api.read_request import refuse_unknown
from routemap.web.api.request import ApiRequest
from routemap.web.api.response import held_tag, respond, tag_of, unchanged
from routemap.web.api.route import ApiRoute
from routemap.web.guard.request_notes import note
from routemap.web.guard.roles import NOBODY, PERSON, Person
from routemap.web.http import problem, problem_of

_JSON: Final = "application/json"
_FORBIDDEN: Final = (
    "You may not do this here: {0} It needs the role “{1}”, which the people who run this "
    "dashboard give."
)


class Endpoint:
    """An endpoint of the API. Its errors are returned as problem details (RFC 9457).

    Parameters
    ----------
    entry
        The row of the endpoint.
    base
        Streamlit's ``server.baseUrlPath``.
    queue
        The queue in which requests wait, shared by the endpoints of a kind.
    """

    def __init__(self, entry: ApiRoute, base: str, queue: FairQueue) -> None:
        self.entry = entry
        self._base = base
        self._queue = queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        try:
            response = self._without_data(request) or await self._with_data(request)
        except (BusyError, TooManyError) as error:
            response = problem_of(error)
        if response is not None:
            response.headers.update(self.entry.cors)
            await response(scope, receive, send)

    def _without_data(self, request: Request) -> Response | None:
        """Return the response to OPTIONS or a request that is refused, else ``None``."""
        entry = self.entry
        *others, last = entry.methods
        methods = ", ".join(entry.methods)
        if request.method not in entry.methods:
            detail = f"Method {request.method} is not allowed. Use {', '.join(others)} or {last}."
            return problem(405, detail, headers={"Allow": methods})
        if request.method == "OPTIONS":
            cross_origin = {
                "Access-Control-Allow-Methods": methods,
                "Access-Control-Allow-Headers": "If-None-Match",
                "Access-Control-Max-Age": "86400",
            }
            allowed = {"Allow": methods, **(cross_origin if entry.cors else {})}
            return Response(status_code=204, headers=allowed)
        if entry.needs and not may(_person(request).role, entry.needs):
            return problem(403, _FORBIDDEN.format(entry.needs.meaning, entry.needs.least))
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if entry.takes_body is not None and kind != _JSON:
            return problem(415, f"Send the body as JSON, with “Content-Type: {_JSON}”.")
        return None

    async def _with_data(self, request: Request) -> Response | None:
        body = b"" if self.entry.takes_body is None else await request.body()
        return await answer_fairly(request, self._queue, partial(self._respond, request, body))

    def _respond(self, request: Request, body: bytes, watch: Watch) -> Response:
        try:
            return self._found(request, body, watch)
        except ExportCancelledError:
            return problem(503, "The request was cancelled.")
        except RoutemapError as error:
            return problem_of(error)

    def _found(self, request: Request, body: bytes, watch: Watch) -> Response:
        entry = self.entry
        call = ApiRequest(
            address=public_address(request, self._base),
            path=entry.path.format(**request.path_params).lstrip("/"),
            given=request.scope["query_string"].decode("latin-1"),
            values={key: request.query_params.getlist(key) for key in request.query_params},
            parts=request.path_params,
            takes=entry.takes,
            store=repository(data_folder()),
            watch=watch,
            bodiless=request.method == "HEAD",
            body=body,
            person=_person(request),
        )
        refuse_unknown(call.values, entry.takes)
        tag = tag_of(call, weak=entry.dated) if entry.kept else ""
        held = held_tag(request.headers, tag) if tag else ""
        if held:
            return unchanged(held)
        answer = entry.answer(call)
        note(request.scope, **answer.notes)
        return respond(answer, request.headers, tag, entry.cors)


def _person(request: Request) -> Person:
    """Return who sends a request, as the gate found out; nobody if it did not."""
    found: Person = request.scope.get(PERSON, NOBODY)
    return found
