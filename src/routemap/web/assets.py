"""Scripts, style sheets, fonts and base maps, at addresses that change with their content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import xstatic.pkg.leaflet
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from routemap.data.basemap import basemap_of
from routemap.data.load import data_folder
from routemap.map import map_script
from routemap.web.base_path import FROM_MAP, base_path
from routemap.web.http import IMMUTABLE

_FONTS: Final = Path(__file__).parents[1] / "exports" / "picture" / "fonts"


@cache
def _folders() -> Mapping[str, Path]:
    return {
        "leaflet": Path(xstatic.pkg.leaflet.BASE_DIR),
        "map": Path(__file__).parents[1] / "map" / "assets",
        "basemap": basemap_of(data_folder().resolve()).folder,
    }


@cache
def _assets_version() -> str:
    digest = hashlib.sha256()
    for name, folder in _folders().items():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{name}/{path.relative_to(folder)}\0".encode())
                digest.update(path.read_bytes())
    digest.update(map_script().encode())
    return digest.hexdigest()[:12]


def assets_url() -> str:
    """Return the relative address of the vendored assets, with a trailing slash."""
    return f"{FROM_MAP}assets/{_assets_version()}/"


def asset_routes(base: str = "") -> list[BaseRoute]:
    """Return the routes of the assets, below Streamlit's ``server.baseUrlPath``."""
    root = base_path(base)
    assets = f"{root}/assets/{_assets_version()}"
    return [
        *(
            Mount(f"{assets}/{name}", _ImmutableFiles(directory=folder))
            for name, folder in _folders().items()
        ),
        Route(f"{assets}/map.js", _map_script),
        Mount(f"{root}/assets/fonts", StaticFiles(directory=_FONTS)),
    ]


async def _map_script(_request: Request) -> Response:
    return Response(map_script(), headers=IMMUTABLE, media_type="text/javascript")


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
        response.headers.update(IMMUTABLE)
        return response
