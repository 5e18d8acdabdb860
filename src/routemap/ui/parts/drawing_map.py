"""The map on which an editor places a new place and draws a new route."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from routemap.data.dataset import Dataset
from routemap.map.drawing_map import Drawing, drawing_state
from routemap.ui.parts.map_component import draw_map_component, page_theme, sent_feature
from routemap.web.map_data import data_url

__all__ = ["Clicked", "Drawing", "draw_drawing_map", "sent_click"]

_DECIMALS: Final = 5  # of a degree: 1 m


@dataclass(frozen=True)
class Clicked:
    """What an editor has clicked on the map.

    Attributes
    ----------
    longitude, latitude
        Degrees in WGS 84, rounded to 5 decimals. After a click on a place, those of the place.
    place
        Id of a place of the data, ``""`` if the click was not on one.
    """

    longitude: float
    latitude: float
    place: str


def draw_drawing_map(
    dataset: Dataset, drawing: Drawing, *, key: str, height: int, on_click: Callable[[], None]
) -> None:
    """Draw the map of the data, and what is drawn on it.

    A click does not rebuild the map, and the reader's view stays. Only what is drawn outside of it
    moves the map.

    Parameters
    ----------
    dataset
        Data whose revision the server has; the browser fetches its features once.
    drawing
        What is drawn now. The page keeps it.
    key
        The key of the component.
    height
        In pixels.
    on_click
        Called after a click, which :func:`sent_click` returns.
    """
    state = drawing_state(dataset, drawing, data_url=data_url(dataset.revision), theme=page_theme())
    draw_map_component(state, key=key, height=height, on_click=on_click)


def sent_click(dataset: Dataset, key: str) -> Clicked | None:
    """Return the last click on the map, ``None`` if there is none with valid values.

    Call it in ``on_click`` only: the last click stays until the next one.
    """
    properties, geometry = sent_feature(key)
    place = properties.get("id")
    if isinstance(place, str) and place in dataset.places.index:
        point = dataset.places.geometry[place]
        return Clicked(round(point.x, _DECIMALS), round(point.y, _DECIMALS), place)
    position = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) != 2:
        return None
    longitude, latitude = (_degrees(*pair) for pair in zip(position, (180, 90), strict=True))
    if longitude is None or latitude is None:
        return None
    return Clicked(longitude, latitude, "")


def _degrees(value: object, most: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not abs(value) <= most:  # also NaN
        return None
    return round(float(value), _DECIMALS) + 0.0  # no -0.0
