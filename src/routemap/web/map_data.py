"""HTTP routes of the map's data: features of a revision, and the evidence of one feature."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache, partial
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from routemap.data.dataset import Dataset
from routemap.data.load import Loaded, data_folder
from routemap.data.repository import repository
from routemap.exports.fair_queue import FairQueue, Watch, answer_fairly
from routemap.map.payload import POPUP_CLAIMS, features_document, popup, shown_string
from routemap.model.errors import ParameterError, RoutemapError
from routemap.questions.error_link import error_link
from routemap.questions.evidence import evidence
from routemap.questions.movement import marks
from routemap.questions.query import Query, read_params
from routemap.questions.reconcile import reconcile, without_full_lists
from routemap.questions.selection import recall, select
from routemap.web.address import public_address
from routemap.web.api.response import takes_gzip
from routemap.web.base_path import FROM_MAP, base_path
from routemap.web.http import IMMUTABLE, problem_of
from routemap.web.request_params import Params, params_of
from routemap.web.server_id import PROCESS, page_version

Endpoint = Callable[[Request], Awaitable[Response]]
_GZIP_MINIMUM: Final = 1_000  # bytes; smaller responses gain nothing
_CACHED_REVISIONS: Final = 4  # as many as the repository keeps for open pages
_encoding: Final = threading.Lock()


def data_url(revision: str) -> str:
    """Return the relative address of the features of a data revision."""
    return f"{FROM_MAP}data/{revision}/features.json"


def evidence_url(revision: str) -> str:
    """Return the relative address of the evidence of a data revision.

    Append ``/<feature id>.json`` for the evidence of one feature.
    """
    return f"{FROM_MAP}data/{revision}/evidence"


def ahead_url(revision: str) -> str:
    """Return the relative address that answers with what a query shows of a data revision.

    Append ``?`` and the parameters of the query. The answer has the members ``shown``, ``marks``,
    ``query`` and ``compare`` of :class:`routemap.map.MapState`. The map asks here while the page
    still waits for its run.
    """
    return f"{FROM_MAP}data/{revision}/shown.json"


def data_routes(base: str = "") -> list[BaseRoute]:
    """Return the routes of the map's data, below Streamlit's ``server.baseUrlPath``."""
    root = base_path(base)
    data = f"{root}/data/{{revision}}"
    compressed = Middleware(GZipMiddleware, minimum_size=_GZIP_MINIMUM, compresslevel=5)
    return [
        Route(f"{root}/data/current.json", _current),
        Route(f"{data}/features.json", queued(_features, FairQueue())),
        Route(f"{data}/shown.json", queued(_shown, FairQueue()), methods=["GET", "POST"]),
        Route(
            f"{data}/evidence/{{feature}}.json",
            queued(partial(_evidence, base=base), FairQueue()),
            methods=["GET", "POST"],
            middleware=[compressed],
        ),
    ]


async def _current(_request: Request) -> Response:
    """Return what open pages compare with their own: the mark of the data, process and version.

    The response does not wait for the data to be read.
    """
    data = repository(data_folder())
    data.start()
    found = {"mark": data.mark, "process": PROCESS, "version": page_version()}
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


def queued(make: Callable[[Request, Params], Response], queue: FairQueue) -> Endpoint:
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


def _loaded(revision: str) -> Loaded:
    return repository(data_folder()).revision(revision)


def _caching(loaded: Loaded, method: str = "GET") -> Mapping[str, str]:
    """Return headers for what depends only on the address, unless the query is in the body.

    What a draft would show is never stored.
    """
    is_kept = method in ("GET", "HEAD") and not loaded.draft
    return IMMUTABLE if is_kept else {"Cache-Control": "no-store"}


def _features(request: Request, _params: Params) -> Response:
    revision = request.path_params["revision"]
    loaded = _loaded(revision)  # raises for an expired revision, even if the cache still has it
    with _encoding:  # simultaneous first requests for a revision share one encoding
        compressed = _compressed_features(revision)
    headers = {**_caching(loaded), "Vary": "Accept-Encoding"}
    if takes_gzip(request.headers):
        headers["Content-Encoding"] = "gzip"
    else:
        compressed = gzip.decompress(compressed)
    return Response(compressed, headers=headers, media_type="application/json")


@lru_cache(maxsize=_CACHED_REVISIONS)
def _compressed_features(revision: str) -> bytes:
    document = features_document(_loaded(revision).dataset)
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def _shown(request: Request, params: Params) -> Response:
    """Return what a query shows; the run of the same query then finds its selection."""
    loaded = _loaded(request.path_params["revision"])
    dataset = loaded.dataset
    query = without_full_lists(reconcile(read_params(params)[0], dataset)[0], dataset)
    selection = recall(dataset, query.filters())
    return JSONResponse(
        {
            "shown": shown_string(selection),
            "marks": marks(selection),
            "query": query.without_view().to_string(),
            "compare": compared_names(dataset, query),
            "looks": "comparison" if query.compare else "status",
        },
        headers=_caching(loaded, request.method),
    )


def compared_names(dataset: Dataset, query: Query) -> tuple[str, str] | None:
    """Return the names of the two compared claim sources, ``None`` if none are compared."""
    if not query.compare:
        return None
    first, second = query.compare
    names = dataset.sources["name"]
    return names[first], names[second]


def _evidence(request: Request, params: Params, base: str) -> Response:
    loaded = _loaded(request.path_params["revision"])
    address = public_address(request, base)
    found = _popup(params, address, loaded.dataset, request.path_params["feature"])
    return JSONResponse(found, headers=_caching(loaded, request.method))


def _popup(params: Params, address: str, dataset: Dataset, feature: str) -> dict[str, object]:
    start = _start((params.get("start") or ["0"])[-1])
    dataset.feature(feature)  # raises for an unknown id before the expensive selection
    query, _ = read_params(params)
    selection = select(dataset, query)
    found = evidence(selection, feature, start=start, count=POPUP_CLAIMS)
    if start and not found.claim_details:
        last = max(0, found.total - 1) // POPUP_CLAIMS * POPUP_CLAIMS
        found = evidence(selection, feature, start=last, count=POPUP_CLAIMS)
    return popup(found, lambda claim: error_link(dataset.case, claim, dataset.revision, address))


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
