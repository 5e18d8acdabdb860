"""``/share``: the same view again, as chats, social media and search engines read it.

Streamlit's page has one fixed head for every view, and crawlers run no scripts. So this address
answers with a small page of its own, whose head tells title, description and picture by the Open
Graph protocol (https://ogp.me), and which sends people on to the dashboard without a script.
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
from routemap.model.errors import RoutemapError
from routemap.questions.citation import CITATION_STYLES, SITE, Cited
from routemap.questions.links import link_to
from routemap.questions.parameter_names import settled
from routemap.questions.query import LINK_KEYS, read_params
from routemap.questions.reconcile import reconcile
from routemap.questions.selection import select
from routemap.questions.view import view_of
from routemap.web.address import named_address, public_address
from routemap.web.base_path import base_path
from routemap.web.http import problem_of
from routemap.web.request_params import Params, params_of

Endpoint = Callable[[Request], Awaitable[Response]]
# what the large card of social media asks for: 1.91 to 1
WIDTH: Final = 1200
HEIGHT: Final = 630
PAGES: Final = ("claims", "articles", "export", "data")
_SHORT: Final = {"Cache-Control": "public, max-age=300"}  # the data may change
_MOST_WAITING: Final = 16  # pictures of one client


def share_routes(base: str = "") -> list[BaseRoute]:
    """Return the routes of ``/share``; ``base`` is Streamlit's ``server.baseUrlPath``."""
    root = base_path(base)

    def page(params: Params, address: str, _watch: Watch) -> Response:
        return HTMLResponse(share_page(params, address), headers=_SHORT)

    def words(params: Params, address: str, _watch: Watch) -> Response:
        return JSONResponse(view_words(params, address), headers={"Cache-Control": "no-store"})

    def drawn(params: Params, address: str, watch: Watch) -> Response:
        content = share_picture(params, address, watch)
        return Response(content, headers=_SHORT, media_type="image/png")

    def in_line(answer: Callable[[Params, str, Watch], Response], queue: FairQueue) -> Endpoint:
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
        response = Response(headers=_SHORT, media_type="image/png")  # nothing is drawn for it
        del response.headers["content-length"]
        return response

    # pictures one after the other: drawing keeps a processor busy that readers wait for
    text, pictures = FairQueue(), FairQueue(at_once=1, waiting=_MOST_WAITING)
    draw = in_line(drawn, pictures)
    return [
        Route(f"{root}/share", in_line(page, text)),
        Route(f"{root}/share/view.json", in_line(words, text), methods=["GET", "POST"]),
        Route(f"{root}/share/picture.png", picture_or_head),
    ]


def share_page(params: Params, address: str) -> str:
    """Return the page that tells what a view shows and leads to it.

    Parameters
    ----------
    params
        The parameters of a link to the dashboard, and ``page``: one of :data:`PAGES`.
    address
        Where the dashboard is, with a trailing slash.
    """
    loaded = repository(data_folder()).current()
    extracted = _extract(params, address, loaded)
    view, revision = view_of(extracted.asked), extracted.dataset.revision
    # names that are nearly known go along, so that the dashboard can name what it cannot read
    given = settled(params, LINK_KEYS)
    named = {**given.params, **given.unread}
    asked = [(key, value) for key in (*LINK_KEYS, *given.unread) for value in named.get(key, ())]
    page = next((name for name in params.get("page", ()) if name in PAGES), "")
    own = [*asked, ("page", page)] if page else asked
    return _template().render(
        site=SITE,
        view=view,
        dashboard=_joined(f"{address}{page}", asked),
        own=_joined(f"{address}share", own),
        image=f"{address}share/picture.png?{link_to(extracted.query).to_string(rev=revision)}",
        width=WIDTH,
        height=HEIGHT,
        revision=revision,
        held_back=loaded.held_back_notice,
    )


def view_words(params: Params, address: str) -> dict[str, object]:
    """Return what the Share control says of a view: its title, and how it is cited.

    ``query`` of the answer is what is asked, in the one form that the API takes; ``address`` is
    the named address of the dashboard, ``""`` where there is none: then the reader's browser
    knows it best; ``link`` is what a citation adds to the address of a page.
    """
    extracted = _extract(params, address, repository(data_folder()).current())
    view = view_of(extracted.asked)
    cited = Cited(view.asked, extracted.dataset.revision, extracted.made.date(), extracted.link)
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
    """Return the picture of a view for its preview, as PNG.

    Raises
    ------
    ExportCancelledError
        Where ``watch``, which is called while it is drawn, raises it.
    """
    extracted = replace(_extract(params, address, repository(data_folder()).current()), watch=watch)
    draw = partial(picture, extracted, width=WIDTH, height=HEIGHT, ground="light", kind="png")
    return extracted.dataset.memo.get(
        "picture", (extracted.query, address, extracted.held_back), draw
    )


def _extract(params: Params, address: str, loaded: Loaded) -> Extract:
    query, _ = read_params(params)
    query, _ = reconcile(query, loaded.dataset)
    return extract(
        select(loaded.dataset, query),
        made=datetime.now(UTC),
        address=address,
        held_back=loaded.held_back_in_short,
    )


def _joined(address: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(pairs)}" if pairs else address


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("share.html")
