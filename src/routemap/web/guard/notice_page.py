"""Notice pages: errors as a web page for readers, with a link back to the dashboard.

Programs get the same error as ``application/problem+json`` (RFC 9457). When a reader opens an
address, browsers send ``Accept: text/html`` and, since 2020, ``Sec-Fetch-Mode: navigate``. They
send neither when a script fetches an address.
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

DOCUMENT: Final = "routemap.document"  # key in an ASGI scope: the kind of document in the response
_FOLDER: Final = Path(__file__).parent
_MARK: Final = BRAND / "mark.svg"
_DEEPEST: Final = 50  # largest number of “../” in a relative address
# characters that need no encoding in a query string (RFC 3986, section 3.4), and "%"
PLAIN: Final = "%&=+-._~!$'()*,;:@/?"


@dataclass(frozen=True)
class NoticeLink:
    """A link in a notice: its address below the dashboard, without a leading slash, and text."""

    address: str
    text: str


@dataclass(frozen=True)
class NoticePage:
    """The content of a notice page: heading, text, links, and the sentence before several links."""

    heading: str
    text: str
    links: Sequence[NoticeLink]
    lead: str = ""


def is_page_wanted(scope: Scope) -> bool:
    """Return whether a request is from a browser that opens a page."""
    headers = Headers(scope=scope)
    is_opened = headers.get("sec-fetch-mode", "navigate") in ("navigate", "nested-navigate")
    accepts = (part.partition(";")[0].strip() for part in headers.get("accept", "").split(","))
    return scope.get("method") in ("GET", "HEAD", "POST") and is_opened and "text/html" in accepts


def notice_page(
    scope: Scope,
    status: int,
    notice: NoticePage,
    *,
    base: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a notice page as a response that caches do not store.

    Parameters
    ----------
    scope
        The ASGI scope of the request.
    status
        The HTTP status. From 500, the page shows the request id.
    notice
        The content of the page.
    base
        The path of the dashboard, without a trailing slash.
    headers
        Additional headers of the response.
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

    It is relative, because a proxy may have removed a part of the path that the browser sees.

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
    # browsers resolve “../” by literal slashes, not encoded ones
    if path.startswith(f"{base}/"):
        depth, rest = path.removeprefix(base).count("/") - 1, ""
    else:
        depth, rest = path.count("/") - 1, f"{base[1:]}/"
    return ("../" * min(depth, _DEEPEST) or "./") + rest


def raw_path(scope: Mapping[str, Any]) -> str:
    """Return the encoded path of a request below the server's root path."""
    raw = scope.get("raw_path") or quote(str(scope["path"])).encode()
    path: str = raw.decode("latin-1").partition("?")[0]
    return path.removeprefix(str(scope.get("root_path", "")))


def query_of(scope: Mapping[str, Any]) -> str:
    """Return the query string of a request with its question mark, encoded for an address."""
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
