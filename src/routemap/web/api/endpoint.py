"""An endpoint of the API as an ASGI app: reads the request, answers it in a thread."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.exports.fair_queue import FairQueue, Watch, answer_fairly
from routemap.model.errors import BusyError, ExportCancelledError, RoutemapError, TooManyError
from routemap.web.address import public_address
from routemap.web.api.read_request import refuse_unknown
from routemap.web.api.request import ApiRequest
from routemap.web.api.response import CORS, METHODS, held_tag, respond, tag_of, unchanged
from routemap.web.api.route import ApiRoute
from routemap.web.http import problem, problem_of


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
            response = self._without_data(request) or await answer_fairly(
                request, self._queue, partial(self._respond, request)
            )
        except (BusyError, TooManyError) as error:
            response = problem_of(error)
        if response is not None:
            response.headers.update(CORS)
            await response(scope, receive, send)

    def _without_data(self, request: Request) -> Response | None:
        """Return the response to OPTIONS or an unsupported method, ``None`` for GET and HEAD."""
        if request.method in ("GET", "HEAD"):
            return None
        if request.method == "OPTIONS":
            allowed = {
                "Allow": METHODS,
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": "If-None-Match",
                "Access-Control-Max-Age": "86400",
            }
            return Response(status_code=204, headers=allowed)
        detail = f"Method {request.method} is not allowed. Use GET, HEAD or OPTIONS."
        return problem(405, detail, headers={"Allow": METHODS})

    def _respond(self, request: Request, watch: Watch) -> Response:
        try:
            return self._found(request, watch)
        except ExportCancelledError:
            return problem(503, "The request was cancelled.")
        except RoutemapError as error:
            return problem_of(error)

    def _found(self, request: Request, watch: Watch) -> Response:
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
        )
        refuse_unknown(call.values, entry.takes)
        tag = tag_of(call, weak=entry.dated) if entry.kept else ""
        held = held_tag(request.headers, tag) if tag else ""
        return unchanged(held) if held else respond(entry.answer(call), request.headers, tag)
