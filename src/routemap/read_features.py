"""Bytes of a GeoJSON file -> records with their geometry, and what could not be read.

Source of the format: RFC 7946. What RFC 8259 leaves open is closed here: a member that stands
twice and a number that no reader agrees on are named, with the feature that they stand in.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from routemap.characters import may_hold_unshown
from routemap.raw import MAX_VALUES, RawTable, Record

_DIGITS: Final = 400  # of a whole number; floats end at 309
_BAD_SHAPE: Final = (
    ShapelyError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,
)


class _Twice(dict[str, Any]):
    """A JSON object in which members stand twice; ``names`` are theirs."""

    names: tuple[str, ...] = ()


def read_features(raw: RawTable, content: bytes) -> RawTable:
    """Read the features of a file into ``raw``; never raises for bad content."""
    # what is parsed takes ten times the memory of its text, or a hundred times that of "[],[],"
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_VALUES:
        return raw.fail(None, "file", "", f"more than {MAX_VALUES:,} values; simplify the lines")
    # surrogateescape keeps undecodable bytes in their value, so that the feature can be named
    text = content.decode("utf-8-sig", "surrogateescape")
    try:
        document = json.loads(
            text, object_pairs_hook=_members, parse_int=_whole, parse_constant=float
        )
    except json.JSONDecodeError as error:
        return raw.fail(
            error.lineno, "file", "", f"not valid JSON ({error.msg}), perhaps half-written"
        )
    except RecursionError:
        return raw.fail(None, "file", "", "not valid JSON (nested too deeply)")
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        return raw.fail(None, "features", "", "not a GeoJSON FeatureCollection (RFC 7946)")
    _report_twice(raw, None, document)
    odd = may_hold_unshown(content) or b"\\u" in content
    for row, feature in enumerate(features, start=1):
        _read_feature(raw, row, feature, odd=odd)
    return raw


def undecodable(text: str) -> bool:
    """Return whether text holds bytes that are not UTF-8, or half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate stands for a byte that is no UTF-8
        return True
    return False


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    twice = _Twice(members)
    counts = Counter(key for key, _ in pairs)
    twice.names = tuple(sorted(key for key, count in counts.items() if count > 1))
    return twice


def _whole(digits: str) -> float:
    # Python refuses whole numbers of more than 4,300 digits, and with them the file
    return int(digits) if len(digits) < _DIGITS else math.inf


def _report_twice(raw: RawTable, row: int | None, members: object) -> None:
    for name in members.names if isinstance(members, _Twice) else ():
        raw.report(row, name, "", "stands twice in one JSON object; the last one is taken")


def _read_feature(raw: RawTable, row: int, feature: Any, *, odd: bool) -> None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raw.report(row, "properties", "", "not a GeoJSON feature with properties; it is left out")
        return
    for members in (feature, properties, feature.get("geometry")):
        _report_twice(raw, row, members)
    for name in sorted(set(properties) - set(raw.table.keys)):
        raw.report(row, name, "", "unknown property, ignored")
    values = {}
    for key in raw.table.keys:
        value = properties.get(key)
        fault = _value_fault(value)
        if fault:
            told = str(value) if isinstance(value, float) else ""
            raw.report(row, key, told, f"{fault}; taken as unknown")
        values[key] = "" if fault else _as_text(value)
    broken = next((key for key, value in values.items() if undecodable(value)), None)
    if broken is not None:
        message = f"not UTF-8 text, or half of a surrogate pair; the {raw.table.record} is left out"
        raw.report(row, broken, values[broken], message)
        return
    try:
        geometry = _strict_shape(feature["geometry"])
    except _BAD_SHAPE:
        raw.report(
            row,
            "geometry",
            values["id"],
            f"not a readable {' or '.join(raw.table.geometry)}; the {raw.table.record} is left out",
        )
        return
    raw.take(Record(row, values, geometry), odd=odd)


def _value_fault(value: object) -> str | None:
    if isinstance(value, list | dict):
        return "a list or an object, not text"
    if isinstance(value, float) and not math.isfinite(value):
        return "not a number that JSON has"
    return None


def _strict_shape(value: Any) -> BaseGeometry:
    with np.errstate(invalid="ignore"):  # what is no number is told by the checks
        geometry: BaseGeometry = shape(value)
    # nothing here has a height
    flat: BaseGeometry = shapely.force_2d(geometry) if geometry.has_z else geometry
    if not np.isfinite(shapely.get_coordinates(flat)).all():
        return flat
    if mapping(geometry) != _as_tuples(value):  # shapely takes more than RFC 7946 allows
        raise ValueError("not GeoJSON")
    return flat


def _as_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {"type": value.get("type"), "coordinates": _as_tuples(value.get("coordinates"))}
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value)
