"""HTTP route of the files of media, each by the id of its record."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from routemap.data.load import data_folder
from routemap.data.media import read_media
from routemap.data.repository import repository
from routemap.exports.fair_queue import FairQueue
from routemap.model.errors import DataFileError, NotHereError
from routemap.model.media_table import format_of
from routemap.web.base_path import base_path
from routemap.web.map_data import queued
from routemap.web.request_params import Params

# a browser asks each time, so that a file that was replaced or withdrawn is not shown again
_HEADERS: Final = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


def media_url(media: str) -> str:
    """Return the address of the file of a media item, relative to a page of the dashboard."""
    return f"./data/media/{media}"


def media_routes(base: str = "") -> list[BaseRoute]:
    """Return the route of the media files, below Streamlit's ``server.baseUrlPath``."""
    return [Route(f"{base_path(base)}/data/media/{{media}}", queued(_media, FairQueue()))]


def _media(request: Request, _params: Params) -> Response:
    """Return the file of a record of the current data, if it has the hash of the record.

    Images can be shown by a page; all other files are downloads.

    Raises
    ------
    NotHereError
        If the data has no such record, or the record has no file that can be shown.
    """
    key = request.path_params["media"]
    media = repository(data_folder()).current().dataset.media
    row = media.loc[key] if key in media.index else None
    kind = format_of(row["file"]) if row is not None else None
    if row is None or kind is None or not row["sha256"]:
        raise NotHereError("This data has no media file with this id.", "media")
    tag = f'"{row["sha256"]}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={**_HEADERS, "ETag": tag})
    try:
        content = read_media(data_folder(), row["file"], row["sha256"])
    except DataFileError as error:
        raise NotHereError(
            "This media file is missing or differs from its record, so it is not shown.", "media"
        ) from error
    shown = "inline" if kind.is_image else "attachment"
    return Response(
        content,
        headers={
            **_HEADERS,
            "ETag": tag,
            # the name has only letters, digits, “.”, “_” and “-”
            "Content-Disposition": f'{shown}; filename="{row["file"]}"',
        },
        media_type=kind.media_type,
    )
