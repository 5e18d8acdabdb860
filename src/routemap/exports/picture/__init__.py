"""Pictures of a view as PNG, SVG and PDF, drawn from the geometry and style table of the map.

matplotlib and the fonts are loaded when the first picture is requested.
"""

from __future__ import annotations

import threading
from typing import Final, Literal

from routemap.exports.extract import Extract
from routemap.model.errors import PictureError

Kind = Literal["png", "svg", "pdf"]

KINDS: Final[tuple[Kind, ...]] = ("png", "svg", "pdf")
LEAST: Final = (600, 400)
MOST: Final = 4096
# settings and fonts of matplotlib are global
_drawing: Final = threading.Lock()


def picture(
    extract: Extract,
    *,
    width: int = 1600,
    height: int = 1000,
    ground: str = "light",
    kind: Kind = "png",
) -> bytes:
    """Return a picture of the map for the reader's query, with title, legend and credits.

    Parameters
    ----------
    extract
        The picture shows the claims that match the query, as the dashboard's map does. If the
        filters hide denials, features are marked and a line of text says so.
    width, height
        Size in CSS pixels; 96 pixels are one inch in an SVG or a PDF.
    ground
        ``light`` or ``dark``.
    kind
        ``png``, ``svg`` or ``pdf``.

    Returns
    -------
    bytes
        The complete file. The same arguments give the same bytes.

    Raises
    ------
    PictureError
        If the size, ground or kind is not supported. The message lists the supported values.
    ExportCancelledError
        If the watch of the extract raises it.
    """
    if not (LEAST[0] <= width <= MOST and LEAST[1] <= height <= MOST):
        least = f"{LEAST[0]} x {LEAST[1]}"
        raise PictureError(
            f"invalid picture size {width} x {height}; choose {least} to {MOST} x {MOST} pixels"
        )
    if ground not in {"light", "dark"}:
        raise PictureError(f"unknown ground “{ground}”; choose light or dark")
    if kind not in KINDS:
        raise PictureError(f"unknown kind of picture “{kind}”; choose one of {', '.join(KINDS)}")
    from routemap.exports.picture.compose import compose  # noqa: PLC0415 imports take a second

    with _drawing:
        return compose(extract, width, height, ground, kind)


def to_png(extract: Extract) -> bytes:
    """Return a PNG of 1600 by 1000 pixels, for screens."""
    return picture(extract)


def to_svg(extract: Extract) -> bytes:
    """Return an SVG with editable text."""
    return picture(extract, kind="svg")


def to_pdf(extract: Extract) -> bytes:
    """Return a PDF page for print: A4, landscape."""
    return picture(extract, width=1123, height=794, kind="pdf")
