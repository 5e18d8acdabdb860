"""An ASGI app behind some of the middleware, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from routemap.web.guard.policies import addresses

HOME = "http://testserver/"
PAGES = ("claims", "articles", "export", "data")
AREAS = addresses("", PAGES)


def answer(request: Request) -> Response:
    """Answer any path with a response that any cache may store."""
    if request.url.path.endswith("/broken"):
        raise RuntimeError("a secret of /home/desk/geodata")
    if request.url.path == "/oauth2callback":
        return RedirectResponse("/", status_code=302)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return JSONResponse({"secret": request.url.path}, headers=headers)


async def read(request: Request) -> Response:
    """Read the complete body of a request."""
    return JSONResponse({"bytes": len(await request.body())})


@contextmanager
def behind(*middleware: Middleware, **options: object) -> Iterator[TestClient]:
    """Yield a client of the app behind some middleware."""
    app = Starlette(
        routes=[
            Route("/api/read", read, methods=["POST"]),
            Route("/{path:path}", answer, methods=["GET", "POST", "PUT", "DELETE"]),
        ],
        middleware=middleware,
    )
    with TestClient(app, follow_redirects=False, **options) as client:  # type: ignore[arg-type]
        yield client
