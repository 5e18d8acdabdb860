"""HTTP routes next to the dashboard: map data by revision, and vendored assets.

The addresses are relative to the page of the map component
(``component/streamlit_folium.st_folium/index.html``). They therefore work with
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
_GZIP_MINIMUM: Final = 1_000  # bytes; smaller responses gain nothing
_CACHED_REVISIONS: Final = 4  # as many as the repository keeps for open pages
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
    """Return the relative address of the vendored assets, with a trailing slash."""
    return f"{_TO_ROOT}assets/{_assets_version()}/"


def data_url(revision: str) -> str:
    """Return the relative address of the features of a data revision."""
    return f"{_TO_ROOT}data/{revision}/features.json"


def evidence_url(revision: str) -> str:
    """Return the relative address of the evidence of a data revision.

    Append ``/<feature id>.json`` for the evidence of one feature.
    """
    return f"{_TO_ROOT}data/{revision}/evidence"


def routes(base: str = "") -> list[BaseRoute]:
    """Return the HTTP routes to add to Streamlit's own.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``. Streamlit applies it to its own routes only, so it
        is part of every path here.
    """
    # full paths: a single Mount at the base would hide Streamlit's routes below it
    root = base_path(base)
    assets = f"{root}/assets/{_assets_version()}"
    compressed = Middleware(GZipMiddleware, minimum_size=_GZIP_MINIMUM, compresslevel=5)
    data = f"{root}/data/{{revision}}"
    return [
        *(
            Mount(f"{assets}/{name}", _ImmutableFiles(directory=folder))
            for name, folder in _FOLDERS.items()
        ),
        Route(f"{assets}/map.js", _map_script),
        Mount(f"{root}/assets/fonts", StaticFiles(directory=_FONTS)),
        Route(f"{root}/data/current.json", _current),
        Route(f"{data}/features.json", _queued(_features, FairQueue())),
        Route(
            f"{data}/evidence/{{feature}}.json",
            _queued(_evidence, FairQueue()),
            methods=["GET", "POST"],
            middleware=[compressed],
        ),
        *api_routes(base),
        *share_routes(base),
    ]


async def _map_script(_request: Request) -> Response:
    return Response(map_script(), headers=_IMMUTABLE, media_type="text/javascript")


async def _current(_request: Request) -> Response:
    """Return the mark of the current data, which open pages compare with their own.

    The response does not wait for the data to be read.
    """
    data = repository(data_folder())
    data.start()
    return JSONResponse({"mark": data.mark}, headers={"Cache-Control": "no-store"})


class _ImmutableFiles(StaticFiles):
    """Files whose address contains a hash of their content, so that browsers cache them forever."""

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


def _queued(make: Callable[[Request, Params], Response], queue: FairQueue) -> Endpoint:
    """Return an endpoint that runs in a thread, so that the event loop stays free."""

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
    _dataset(revision)  # raises for an expired revision, even if the cache still has it
    with _encoding:  # simultaneous first requests for a revision share one encoding
        compressed = _compressed_features(revision)
    headers = {**_IMMUTABLE, "Vary": "Accept-Encoding"}
    if takes_gzip(request.headers):
        headers["Content-Encoding"] = "gzip"
    else:
        compressed = gzip.decompress(compressed)
    return Response(compressed, headers=headers, media_type="application/json")


@lru_cache(maxsize=_CACHED_REVISIONS)
def _compressed_features(revision: str) -> bytes:
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
    dataset.feature(feature)  # raises for an unknown id before the expensive selection
    query, _ = read_params(params)
    selection = select(dataset, query)
    found = evidence(selection, feature, start=start, count=POPUP_CLAIMS)
    if start and not found.claim_details:
        last = max(0, found.total - 1) // POPUP_CLAIMS * POPUP_CLAIMS
        found = evidence(selection, feature, start=last, count=POPUP_CLAIMS)
    return popup(found)


def _start(text: str) -> int:
    """Return the position of the first claim of a page, from 0.

    Raises
    ------
    ParameterError
        If ``text`` is not a whole number from 0 with at most 9 digits.
    """
    if not (text.isdecimal() and len(text) < 10):
        raise ParameterError(
            f"“start” must be a whole number from 0 to 999999999, not “{text[:20]}”.", "start"
        )
    return int(text)
