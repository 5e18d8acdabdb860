"""A bounding box in an address, and which geometries it meets."""

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
    """Part of the earth in degrees (WGS 84); west is east of east across the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, geometries: Sequence[shapely.Geometry]) -> Bools:
        """Return, per geometry, whether any point of it lies in the box or on its edge."""
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
    """Read a box of four numbers, or of six with heights, as OGC API - Features has them.

    West, south, east, north; with heights west, south, lowest, east, north, highest. Heights
    select nothing, for nothing here has one. South and north may change places.

    Raises
    ------
    ParameterError
        Where the text is no box on the earth.

    Examples
    --------
    >>> read_box("170,-10,-170,10")
    Box(west=170.0, south=-10.0, east=-170.0, north=10.0)
    >>> read_box("130,43,-5,131,42,9").south
    42.0
    """
    texts = text.split(",")
    if len(texts) not in (4, 6) or not all(re.fullmatch(NUMBER, part) for part in texts):
        raise ParameterError("not four numbers, nor six, separated by commas")
    numbers = [float(part) for part in texts]
    west, south, east, north = numbers if len(numbers) == 4 else [*numbers[:2], *numbers[3:5]]
    if not (abs(west) <= 180 and abs(east) <= 180 and abs(south) <= 90 and abs(north) <= 90):
        raise ParameterError("not on the earth; longitudes go to 180 and latitudes to 90 degrees")
    return Box(west, min(south, north), east, max(south, north))
