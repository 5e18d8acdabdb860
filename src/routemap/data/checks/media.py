"""Checks of media: what a media item belongs to, and where it can be seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from routemap.data.checks.report import Report
from routemap.data.reading.records import Record
from routemap.model.media_table import MEDIA

# per rule: the columns of which one must have a value, the code, and the fix
_ONE_OF: Final = (
    (
        ("claims", "article"),
        "media-use",
        "the media item is not shown, because it names no claim; fill in claims or article",
    ),
    (
        ("file", "url"),
        "media-source",
        "the media item is not shown, because there is nothing to see; fill in file or url",
    ),
)


def check_media(records: Iterable[Record], report: Report) -> None:
    """Report media items that cannot be shown: without a claim, a file, an address or a hash.

    A value that was emptied because it is invalid has a problem already, so it is not reported as
    missing. The files themselves are checked by :mod:`routemap.data.media`.
    """
    for record in records:
        values = record.values
        for keys, code, message in _ONE_OF:
            if not (any(values[key] for key in keys) or report.is_unknown(MEDIA, record, *keys)):
                report.add(MEDIA, record, keys[0], message, code)
        file, sha256 = values["file"], values["sha256"]
        if file and not (sha256 or report.is_unknown(MEDIA, record, "sha256")):
            message = (
                "the file is not shown without its SHA-256 hash, by which a changed file is "
                "noticed; `routemap check` names it"
            )
            report.add(MEDIA, record, "sha256", message, "media-hash")
        if sha256 and not (file or report.is_unknown(MEDIA, record, "file")):
            message = "the hash is that of a file, but no file is named; fill in file or empty this"
            report.add(MEDIA, record, "sha256", message, "media-hash")
