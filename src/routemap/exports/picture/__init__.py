"""A picture of a view: PNG, SVG and PDF, drawn from the geometry and the style table of the map.

matplotlib and the fonts are loaded when the first picture is asked for, not before.
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
# matplotlib keeps settings and fonts for the whole process
_drawing: Final = threading.Lock()


def picture(
    extract: Extract,
    *,
    width: int = 1600,
    height: int = 1000,
    ground: str = "light",
    kind: Kind = "png",
) -> bytes:
    """Return a picture of what the reader's query shows, with all that a reader of it must know.

    Parameters
    ----------
    extract
        What is drawn is what the query itself leaves, as on the dashboard's map; where that
        hides denials, features are marked and a line says so.
    width, height
        In pixels as CSS counts them: 96 are an inch of an SVG or a PDF.
    ground
        ``light`` or ``dark``.
    kind
        ``png``, ``svg`` or ``pdf``.

    Returns
    -------
    bytes
        A whole file. The same arguments give the same bytes.

    Raises
    ------
    PictureError
        Where a size, ground or kind is none that can be drawn; the message says which can.
    ExportCancelledError
        Where the watch of the extract raises it.
    """
    if not (LEAST[0] <= width <= MOST and LEAST[1] <= height <= MOST):
        least = f"{LEAST[0]} x {LEAST[1]}"
        raise PictureError(
            f"a picture of {width} x {height} pixels is not between {least} and {MOST} x {MOST}"
        )
    if ground not in {"light", "dark"}:
        raise PictureError(f"there is no ground “{ground}”; choose light or dark")
    if kind not in KINDS:
        raise PictureError(
            f"there is no picture of kind “{kind}”; choose one of {', '.join(KINDS)}"
        )
    from routemap.exports.picture.compose import compose  # noqa: PLC0415 a second of libraries

    with _drawing:
        return compose(extract, width, height, ground, kind)


def to_png(extract: Extract) -> bytes:
    """Return a picture for screens: 1600 by 1000 pixels."""
    return picture(extract)


def to_svg(extract: Extract) -> bytes:
    """Return a picture that scales, with words as words."""
    return picture(extract, kind="svg")


def to_pdf(extract: Extract) -> bytes:
    """Return a page for print: A4, landscape."""
    return picture(extract, width=1123, height=794, kind="pdf")
