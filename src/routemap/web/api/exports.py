"""The export endpoint: complete files in any export format."""

from __future__ import annotations

from routemap.exports import format_named
from routemap.model.errors import NotHereError, UnknownFormatError
from routemap.web.api.extracts import full_extract
from routemap.web.api.request import ApiRequest
from routemap.web.api.route import Answer


def export(call: ApiRequest) -> Answer:
    """Return the result of a query as a file.

    Stops early through ``call.watch`` if the client disconnects.

    Raises
    ------
    NotHereError
        If the path names an unknown export format.
    """
    try:
        row = format_named(call.parts["format"])
    except UnknownFormatError as error:
        raise NotHereError(f"{str(error)[0].upper()}{str(error)[1:]}.", "format") from error
    extracted = full_extract(call)
    name = extracted.file_name(row.extension)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(None if call.bodiless else row.make(extracted), row.media_type, headers)
