"""Positions in a grid: MGRS, UTM and plus codes.

Sources: NGA.STND.0037 (UTM and MGRS), https://earth-info.nga.mil; the specification of Open
Location Code, https://github.com/google/open-location-code/blob/main/Documentation/Specification/specification.md
"""

from __future__ import annotations

import re
from typing import Final

import mgrs
from pyproj import Proj

from routemap.model.errors import CoordinateError
from routemap.model.position import KM_PER_DEGREE, Position, position

_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_BAND: Final = f"[{_BANDS}]"
_MGRS: Final = re.compile(rf"(?:MGRS:? ?)?([0-9]{{1,2}}) ?({_BAND}) ?([A-Z]{{2}})((?: ?[0-9]+)*)")
_UTM: Final = re.compile(
    r"(?:UTM:? ?)?(?:ZONE ?)?(?P<zone>[0-9]{1,2}) ?(?P<half>NORTH|SOUTH|[A-Z])?[ ,;]*"
    r"(?P<east>[0-9]{6}(?:\.[0-9]+)?) ?(?:M? ?E)?[ ,;]+"
    r"(?P<north>[0-9]{1,8}(?:\.[0-9]+)?) ?(?:M? ?N)?"
)
_PLUS_DIGITS: Final = "23456789CFGHJMPQRVWX"
_PLUS: Final = re.compile(rf"([{_PLUS_DIGITS}0]{{4,8}})\+([{_PLUS_DIGITS}]{{0,7}})(?:[ ,].*)?")
_SLACK: Final = 0.1  # degrees; squares at the edge of a band are cut
_NORTHINGS: Final = 10_000_000  # m from the equator, or to it in the south
_MGRS_DIGITS: Final = 5  # of an easting to 1 m


def read_mgrs(text: str) -> Position | None:
    """Return the centre of a square of the Military Grid Reference System.

    ``text`` has capital letters and single spaces. Returns ``None`` if it is written otherwise.

    Raises
    ------
    CoordinateError
        If there is no such square.
    """
    if not (match := _MGRS.fullmatch(text)):
        return None
    zone, band, square, numbers = match.groups()
    parts = numbers.split()
    digits = "".join(parts)
    if not digits or len(digits) % 2 or (len(parts) == 2 and len(parts[0]) != len(parts[1])):
        raise CoordinateError(
            f"“{text}” needs as many digits for the easting as for the northing, such as "
            "52T FM 349 971"
        )
    count = len(digits) // 2
    if count > _MGRS_DIGITS or len(parts) > 2:
        raise CoordinateError(f"“{text}” has more than 10 digits; MGRS has at most 5 and 5")
    ends = (digits[:count], digits[count:])
    centre = "".join(f"{end}50000"[:_MGRS_DIGITS] for end in ends)
    try:
        found = mgrs.MGRS().toLatLon(f"{zone.zfill(2)}{band}{square}{centre}")
    except (mgrs.core.MGRSError, RuntimeWarning):
        found = None
    if not found or not _in_band(float(found[0]), band):
        raise CoordinateError(f"MGRS has no square {zone}{band} {square}; check the letters")
    latitude, longitude = map(float, found)
    return position("mgrs", longitude, latitude, count, 100 / 10**count)


def read_utm(text: str) -> Position | None:
    """Return a position of the Universal Transverse Mercator grid on WGS 84.

    ``text`` has capital letters and single spaces. Returns ``None`` if it is written otherwise.

    Raises
    ------
    CoordinateError
        If the hemisphere is missing or ambiguous, or the zone has no such position.
    """
    if not (match := _UTM.fullmatch(text)):
        return None
    zone, half = int(match["zone"]), match["half"]
    if not 1 <= zone <= 60:
        raise CoordinateError(f"UTM has the zones 1 to 60, not {zone}")
    if half in (None, "S"):
        fault = (
            f"“{zone}S” can be the southern hemisphere or latitude band S (32 to 40° N)"
            if half
            else f"UTM zone {zone} has no hemisphere"
        )
        raise CoordinateError(f"{fault}; write “{zone} north” or “{zone} south” before the easting")
    if len(half) == 1 and half not in _BANDS:
        raise CoordinateError(f"UTM has no latitude band {half}; write north or south")
    if float(match["north"]) > _NORTHINGS:
        raise CoordinateError(f"northing {match['north']} is more than 10,000,000 m; check it")
    south = half == "SOUTH" or (len(half) == 1 and half < "N")
    # not kept: an object of PROJ must not be shared by threads
    project = Proj(proj="utm", zone=zone, south=south, ellps="WGS84")
    longitude, latitude = project(float(match["east"]), float(match["north"]), inverse=True)
    if not -80 - _SLACK <= latitude <= 84 + _SLACK:
        raise CoordinateError(
            f"northing {match['north']} is outside UTM, which ends at 80° S, 84° N"
        )
    if len(half) == 1 and half != "N" and not _in_band(latitude, half):
        raise CoordinateError(
            f"northing {match['north']} is at latitude {latitude:.1f}, outside band {half}; "
            "check both"
        )
    digits = min(len(match[key].partition(".")[2]) for key in ("east", "north"))
    return position("utm", longitude, latitude, digits, 0.001 / 10**digits)


def read_plus_code(text: str) -> Position | None:
    """Return the centre of the area of a complete plus code (Open Location Code).

    ``text`` has capital letters and single spaces. Returns ``None`` if it is written otherwise.

    Raises
    ------
    CoordinateError
        If the code is shortened or invalid.
    """
    if not (match := _PLUS.fullmatch(text)):
        return None
    first, last = match.groups()
    if len(first) < 8:
        raise CoordinateError(
            f"plus code “{first}+{last}” is shortened, and its town is not looked up; write all "
            "8 characters before the plus sign"
        )
    code = first.rstrip("0")
    if "0" in code or len(code) % 2 or (len(code) < 8 and last) or len(last) == 1:
        raise CoordinateError(f"plus code “{first}+{last}” is invalid; copy it again")
    code += last
    south, west, height, width = -90.0, -180.0, 400.0, 400.0
    for at in range(0, min(len(code), 10), 2):
        height, width = height / 20, width / 20
        south += _PLUS_DIGITS.index(code[at]) * height
        west += _PLUS_DIGITS.index(code[at + 1]) * width
    for digit in code[10:]:
        row, column = divmod(_PLUS_DIGITS.index(digit), 4)
        height, width = height / 5, width / 4
        south, west = south + row * height, west + column * width
    return position("plus", west + width / 2, south + height / 2, len(code), height * KM_PER_DEGREE)


def _in_band(latitude: float, band: str) -> bool:
    """Return whether a latitude is in a band of 8 degrees; the last one has 12."""
    south = -80 + 8 * _BANDS.index(band)
    return south - _SLACK <= latitude <= south + (12 if band == "X" else 8) + _SLACK
