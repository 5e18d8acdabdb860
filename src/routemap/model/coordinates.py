"""Read coordinates in any of the forms in which people write them."""

from __future__ import annotations

from typing import Final

from routemap.model.degrees import read_degrees
from routemap.model.errors import CoordinateError
from routemap.model.grid_references import read_mgrs, read_plus_code, read_utm
from routemap.model.position import Position
from routemap.model.text import one_line, shown

LONGEST: Final = 100
"""Characters of a text that is read; the longest common form has about 60."""
# a URI according to RFC 5870, whose parameters follow a semicolon
_URI: Final = "geo:"
_GRIDS: Final = (read_mgrs, read_utm, read_plus_code)


def read_position(text: str) -> Position:
    """Return the position that a text gives as coordinates in WGS 84.

    Decimal degrees with point or comma, degrees with minutes and seconds, MGRS, UTM, plus codes and
    ``geo:`` addresses are read; letters and words can be English, Korean or Russian. Two numbers
    without letters are latitude and longitude, in this order; the result says so.

    Parameters
    ----------
    text
        At most 100 characters.

    Returns
    -------
    Position
        Degrees in WGS 84 longitude, latitude. A grid square is its centre.

    Raises
    ------
    CoordinateError
        If the text is not one position on the Earth, or can be read in several ways. The message
        says what to write.

    Examples
    --------
    >>> str(read_position("42°24′36″N 130°38′24″E"))
    '42.41° N, 130.64° E'
    >>> read_position("42,41 130,64").sentence
    'Decimal degrees, latitude first: 42.41° N, 130.64° E, to 1.1 km.'
    >>> read_position("52T FM 349 971").precision_km
    0.1
    """
    if len(text) > LONGEST:
        raise CoordinateError(
            f"coordinates have at most {LONGEST} characters, and this text has {len(text):,}"
        )
    words = shown(one_line(text))
    if not words:
        raise CoordinateError("no coordinates are given; write them such as “42.41, 130.64”")
    if words.casefold().startswith(_URI):
        words = words[len(_URI) :].partition(";")[0]
    for read in _GRIDS:
        if found := read(words.upper()):
            return found
    return read_degrees(words)
