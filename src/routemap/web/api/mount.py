"""The routes of the API as Starlette routes."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from routemap.exports.fair_queue import FairQueue
from routemap.web.address import named_address
from routemap.web.api.endpoint import Endpoint
from routemap.web.api.kinds import AnswerKind
from routemap.web.api.request import PLAIN
from routemap.web.api.response import CORS
from routemap.web.api.route_table import ENTRIES
from routemap.web.base_path import base_path
from routemap.web.http import problem


def api_routes(base: str = "") -> list[BaseRoute]:
    """Return the routes of the API, and one that says of all else below ``/api`` that it is not.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``.

    Raises
    ------
    AddressError
        Where ``ROUTEMAP_ADDRESS`` names no address.
    """
    named_address()  # a wrong one is told when the server starts, not to its readers
    root = base_path(base)
    queues = {kind: FairQueue() for kind in AnswerKind}
    served = [
        Route(f"{root}{entry.path}", Endpoint(entry, base, queues[entry.kind])) for entry in ENTRIES
    ]
    return [*served, Route(f"{root}/api/{{rest:path}}", _nowhere)]


async def _nowhere(request: Request) -> Response:
    path = request.scope["path"]
    if path.endswith("/"):
        given = quote(request.scope["query_string"].decode("latin-1"), safe=PLAIN)
        there = quote(path.rstrip("/")) + (f"?{given}" if given else "")
        return RedirectResponse(there, status_code=308, headers=CORS)
    told = f"There is no “{request.path_params['rest'][:80]}” here; “/api” says what there is."
    return problem(404, told, headers=CORS)


class UnsafePaths:
    """Middleware that answers paths below ``/api`` which the server itself would refuse as text.

    Streamlit refuses NUL and ``..`` in any path before a route is looked for.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app = app
        self._root = base_path(base) + "/api/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        path = scope.get("path", "")
        unsafe = "\0" in path or ".." in path.replace("\\", "/").split("/")
        if scope["type"] == "http" and path.startswith(self._root) and unsafe:
            answer = problem(404, "There is no such path here; “/api” says what there is.")
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)
