"""HTTP responses of the API: entity tags, compression and CORS headers."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES
from starlette.responses import Response

import routemap
from routemap.web.api.request import ApiRequest
from routemap.web.api.route import CORS, Answer

_GZIP_MINIMUM: Final = 500  # bytes; below the threshold of Streamlit's own compression
_LEVEL: Final = 5
_GZIPPED: Final = "-gzip"
_REVALIDATE: Final = "no-cache"  # caches may store it, and must revalidate it


@cache
def code_version() -> str:
    """Return a short hash of the code of this package, which determines the responses."""
    folder = Path(routemap.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def tag_of(call: ApiRequest, *, weak: bool) -> str:
    """Return the entity tag of a response before the response is made (RFC 9110, section 8.8.3).

    It depends on the code, the data revision, the notice about held-back changes, and the full
    address, because responses contain addresses. Use ``weak`` if the response contains the time
    at which it was made.
    """
    parts = (code_version(), call.validated.dataset.revision, call.store.held_back, call.own)
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
    return f'{"W/" if weak else ""}"{digest}"'


def held_tag(headers: Headers, tag: str) -> str:
    """Return the tag in ``If-None-Match`` that matches an entity tag, ``""`` if none does.

    The comparison is weak (RFC 9110, section 13.1.2), and accepts the tags of
    :func:`packed_tag`.
    """
    for given in headers.get("if-none-match", "").split(","):
        opaque = given.strip().removeprefix("W/").removesuffix('"').removesuffix(_GZIPPED)
        if opaque and f'{opaque}"' == tag.removeprefix("W/"):
            return given.strip()
    return ""


def packed_tag(tag: str) -> str:
    """Return the strong tag of a response after gzip, which has other bytes.

    :func:`held_tag` treats it as equal to the original tag.
    """
    return f'{tag[:-1]}{_GZIPPED}"'


def unchanged(tag: str) -> Response:
    """Return the response 304 (not modified) for the copy that the client has."""
    headers = {"ETag": tag, "Cache-Control": _REVALIDATE, "Vary": "Accept-Encoding", **CORS}
    return Response(status_code=304, headers=headers)


def respond(answer: Answer, headers: Headers, tag: str, cors: Mapping[str, str] = CORS) -> Response:
    """Return a result as an HTTP response. With an empty tag, caches must not store it."""
    own = {**answer.headers, **cors, "Vary": "Accept-Encoding"}
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
    return Response(content, answer.status, own, answer.media_type)


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
    return len(content) >= _GZIP_MINIMUM and not packed


def _json(body: Any) -> bytes:
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
