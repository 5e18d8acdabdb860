"""Whole files in any of the export formats."""

from __future__ import annotations

from routemap.api.call import Call
from routemap.api.entry import Answer
from routemap.api.whole import whole
from routemap.exports import format_named
from routemap.model.errors import NotHereError, UnknownFormatError


def export(call: Call) -> Answer:
    """Answer what a query leaves as a file.

    Ends early, by ``call.watch``, once the client has gone.
    """
    try:
        row = format_named(call.parts["format"])
    except UnknownFormatError as error:
        raise NotHereError(f"{str(error)[0].upper()}{str(error)[1:]}.", "format") from error
    extracted = whole(call)
    name = extracted.file_name(row.extension)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(None if call.bodiless else row.make(extracted), row.media_type, headers)
