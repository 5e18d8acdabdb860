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
from routemap.web.api.route import CORS
from routemap.web.api.route_table import ENTRIES
from routemap.web.base_path import base_path
from routemap.web.http import problem


def api_routes(base: str = "") -> list[BaseRoute]:
    """Return the routes of the API, with a catch-all that returns 404 for other paths in ``/api``.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``.

    Raises
    ------
    AddressError
        If ``ROUTEMAP_ADDRESS`` is not a valid address.
    """
    named_address()  # raise an error at the start of the server, not in a response
    root = base_path(base)
    queues = {kind: FairQueue() for kind in AnswerKind}
    served = [
        Route(f"{root}{entry.path}", Endpoint(entry, base, queues[entry.kind])) for entry in ENTRIES
    ]
    return [*served, Route(f"{root}/api/{{rest:path}}", _not_found)]


async def _not_found(request: Request) -> Response:
    path = request.scope["path"]
    if path.endswith("/"):
        given = quote(request.scope["query_string"].decode("latin-1"), safe=PLAIN)
        there = quote(path.rstrip("/")) + (f"?{given}" if given else "")
        return RedirectResponse(there, status_code=308, headers=CORS)
    rest = request.path_params["rest"][:80]
    detail = f"Not found: “/api/{rest}”. See “/api” for the list of endpoints."
    return problem(404, detail, headers=CORS)


class UnsafePaths:
    """ASGI middleware that returns problem details for unsafe paths in ``/api``.

    Streamlit rejects paths that contain NUL or ``..`` before routing, with a plain text response.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app = app
        self._root = base_path(base) + "/api/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Return 404 for an unsafe path, or pass the request on."""
        path = scope.get("path", "")
        unsafe = "\0" in path or ".." in path.replace("\\", "/").split("/")
        if scope["type"] == "http" and path.startswith(self._root) and unsafe:
            detail = (
                "Not found: a path cannot contain “..” or a NUL character. "
                "See “/api” for the list of endpoints."
            )
            await problem(404, detail)(scope, receive, send)
            return
        await self._app(scope, receive, send)
