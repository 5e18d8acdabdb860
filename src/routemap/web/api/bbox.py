"""Bounding boxes: read them from an address, and find the geometries that intersect one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from routemap.data.codes import Bools
from routemap.model.errors import ParameterError
from routemap.web.api.patterns import NUMBER


@dataclass(frozen=True)
class Box:
    """A bounding box in degrees (WGS 84); west > east when it crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, geometries: Sequence[shapely.Geometry]) -> Bools:
        """Return, for each geometry, whether it intersects the box or touches its edge."""
        parts = (
            [(self.west, self.east)]
            if self.west <= self.east
            else [(self.west, 180.0), (-180.0, self.east)]
        )
        found = np.zeros(len(geometries), dtype=bool)
        for west, east in parts:
            found |= shapely.intersects(
                np.asarray(geometries, dtype=object),
                shapely.box(west, self.south, east, self.north),
            )
        return found


def read_box(text: str) -> Box:
    """Return the box from four numbers, or six with heights, separated by commas.

    The order is west, south, east, north; with heights, it is west, south, lowest, east, north,
    highest. Heights are ignored, because no feature has one. South and north can be swapped.
    Source: OGC API - Features, Part 1, section 7.15.3.

    Raises
    ------
    ParameterError
        If the text does not have four or six numbers, or they are out of range.

    Examples
    --------
    >>> read_box("170,-10,-170,10")
    Box(west=170.0, south=-10.0, east=-170.0, north=10.0)
    >>> read_box("130,43,-5,131,42,9").south
    42.0
    """
    texts = text.split(",")
    if len(texts) not in (4, 6) or not all(re.fullmatch(NUMBER, part) for part in texts):
        raise ParameterError("not four or six numbers separated by commas")
    numbers = [float(part) for part in texts]
    west, south, east, north = numbers if len(numbers) == 4 else [*numbers[:2], *numbers[3:5]]
    if not (abs(west) <= 180 and abs(east) <= 180 and abs(south) <= 90 and abs(north) <= 90):
        raise ParameterError(
            "longitudes must be between -180 and 180, and latitudes between -90 and 90"
        )
    return Box(west, min(south, north), east, max(south, north))
