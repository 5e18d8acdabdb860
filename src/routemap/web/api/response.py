"""From an answer to an HTTP response: validators, compression, and who may read it."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES
from starlette.responses import Response

import routemap
from routemap.web.api.request import ApiRequest
from routemap.web.api.route import Answer

# anybody may read public data from a page of theirs; credentials are never sent along
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, Retry-After",
}
METHODS: Final = "GET, HEAD, OPTIONS"
_WORTH_GZIP: Final = 500  # bytes; below the threshold of Streamlit's own compression
_LEVEL: Final = 5
_GZIPPED: Final = "-gzip"
_REVALIDATE: Final = "no-cache"  # keep, and ask whether it still holds


@cache
def code_version() -> str:
    """Return a short hash of our own code, which decides how answers look."""
    folder = Path(routemap.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def tag_of(call: ApiRequest, *, weak: bool) -> str:
    """Return the entity tag of an answer, known before the answer is made (RFC 9110, 8.8.3).

    From the code, the data revision, what is held back, and the whole address, for answers name
    addresses. Weak where the answer says when it was made.
    """
    parts = (code_version(), call.asked.dataset.revision, call.store.held_back, call.own)
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
    return f'{"W/" if weak else ""}"{digest}"'


def held_tag(headers: Headers, tag: str) -> str:
    """Return the tag by which the client holds an answer already, or ``""``.

    The comparison is weak (RFC 9110, section 13.1.2).
    """
    for given in headers.get("if-none-match", "").split(","):
        opaque = given.strip().removeprefix("W/").removesuffix('"').removesuffix(_GZIPPED)
        if opaque and f'{opaque}"' == tag.removeprefix("W/"):
            return given.strip()
    return ""


def packed_tag(tag: str) -> str:
    """Return the tag of the same answer with gzip: a strong tag names bytes, and these are others.

    :func:`held_tag` takes it for the tag that it was made from.
    """
    return f'{tag[:-1]}{_GZIPPED}"'


def unchanged(tag: str) -> Response:
    """Return that what the client holds still holds."""
    headers = {"ETag": tag, "Cache-Control": _REVALIDATE, "Vary": "Accept-Encoding", **CORS}
    return Response(status_code=304, headers=headers)


def respond(answer: Answer, headers: Headers, tag: str) -> Response:
    """Return an answer as a response; with an empty tag nobody is to keep it."""
    own = {**answer.headers, **CORS, "Vary": "Accept-Encoding"}
    own["Cache-Control"] = _REVALIDATE if tag else "no-store"
    if tag:
        own["ETag"] = tag
    if answer.body is None:
        response = Response(headers=own, media_type=answer.media_type)
        del response.headers["content-length"]
        return response
    content = answer.body if isinstance(answer.body, bytes) else _json(answer.body)
    if _compresses(answer.media_type, content) and takes_gzip(headers):
        content = gzip.compress(content, _LEVEL, mtime=0)
        own["Content-Encoding"] = "gzip"
        if tag and not tag.startswith("W/"):
            own["ETag"] = packed_tag(tag)
    return Response(content, headers=own, media_type=answer.media_type)


def takes_gzip(headers: Headers) -> bool:
    """Return whether the client accepts gzip (RFC 9110, section 12.5.3)."""
    offers = (offer.partition(";") for offer in headers.get("accept-encoding", "").split(","))
    return any(
        name.strip().lower() == "gzip" and weight.replace(" ", "") not in ("q=0", "q=0.0")
        for name, _, weight in offers
    )


def _compresses(media_type: str, content: bytes) -> bool:
    kind = media_type.partition(";")[0]
    packed = {kind, f"{kind.partition('/')[0]}/*"} & set(DEFAULT_EXCLUDED_CONTENT_TYPES)
    return len(content) >= _WORTH_GZIP and not packed


def _json(body: Any) -> bytes:
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
