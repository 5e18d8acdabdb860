"""The fields of a changed record, before and after, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from routemap.data.dataset import Dataset
from routemap.data.record_changes import CASE, FieldChange, RecordChange
from routemap.data.tables import GEOMETRY
from routemap.model.columns import Column
from routemap.questions.changes import Changes
from routemap.questions.facts import value_words

_GEOMETRIES: Final = {"places": "Position", "areas": "Outline"}


def details(found: Changes, record: RecordChange) -> tuple[tuple[str, str, str], ...]:
    """Return the label of each field that differs, with its value before and after in words."""
    if record.table == CASE:
        return tuple(
            (item.key.capitalize(), item.old, item.new)
            for item in record.fields
            if isinstance(item.old, str) and isinstance(item.new, str)
        )
    old, new = (_readers(selection.dataset, record.table) for selection in (found.old, found.new))
    labels = _labels(found, record.table)
    return tuple(
        (labels.get(item.key, item.key), _words(old, item, item.old), _words(new, item, item.new))
        for item in record.fields
    )


def _labels(found: Changes, name: str) -> Mapping[str, str]:
    labels = {GEOMETRY: _GEOMETRIES.get(name, "Line")}
    for selection in (found.old, found.new):
        table = next(table for table in selection.dataset.case.tables if table.name == name)
        labels |= {column.key: column.label for column in table.columns}
    return labels


def _readers(dataset: Dataset, name: str) -> Mapping[str, tuple[Column, Callable[[Any], str]]]:
    table = next(table for table in dataset.case.tables if table.name == name)
    return {column.key: (column, value_words(dataset, column)) for column in table.columns}


def _words(
    readers: Mapping[str, tuple[Column, Callable[[Any], str]]], item: FieldChange, value: Any
) -> str:
    """Return a value in words, ``""`` if it is unknown."""
    if isinstance(value, BaseGeometry):
        return _place_words(value)
    if item.key not in readers or value in ("", ()):
        return "" if value in ("", ()) else str(value)
    column, words = readers[item.key]
    return ", ".join(map(words, value)) if column.many else words(value)


def _place_words(geometry: BaseGeometry) -> str:
    if geometry.geom_type == "Point":
        longitude, latitude = geometry.coords[0]
        return f"{latitude:g}, {longitude:g}"
    vertices = shapely.get_num_coordinates(geometry)
    kind = "an outline" if "Polygon" in geometry.geom_type else "a line"
    return f"{kind} of {vertices:,} vertices"
