"""Draw the line of a new route, by its means of transport."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from routemap.data.dataset import Dataset
from routemap.data.lines.drawn import Drawn, Stop
from routemap.data.lines.rail import rail_line
from routemap.data.lines.sea import sea_line
from routemap.data.lines.straight import straight_line
from routemap.model.errors import LineError, UnknownFeatureError
from routemap.model.suggest import suggestion

DRAWN_BY: Final[Mapping[str, Callable[[Dataset, Sequence[Stop]], Drawn]]] = {
    "rail": rail_line,
    "sea": sea_line,
    "road": straight_line,
    "air": straight_line,
    "unspecified": straight_line,
}
"""How a line is drawn, by key of :data:`routemap.model.vocabulary.MODES`."""


def line_between(
    dataset: Dataset,
    mode: str,
    places: Sequence[str],
    new_places: Mapping[str, Stop] | None = None,
) -> Drawn:
    """Return a line over places of the data, with the basis that it has.

    Parameters
    ----------
    mode
        Key of :data:`routemap.model.vocabulary.MODES`.
    places
        Ids of at least two places in order: from, via, to.
    new_places
        Places that the data does not have yet, by id.

    Returns
    -------
    Drawn
        The line in WGS 84 longitude, latitude, and a sentence about what was drawn and why.

    Raises
    ------
    UnknownFeatureError
        If an id is not that of a place.
    LineError
        If the mode is unknown, or there are no two different places in a row.

    Examples
    --------
    >>> from routemap.data.load import load
    >>> from routemap.data.paths import SHIPPED
    >>> line_between(load(SHIPPED).dataset, "air", ["pyongyang", "vladivostok"]).basis
    'schematic'
    """
    if not (draw := DRAWN_BY.get(mode)):
        raise LineError(f"“{mode}” is not a means of transport; use {', '.join(DRAWN_BY)}")
    new = new_places or {}
    stops = [new[key] if key in new else _stop(dataset, key) for key in places]
    if len(stops) < 2:
        raise LineError("a line needs at least two places; choose where it starts and ends")
    for one, other in pairwise(stops):
        if one.point == other.point:
            raise LineError(f"{one.name} and {other.name} are at the same point; choose another")
    return draw(dataset, stops)


def _stop(dataset: Dataset, key: str) -> Stop:
    if key not in dataset.places.index:
        hint = suggestion(key, list(dataset.places.index))
        raise UnknownFeatureError(f"“{key}” is not a place of this data{hint}")
    place = dataset.places.loc[key]
    return Stop(
        name=place["name_en"],
        point=(place.geometry.x, place.geometry.y),
        radius_km=float(place["uncertainty_km"]),
        precision=place["precision"],
    )
