"""``/share``: a link preview of a view, for chats, social media and search engines.

Streamlit's page has the same head for every view, and crawlers run no scripts. This address
returns a small page whose head has the title, description and picture of the view as Open Graph
metadata (https://ogp.me). It redirects readers to the dashboard without a script.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from routemap.data.load import Loaded, data_folder
from routemap.data.repository import repository
from routemap.exports import FORMATS, Extract, extract
from routemap.exports.fair_queue import FairQueue, Watch, answer_fairly
from routemap.exports.picture import picture
from routemap.exports.progress import unwatched
from routemap.model.errors import RoutemapError, UnknownRevisionError
from routemap.questions.citation import CITATION_STYLES, SITE, Cited
from routemap.questions.links import link_to
from routemap.questions.parameter_names import settled
from routemap.questions.query import LINK_KEYS, read_params
from routemap.questions.reconcile import reconcile
from routemap.questions.selection import select
from routemap.questions.view import view_of
from routemap.web.address import named_address, public_address
from routemap.web.base_path import base_path
from routemap.web.feed_formats import feed_links
from routemap.web.http import problem_of
from routemap.web.request_params import Params, params_of

Endpoint = Callable[[Request], Awaitable[Response]]
# pixels; large previews on social media have an aspect ratio of 1.91:1
WIDTH: Final = 1200
HEIGHT: Final = 630
PAGES: Final = tuple(
    "claims allegation articles changes add drafts export data about".split()  # noqa: SIM905
)
_SHORT: Final = {"Cache-Control": "public, max-age=300"}  # the data may change
_MOST_WAITING: Final = 16  # pictures waiting per client


def share_routes(base: str = "") -> list[BaseRoute]:
    """Return the HTTP routes of ``/share``; ``base`` is Streamlit's ``server.baseUrlPath``."""
    root = base_path(base)

    def page(params: Params, address: str, _watch: Watch) -> Response:
        return HTMLResponse(share_page(params, address), headers=_SHORT)

    def description(params: Params, address: str, _watch: Watch) -> Response:
        return JSONResponse(view_words(params, address), headers={"Cache-Control": "no-store"})

    def drawn(params: Params, address: str, watch: Watch) -> Response:
        content = share_picture(params, address, watch)
        return Response(content, headers=_SHORT, media_type="image/png")

    def queued(answer: Callable[[Params, str, Watch], Response], queue: FairQueue) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            try:
                params = await params_of(request)
                make = partial(answer, params, public_address(request, base))
                return await answer_fairly(request, queue, make) or Response(status_code=503)
            except RoutemapError as error:
                return problem_of(error)

        return endpoint

    async def picture_or_head(request: Request) -> Response:
        if request.method != "HEAD":
            return await draw(request)
        response = Response(headers=_SHORT, media_type="image/png")  # draws nothing
        del response.headers["content-length"]
        return response

    # one picture at a time: drawing takes processor time that open pages need
    text, pictures = FairQueue(), FairQueue(at_once=1, waiting=_MOST_WAITING)
    draw = queued(drawn, pictures)
    return [
        Route(f"{root}/share", queued(page, text)),
        Route(f"{root}/share/view.json", queued(description, text), methods=["GET", "POST"]),
        Route(f"{root}/share/picture.png", picture_or_head),
    ]


def share_page(params: Params, address: str) -> str:
    """Return the preview page of a view as HTML, with a redirect to the view.

    Parameters
    ----------
    params
        The parameters of a link to the dashboard, and ``page``: one of :data:`PAGES`.
    address
        The public address of the dashboard, with a trailing slash.
    """
    extracted, loaded = _extract(params, address)
    view, revision = view_of(extracted.matching), extracted.dataset.revision
    # misspelt parameters stay in the link, so that the dashboard can report them
    given = settled(params, LINK_KEYS)
    named = {**given.params, **given.unread}
    pairs = [(key, value) for key in (*LINK_KEYS, *given.unread) for value in named.get(key, ())]
    page = next((name for name in params.get("page", ()) if name in PAGES), "")
    own = [*pairs, ("page", page)] if page else pairs
    return _template().render(
        site=SITE,
        view=view,
        dashboard=_joined(f"{address}{page}", pairs),
        own=_joined(f"{address}share", own),
        feeds=feed_links(address, extracted.query.filters()),
        image=f"{address}share/picture.png?{link_to(extracted.query).to_string(rev=revision)}",
        width=WIDTH,
        height=HEIGHT,
        revision=revision,
        held_back=loaded.held_back_notice,
    )


def view_words(params: Params, address: str) -> dict[str, object]:
    """Return the texts of the Share control for a view: title, sentence and citations.

    ``query`` is the query string in the form that the API accepts. ``address`` is the address in
    ``ROUTEMAP_ADDRESS``; if it is ``""``, the browser uses its own. ``link`` is what a citation
    appends to that address.
    """
    extracted, _ = _extract(params, address)
    view = view_of(extracted.matching)
    cited = Cited(
        view.headline,
        view.filters,
        extracted.dataset.revision,
        extracted.made.date(),
        extracted.link,
    )
    return {
        "query": extracted.query.to_string(),
        "title": view.title,
        "sentence": view.sentence,
        "address": named_address(),
        "link": extracted.link.removeprefix(extracted.address),
        "pictures": [
            {"key": row.key, "label": row.label} for row in FORMATS if row.purpose == "picture"
        ],
        "citations": [
            {"key": row.key, "label": row.label, "meaning": row.meaning, "runs": row.cite(cited)}
            for row in CITATION_STYLES
        ],
    }


def share_picture(params: Params, address: str, watch: Watch = unwatched) -> bytes:
    """Return the preview picture of a view, as PNG of 1200 by 630 pixels.

    Raises
    ------
    ExportCancelledError
        If ``watch``, which is called during drawing, raises it.
    """
    extracted = replace(_extract(params, address)[0], watch=watch)
    draw = partial(picture, extracted, width=WIDTH, height=HEIGHT, ground="light", kind="png")
    return extracted.dataset.memo.get(
        "picture", (extracted.query, address, extracted.held_back), draw
    )


def _extract(params: Params, address: str) -> tuple[Extract, Loaded]:
    """Return what a link shows, of the state of the data that it names, and that state.

    If that state is not kept, it is the current one, as on the page that the link opens.
    """
    query, _ = read_params(params)
    data = repository(data_folder())
    try:
        loaded = data.as_of(query.as_of)
    except UnknownRevisionError:
        loaded, query = data.current(), replace(query, as_of="")
    query, _ = reconcile(replace(query, draft=""), loaded.dataset)
    extracted = extract(
        select(loaded.dataset, query),
        made=datetime.now(UTC),
        address=address,
        held_back=loaded.held_back_in_short,
    )
    return extracted, loaded


def _joined(address: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(pairs)}" if pairs else address


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("share.html")
