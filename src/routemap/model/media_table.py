"""The table of media: images, tracks and documents that claims rest on, and their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from routemap.model.columns import NOTE, Column, Kind, Table, id_of

FOLDER: Final = "media"
"""Folder of the files, inside the data folder."""
MAX_BYTES: Final = 20_000_000
"""Size of the largest file that is shown."""
FOOTPRINTS: Final = (
    "Point",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
)
"""The GeoJSON types of footprints."""


@dataclass(frozen=True)
class MediaFormat:
    """A format of files that can be shown or downloaded.

    Attributes
    ----------
    endings
        The endings of file names, in lower case.
    label
        What such a file is called on screens.
    media_type
        The media type with which it is served (IANA).
    begins
        Regular expression that matches the first bytes of such a file.
    is_image
        Whether a page shows it. Other files are downloads.
    """

    endings: tuple[str, ...]
    label: str
    media_type: str
    begins: bytes
    is_image: bool = False


# SVG and HTML can contain scripts, so they are not in this list.
FORMATS: Final = (
    MediaFormat(("png",), "Image", "image/png", rb"\x89PNG\r\n\x1a\n", is_image=True),
    MediaFormat(("jpg", "jpeg"), "Image", "image/jpeg", rb"\xff\xd8\xff", is_image=True),
    MediaFormat(("webp",), "Image", "image/webp", rb"RIFF.{4}WEBP", is_image=True),
    MediaFormat(("gif",), "Image", "image/gif", rb"GIF8[79]a", is_image=True),
    MediaFormat(
        ("gpx",),
        "Track",
        "application/gpx+xml",
        rb"(?:\xef\xbb\xbf)?\s*<(?:[^\x00]{0,2000}?<)?gpx[\s>]",
    ),
    MediaFormat(("geojson",), "Track", "application/geo+json", rb"(?:\xef\xbb\xbf)?\s*\{"),
    MediaFormat(("pdf",), "Document", "application/pdf", rb"%PDF-"),
)
"""The formats of media files; every other ending is refused."""
ENDINGS: Final = tuple(ending for row in FORMATS for ending in row.endings)


def format_of(file: str) -> MediaFormat | None:
    """Return the format of a file by the ending of its name, ``None`` if it is not supported.

    Examples
    --------
    >>> format_of("pier.JPG").media_type, format_of("pier.svg")
    ('image/jpeg', None)
    """
    ending = file.rpartition(".")[2].lower()
    return next((row for row in FORMATS if ending in row.endings), None)


MEDIA: Final = Table(
    "media",
    "media.csv",
    "media item",
    "Images, tracks and documents that claims rest on.",
    (
        id_of("media item"),
        Column(
            "claims",
            "Claims",
            "Ids of the claims that rest on it.",
            Kind.REFERENCE,
            many=True,
            refers_to=("claims",),
        ),
        Column(
            "article",
            "Article",
            "Article that contains it; it is then shown with each claim of the article.",
            Kind.REFERENCE,
            refers_to=("articles",),
        ),
        Column(
            "file",
            "File",
            f"Name of the file in the folder `{FOLDER}`: {', '.join(ENDINGS)}.",
            Kind.FILE,
        ),
        Column("url", "Link", "Web address where it can be seen. It is never requested.", Kind.URL),
        Column("taken", "Taken", "When it was taken or recorded (EDTF).", Kind.EDTF),
        Column("credit", "Credit", "Whom to credit, as the licence asks.", required=True),
        Column("licence", "Licence", "Licence under which it can be shown, such as CC BY 4.0."),
        Column(
            "footprint",
            "Footprint",
            "What it covers, as a GeoJSON geometry in WGS 84 longitude and latitude.",
            Kind.GEOJSON,
        ),
        Column(
            "sha256",
            "SHA-256",
            "Hash of the file. A file with another hash is not shown.",
            Kind.SHA256,
        ),
        Column("alt", "Description", "What is seen, for those who do not see it.", required=True),
        NOTE,
    ),
    optional=True,
)
