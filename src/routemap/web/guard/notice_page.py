"""A page for readers who cannot be given what they asked for: what happened, and the way back.

Programs get the same as ``application/problem+json`` (RFC 9457). Who asks for a page says so:
browsers send ``Accept: text/html`` and, since 2020, ``Sec-Fetch-Mode: navigate`` when a reader
opens an address, and neither when a script fetches one.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from routemap.model.credits import BRAND
from routemap.web.guard.policies import NOTICE
from routemap.web.guard.request_notes import notes

DOCUMENT: Final = "routemap.document"  # in an ASGI scope: the kind of document it is answered with
_FOLDER: Final = Path(__file__).parent
_MARK: Final = BRAND / "mark.svg"
_DEEPEST: Final = 50  # path segments from which the way back is still relative
# characters that a query string may hold as they are (RFC 3986, section 3.4)
PLAIN: Final = "%&=+-._~!$'()*,;:@/?"


@dataclass(frozen=True)
class NoticeLink:
    """A link of a notice: its address below the dashboard, without a slash, and its text."""

    address: str
    text: str


@dataclass(frozen=True)
class Notice:
    """What a notice says: a heading, a sentence or two, and where to go from there."""

    heading: str
    text: str
    ways: Sequence[NoticeLink]
    lead: str = ""


def is_page_wanted(scope: Scope) -> bool:
    """Return whether a request is a browser that opens a page."""
    headers = Headers(scope=scope)
    is_opened = headers.get("sec-fetch-mode", "navigate") in ("navigate", "nested-navigate")
    accepts = (part.partition(";")[0].strip() for part in headers.get("accept", "").split(","))
    return scope.get("method") in ("GET", "HEAD", "POST") and is_opened and "text/html" in accepts


def notice_page(
    scope: Scope,
    status: int,
    notice: Notice,
    *,
    base: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a notice as a response.

    Parameters
    ----------
    scope
        The request that it answers.
    status
        The status of the response.
    notice
        What it says.
    base
        The path of the dashboard, without a trailing slash.
    headers
        More headers of the response.
    """
    scope[DOCUMENT] = NOTICE
    text = _template().render(
        notice=notice,
        status=status,
        root=root_from(scope, base),
        mark=f"data:image/svg+xml;base64,{base64.b64encode(_MARK.read_bytes()).decode()}",
        request_id=notes(scope).get("request_id", "") if status >= 500 else "",
    )
    return HTMLResponse(text, status, {"Cache-Control": "no-store", **(headers or {})})


def root_from(scope: Mapping[str, Any], base: str) -> str:
    """Return the relative address of the dashboard, with a trailing slash.

    Relative, because a proxy may have taken a part of the path away that the browser sees.

    Examples
    --------
    >>> root_from({"path": "/desk/claims/x", "raw_path": b"/desk/claims/x"}, "/desk")
    '../'
    >>> root_from({"path": "/a/b"}, "")
    '../'
    >>> root_from({"path": "/desk"}, "/desk"), root_from({"path": "/elsewhere/x"}, "/a/b")
    ('./desk/', '../a/b/')
    """
    path = raw_path(scope)
    # the browser counts the slashes that it sees, not those that are encoded
    if path.startswith(f"{base}/"):
        depth, rest = path.removeprefix(base).count("/") - 1, ""
    else:
        depth, rest = path.count("/") - 1, f"{base[1:]}/"
    return ("../" * min(depth, _DEEPEST) or "./") + rest


def raw_path(scope: Mapping[str, Any]) -> str:
    """Return the path of a request below the server's root path, as it is encoded."""
    raw = scope.get("raw_path") or quote(str(scope["path"])).encode()
    path: str = raw.decode("latin-1").partition("?")[0]
    return path.removeprefix(str(scope.get("root_path", "")))


def query_of(scope: Mapping[str, Any]) -> str:
    """Return the query string of a request, safe in an address, with its question mark."""
    query = quote(scope.get("query_string", b"").decode("latin-1"), safe=PLAIN, encoding="latin-1")
    return f"?{query}" if query else ""


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("notice.html")
