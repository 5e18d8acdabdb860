"""HTTP routes beside the dashboard: map data by revision, and vendored assets.

Every address of ours is built here, relative to the page of the map component
(``component/streamlit_folium.st_folium/index.html``), so that it is right under
``server.baseUrlPath`` and behind a proxy that adds or strips a path.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import xstatic.pkg.leaflet
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from routemap.dataset import Dataset
from routemap.errors import RoutemapError
from routemap.evidence import evidence
from routemap.load import SHIPPED, data_folder
from routemap.mapdata import feature_collection, popup
from routemap.maps import map_script
from routemap.query import read_params
from routemap.repository import repository
from routemap.selection import select

_TO_ROOT: Final = "../../"
_IMMUTABLE: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_FOLDERS: Final[Mapping[str, Path]] = {
    "leaflet": Path(xstatic.pkg.leaflet.BASE_DIR),
    "map": Path(__file__).parent / "maps" / "assets",
    "basemap": SHIPPED / "basemap",
}


@cache
def _assets_version() -> str:
    digest = hashlib.sha256()
    for name, folder in _FOLDERS.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{name}/{path.relative_to(folder)}\0".encode())
                digest.update(path.read_bytes())
    digest.update(map_script().encode())
    return digest.hexdigest()[:12]


def assets_url() -> str:
    """Return the address of the vendored assets, with a trailing slash."""
    return f"{_TO_ROOT}assets/{_assets_version()}/"


def data_url(revision: str) -> str:
    """Return the address of a revision's features."""
    return f"{_TO_ROOT}data/{revision}/features.json"


def evidence_url(revision: str) -> str:
    """Return the address under which a revision's evidence is found by feature id."""
    return f"{_TO_ROOT}data/{revision}/evidence"


def routes(base: str = "") -> list[BaseRoute]:
    """Return the routes to serve beside the dashboard.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``, which moves its own routes only.
    """
    # full paths, not one Mount of the base: that would hide Streamlit's routes below it
    root = f"/{base.strip('/')}".rstrip("/")
    assets = f"{root}/assets/{_assets_version()}"
    return [
        *(
            Mount(f"{assets}/{name}", _ImmutableFiles(directory=folder))
            for name, folder in _FOLDERS.items()
        ),
        Route(f"{assets}/map.js", _map_script),
        Route(f"{root}/data/{{revision}}/features.json", _answer(_features)),
        Route(f"{root}/data/{{revision}}/evidence/{{feature}}.json", _answer(_evidence)),
    ]


def _map_script(_request: Request) -> Response:
    return Response(map_script(), headers=_IMMUTABLE, media_type="text/javascript")


class _ImmutableFiles(StaticFiles):
    """Files whose address changes with their content, so that browsers keep them."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_IMMUTABLE)
        return response


def _answer(make: Callable[[Request], Any]) -> Callable[[Request], Response]:
    # a plain function: Starlette runs it in a thread, away from the websockets of other readers
    def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(make(request), headers=_IMMUTABLE)
        except RoutemapError as error:
            problem = {"title": "Not found", "status": 404, "detail": str(error)}
            return JSONResponse(problem, status_code=404, media_type="application/problem+json")

    return endpoint


def _dataset(request: Request) -> Dataset:
    return repository(data_folder()).revision(request.path_params["revision"]).dataset


def _features(request: Request) -> dict[str, Any]:
    return feature_collection(_dataset(request))


def _evidence(request: Request) -> dict[str, Any]:
    params = {key: request.query_params.getlist(key) for key in request.query_params}
    query, _ = read_params(params)
    return popup(evidence(select(_dataset(request), query), request.path_params["feature"]))
