"""The routes of the API as Starlette routes, each with its kind."""

from __future__ import annotations

from typing import Final, NamedTuple

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from routemap.address import named_address
from routemap.api.endpoint import Endpoint
from routemap.api.entries import ENTRIES
from routemap.api.kinds import Kind
from routemap.api.problem import problem
from routemap.api.respond import CORS

# at once; the rest wait, so that a file that takes long keeps nobody from the map
_AT_ONCE: Final = {Kind.DESCRIPTION: 4, Kind.DATA: 4, Kind.EXPORT: 2, Kind.HEALTH: 2}


class Served(NamedTuple):
    """A route, and what kind it is: for whoever guards, counts or limits requests."""

    kind: Kind
    route: BaseRoute


def api_routes(base: str = "") -> list[Served]:
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
    root = f"/{base.strip('/')}".rstrip("/")
    limiters = {kind: anyio.CapacityLimiter(number) for kind, number in _AT_ONCE.items()}
    served = [
        Served(
            entry.kind,
            Route(f"{root}{entry.path}", Endpoint(entry, base, limiters[entry.kind])),
        )
        for entry in ENTRIES
    ]
    return [*served, Served(Kind.DESCRIPTION, Route(f"{root}/api/{{rest:path}}", _nowhere))]


def _nowhere(request: Request) -> Response:
    told = f"There is no “{request.path_params['rest'][:80]}” here; “/api” says what there is."
    return problem(404, told, headers=CORS)
