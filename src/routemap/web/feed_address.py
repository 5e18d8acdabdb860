"""``/share/feeds.json``: the token of a signed-in reader's feeds, to make, renew and revoke.

The gate has checked who asks, and that changes come from a page of the dashboard.
"""

from __future__ import annotations

import json
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from routemap.model.errors import ParameterError, RoutemapError
from routemap.web.base_path import base_path
from routemap.web.guard.login import READER, Reader
from routemap.web.http import problem, problem_of

_ACTIONS: Final = ("renew", "revoke")
_PUBLIC: Final = "This dashboard has no login, so its feeds are at /feed.atom and /feed.json."


def feed_address_routes(base: str = "") -> list[BaseRoute]:
    """Return the route; ``base`` is Streamlit's ``server.baseUrlPath``."""
    return [Route(f"{base_path(base)}/share/feeds.json", _endpoint, methods=["GET", "POST"])]


async def _endpoint(request: Request) -> Response:
    reader: Reader | None = request.scope.get(READER)
    if reader is None:
        return problem(404, _PUBLIC)
    try:
        action = _action(await request.body()) if request.method == "POST" else ""
        token = await run_in_threadpool(_changed, reader, action)
    except ParameterError as error:
        return problem_of(error)
    except RoutemapError as error:
        return problem(503, str(error))
    return JSONResponse({"token": token, "is_kept": reader.login.feeds.is_kept})


def _action(body: bytes) -> str:
    try:
        action = json.loads(body)["action"]
    # ValueError: invalid JSON or UTF-8; RecursionError: thousands of nested lists
    except (ValueError, LookupError, TypeError, RecursionError):
        action = ""
    if action not in _ACTIONS:
        raise ParameterError('The body must be {"action": "renew"} or {"action": "revoke"}.')
    return str(action)


def _changed(reader: Reader, action: str) -> str:
    """Carry out an action, and return the token that is valid then, ``""`` for none."""
    feeds = reader.login.feeds
    if action == "revoke":
        feeds.revoke(reader.claims)
        return ""
    return feeds.renew(reader.claims) if action == "renew" else feeds.token(reader.claims)
