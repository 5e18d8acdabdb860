"""What a picture is of: the features that the reader's query leaves, as the map shows them."""

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
from routemap.questions.compare import VERDICTS, compared_codes
from routemap.questions.selection import Selection
from routemap.questions.statuses import STATUS_BY_CODE

KM_PER_DEGREE: Final = 111.32  # of latitude
# the order in which one lies over the other where both are drawn, the least contested first
STATUS_ORDER: Final = ORDER_RULE.status[::-1]
COMPARISON_ORDER: Final = ORDER_RULE.comparison[::-1]


@dataclass(frozen=True)
class Appearance:
    """How one feature is shown.

    ``look`` is the row of the style table of its status, or of where two sources stand on it;
    ``partial`` says that filters hide every denial or every assertion of it, ``chosen`` that it
    is the selected one.
    """

    look: Style
    partial: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class Subject:
    """What is shown of a dataset.

    Attributes
    ----------
    selection
        What the reader's query leaves.
    shown
        Positions of the features that are drawn, in the order of ``dataset.features``.
    appearances
        How each of them is shown.
    looks
        Every row of the style table that one can be shown by, in the order of legends.
    """

    selection: Selection
    shown: tuple[int, ...]
    appearances: tuple[Appearance, ...]
    looks: tuple[Style, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """Keys of the looks there can be, the least contested first."""
        return COMPARISON_ORDER if self.selection.query.compare else STATUS_ORDER

    @property
    def chosen(self) -> tuple[str, Appearance] | None:
        """Id and appearance of the selected feature, where it is drawn."""
        index = self.selection.dataset.features.index
        for position, shown in zip(self.shown, self.appearances, strict=True):
            if shown.chosen:
                return str(index[position]), shown
        return None


def subject(selection: Selection) -> Subject:
    """Return what the map shows of a selection."""
    comparing = bool(selection.query.compare)
    codes = compared_codes(selection) if comparing else selection.status_codes
    keys: Sequence[str] = VERDICTS if comparing else [str(key) for key in STATUS_BY_CODE]
    styles = COMPARISON_STYLES if comparing else STATUS_STYLES
    looks = {row.key: _named(selection, row) for row in styles}
    by_code = [looks[key] for key in keys]
    shown = np.flatnonzero(codes >= 0).tolist()
    both_sides = looks["contradicting"] if comparing else looks["disputed"]
    hides = selection.hides_denials | selection.hides_assertions
    chosen = selection.dataset.features.index.get_indexer(pd.Index([selection.query.feature]))[0]
    return Subject(
        selection,
        tuple(shown),
        tuple(
            Appearance(look, bool(hides[row]) and look is not both_sides, row == chosen)
            for row, look in ((row, by_code[codes[row]]) for row in shown)
        ),
        tuple(looks.values()),
    )


def _named(selection: Selection, row: Style) -> Style:
    """Return the row of the style table, with the name of the source it stands for."""
    sides = dict(zip(("first", "second"), selection.query.compare, strict=False))
    if row.key not in sides:
        return row
    return replace(row, label=f"Only {selection.dataset.sources['name'][sides[row.key]]}")


def extent(subject: Subject, home: tuple[tuple[float, float], tuple[float, float]]) -> Bounds:
    """Return what the dashboard's map shows at first, in degrees.

    That is the selected feature; else all features that lie within ``home``, south-west and
    north-east corner as latitude and longitude; else all there are. Countries count only
    where there is nothing else, because their labels mark no location.
    """
    (south, west), (north, east) = home
    dataset = subject.selection.dataset
    if not subject.shown:
        return west, south, east, north
    around = _around(subject)
    chosen = np.array([shown.chosen for shown in subject.appearances])
    if chosen.any():
        return _union(around[chosen])
    countries = dataset.features["kind"].to_numpy()[list(subject.shown)] == "country"
    inside = (around[:, :2] >= (west, south)).all(1) & (around[:, 2:] <= (east, north)).all(1)
    near = inside & ~countries
    return _union(around[near] if near.any() else around)


def _around(subject: Subject) -> Numbers:
    """Return bounds per feature that is shown, rings of places that are known loosely included."""
    dataset = subject.selection.dataset
    geometry = np.concatenate([dataset.places.geometry, dataset.routes.geometry])
    bounds: Numbers = shapely.bounds(geometry[list(subject.shown)])
    places = dataset.places
    loose = (places["precision"] != "exact") & (places["kind"] != "country")
    reach = np.where(loose, places["uncertainty_km"], 0) / KM_PER_DEGREE
    for row, position in enumerate(subject.shown):
        if position < len(places) and reach[position]:
            west, south, east, north = bounds[row]
            across = reach[position] / np.cos(np.radians(south))
            down = reach[position]
            bounds[row] = west - across, south - down, east + across, north + down
    return bounds


def _union(bounds: Numbers) -> Bounds:
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    return west, south, east, north
