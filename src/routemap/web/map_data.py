"""HTTP routes beside the dashboard: map data by revision, and vendored assets.

Every address of ours is built here, relative to the page of the map component
(``component/streamlit_folium.st_folium/index.html``), so that it is right under
``server.baseUrlPath`` and behind a proxy that adds or strips a path.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import threading
from collections.abc import Awaitable, Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import xstatic.pkg.leaflet
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from routemap.data.dataset import Dataset
from routemap.data.load import SHIPPED, data_folder
from routemap.data.repository import repository
from routemap.exports.fair_queue import FairQueue, Watch, answer_fairly
from routemap.map import map_script
from routemap.map.payload import POPUP_CLAIMS, features_document, popup
from routemap.model.errors import ParameterError, RoutemapError
from routemap.questions.evidence import evidence
from routemap.questions.query import read_params
from routemap.questions.selection import select
from routemap.web.api import api_routes
from routemap.web.api.response import takes_gzip
from routemap.web.base_path import base_path
from routemap.web.http import problem_of
from routemap.web.request_params import Params, params_of
from routemap.web.share import share_routes

Endpoint = Callable[[Request], Awaitable[Response]]
_TO_ROOT: Final = "../../"
_IMMUTABLE: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_WORTH_GZIP: Final = 1_000  # bytes; less gains nothing
_KEPT_REVISIONS: Final = 4  # encoded; as many as pages that are open may still ask for
_FONTS: Final = Path(__file__).parents[1] / "exports" / "picture" / "fonts"
_encoding: Final = threading.Lock()
_FOLDERS: Final[Mapping[str, Path]] = {
    "leaflet": Path(xstatic.pkg.leaflet.BASE_DIR),
    "map": Path(__file__).parents[1] / "map" / "assets",
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
    root = base_path(base)
    assets = f"{root}/assets/{_assets_version()}"
    packed = Middleware(GZipMiddleware, minimum_size=_WORTH_GZIP, compresslevel=5)
    data = f"{root}/data/{{revision}}"
    return [
        *(
            Mount(f"{assets}/{name}", _ImmutableFiles(directory=folder))
            for name, folder in _FOLDERS.items()
        ),
        Route(f"{assets}/map.js", _map_script),
        Mount(f"{root}/assets/fonts", StaticFiles(directory=_FONTS)),
        Route(f"{root}/data/current.json", _current),
        Route(f"{data}/features.json", _in_turn(_features, FairQueue())),
        Route(
            f"{data}/evidence/{{feature}}.json",
            _in_turn(_evidence, FairQueue()),
            methods=["GET", "POST"],
            middleware=[packed],
        ),
        *api_routes(base),
        *share_routes(base),
    ]


async def _map_script(_request: Request) -> Response:
    return Response(map_script(), headers=_IMMUTABLE, media_type="text/javascript")


async def _current(_request: Request) -> Response:
    """Answer open pages that ask whether what they show is what there is; it reads nothing."""
    data = repository(data_folder())
    data.start()
    return JSONResponse({"mark": data.mark}, headers={"Cache-Control": "no-store"})


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


def _in_turn(make: Callable[[Request, Params], Response], queue: FairQueue) -> Endpoint:
    """Return an endpoint that answers in a thread, so that open pages are answered meanwhile."""

    async def endpoint(request: Request) -> Response:
        def answer(_watch: Watch) -> Response:
            return make(request, params)

        try:
            params = await params_of(request)
            return await answer_fairly(request, queue, answer) or Response(status_code=503)
        except RoutemapError as error:
            return problem_of(error)

    return endpoint


def _dataset(revision: str) -> Dataset:
    return repository(data_folder()).revision(revision).dataset


def _features(request: Request, _params: Params) -> Response:
    revision = request.path_params["revision"]
    _dataset(revision)  # what is no longer held is not answered from the cache either
    with _encoding:  # the first visitors of a revision come together, and one encodes for all
        packed = _packed_features(revision)
    headers = {**_IMMUTABLE, "Vary": "Accept-Encoding"}
    if takes_gzip(request.headers):
        headers["Content-Encoding"] = "gzip"
    else:
        packed = gzip.decompress(packed)
    return Response(packed, headers=headers, media_type="application/json")


@lru_cache(maxsize=_KEPT_REVISIONS)
def _packed_features(revision: str) -> bytes:
    document = features_document(_dataset(revision))
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def _evidence(request: Request, params: Params) -> Response:
    found = _popup(params, **request.path_params)
    headers = _IMMUTABLE if request.method in ("GET", "HEAD") else {"Cache-Control": "no-store"}
    return JSONResponse(found, headers=headers)


def _popup(params: Params, revision: str, feature: str) -> dict[str, object]:
    start = _start((params.get("start") or ["0"])[-1])
    dataset = _dataset(revision)
    dataset.feature(feature)  # looked up before the search: an unknown one costs nothing
    query, _ = read_params(params)
    selection = select(dataset, query)
    found = evidence(selection, feature, start=start, count=POPUP_CLAIMS)
    if start and not found.claim_details:
        last = max(0, found.total - 1) // POPUP_CLAIMS * POPUP_CLAIMS
        found = evidence(selection, feature, start=last, count=POPUP_CLAIMS)
    return popup(found)


def _start(text: str) -> int:
    """Return the number of the first claim of a page.

    Raises
    ------
    ParameterError
        Where ``text`` is no number that a page can begin at.
    """
    if not (text.isdecimal() and len(text) < 10):
        raise ParameterError(f"“start” must be a whole number from 0, found “{text[:20]}”", "start")
    return int(text)
