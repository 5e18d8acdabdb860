"""The subject of a picture: the features that match the query, and how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
import shapely

from routemap.exports.picture.viewport import Bounds, Numbers
from routemap.map.drawing_rules import ORDER_RULE
from routemap.map.style import COMPARISON_STYLES, STATUS_STYLES, Style
from routemap.model.claim_terms import PHASES
from routemap.questions.compare import VERDICTS, compared_codes
from routemap.questions.movement import directions, pending_phases
from routemap.questions.place_areas import area_of
from routemap.questions.selection import Selection
from routemap.questions.statuses import STATUS_BY_CODE

KM_PER_DEGREE: Final = 111.32  # of latitude
# drawing order, the least contested first
STATUS_ORDER: Final = ORDER_RULE.status[::-1]
COMPARISON_ORDER: Final = ORDER_RULE.comparison[::-1]


@dataclass(frozen=True)
class Appearance:
    """How one feature is shown.

    ``look`` is the row of the style table for its status, or for its comparison between two
    sources. ``partial`` is true if filters hide one side of an allegation about it, ``chosen``
    if it is the selected feature. ``pending`` is the label of its phase if nothing is said to have
    moved, else ``""``. ``direction`` is that of :func:`routemap.questions.movement.directions`.
    """

    look: Style
    partial: bool = False
    chosen: bool = False
    pending: str = ""
    direction: int = 0


@dataclass(frozen=True)
class Subject:
    """The features of a picture.

    Attributes
    ----------
    selection
        The claims that match the reader's query.
    shown
        Positions of the drawn features in ``dataset.features``, ascending.
    appearances
        How each of these features is shown.
    looks
        All rows of the style table that can occur, in the order of the legend.
    """

    selection: Selection
    shown: tuple[int, ...]
    appearances: tuple[Appearance, ...]
    looks: tuple[Style, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """Keys of all possible looks, the least contested first."""
        return COMPARISON_ORDER if self.selection.query.compare else STATUS_ORDER

    @property
    def chosen(self) -> tuple[str, Appearance] | None:
        """Id and appearance of the selected feature, ``None`` if it is not drawn."""
        index = self.selection.dataset.features.index
        for position, shown in zip(self.shown, self.appearances, strict=True):
            if shown.chosen:
                return str(index[position]), shown
        return None


def subject(selection: Selection) -> Subject:
    """Return the features that the map shows for a selection."""
    comparing = bool(selection.query.compare)
    codes = compared_codes(selection) if comparing else selection.status_codes
    keys: Sequence[str] = VERDICTS if comparing else [str(key) for key in STATUS_BY_CODE]
    styles = COMPARISON_STYLES if comparing else STATUS_STYLES
    looks = {row.key: _named(selection, row) for row in styles}
    by_code = [looks[key] for key in keys]
    shown = np.flatnonzero(codes >= 0).tolist()
    hides = selection.hides_denials | selection.hides_assertions
    ways = directions(selection).tolist()
    pending = [PHASES.label(key) for key in pending_phases(selection)]
    chosen = selection.dataset.features.index.get_indexer(pd.Index([selection.query.feature]))[0]
    return Subject(
        selection,
        tuple(shown),
        tuple(
            Appearance(
                look,
                bool(hides[row]),
                row == chosen,
                pending[row],
                ways[row],
            )
            for row, look in ((row, by_code[codes[row]]) for row in shown)
        ),
        tuple(looks.values()),
    )


def _named(selection: Selection, row: Style) -> Style:
    """Return the row of the style table, with the name of its source if it represents one."""
    sides = dict(zip(("first", "second"), selection.query.compare, strict=False))
    if row.key not in sides:
        return row
    return replace(row, label=f"Only {selection.dataset.sources['name'][sides[row.key]]}")


def extent(subject: Subject) -> Bounds:
    """Return the bounds of the first view of the dashboard's map: west, south, east, north.

    In degrees (WGS 84). The view contains the selected feature. Without one, it contains all
    features inside the home region of the case, or if there are none, all features. Countries are
    ignored if there are other features, because their labels do not mark a location; the selected
    one is not if it has an area.
    """
    dataset = subject.selection.dataset
    west, south, east, north = home = dataset.case.home or dataset.basemap.bounds
    if not subject.shown:
        return home
    around = _around(subject)
    chosen = np.array([shown.chosen for shown in subject.appearances])
    drawn = dataset.features.iloc[list(subject.shown)]
    countries = drawn["kind"].to_numpy() == "country"
    chosen &= ~countries | drawn.index.isin(dataset.areas.index)
    if chosen.any():
        return _union(around[chosen])
    inside = (around[:, :2] >= (west, south)).all(1) & (around[:, 2:] <= (east, north)).all(1)
    near = inside & ~countries
    return _union(around[near] if near.any() else around)


def _around(subject: Subject) -> Numbers:
    """Return the bounds of each shown feature, including the areas and rings of places."""
    dataset = subject.selection.dataset
    geometry = np.concatenate([dataset.places.geometry, dataset.routes.geometry])
    bounds: Numbers = shapely.bounds(geometry[list(subject.shown)])
    places = dataset.places
    loose = (places["precision"] != "exact") & (places["kind"] != "country")
    reach = np.where(loose, places["uncertainty_km"], 0) / KM_PER_DEGREE
    for row, position in enumerate(subject.shown):
        key = str(dataset.features.index[position])
        if (area := area_of(dataset, key)) is not None:
            bounds[row] = shapely.union(shapely.box(*bounds[row]), shapely.box(*area.bounds)).bounds
        elif position < len(places) and reach[position]:
            west, south, east, north = bounds[row]
            across = reach[position] / np.cos(np.radians(south))
            down = reach[position]
            bounds[row] = west - across, south - down, east + across, north + down
    return bounds


def _union(bounds: Numbers) -> Bounds:
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    return west, south, east, north
