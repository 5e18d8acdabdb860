"""Read the bytes of a GeoJSON file into records with geometry, and report what could not be read.

The format is RFC 7946. RFC 8259 allows some JSON that readers interpret differently: a member that
an object has twice, and numbers out of range. Both are reported, with their feature.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from routemap.data.own_columns import json_text, objects_in
from routemap.data.reading.feature_lines import feature_lines
from routemap.data.reading.foreign_crs import foreign_crs
from routemap.data.reading.records import MAX_VALUES, RawTable, Record
from routemap.model.findings import Effect
from routemap.model.suggest import nearest, suggestion
from routemap.model.text import line_feeds, may_hold_unshown

_DIGITS: Final = 400  # of an integer; floats end at 309
# how JSON writes characters that are not shown; its other escapes are of characters that are
_ESCAPES: Final = (b"\\u", b"\\b", b"\\f")
BAD_SHAPE: Final = (
    ShapelyError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,
)
"""Errors of :func:`strict_shape` for values that are not a geometry."""


class _ObjectWithDuplicates(dict[str, Any]):
    """A JSON object with duplicate members, whose keys are in ``names``."""

    names: tuple[str, ...] = ()


def read_features(raw: RawTable, content: bytes) -> RawTable:
    """Read the features of a file into ``raw``; invalid content never raises an error."""
    # parsed JSON takes ten times the memory of its text, and for "[],[]," a hundred times
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_VALUES:
        message = f"the file has more than {MAX_VALUES:,} values; simplify the lines"
        return raw.fail(None, "file", message, "file-unreadable")
    # surrogateescape keeps undecodable bytes in their value, so that the feature can be named
    text = content.decode("utf-8-sig", "surrogateescape")
    try:
        document = json.loads(
            text, object_pairs_hook=_members, parse_int=_integer, parse_constant=float
        )
    except json.JSONDecodeError as error:
        message = f"the file is not valid JSON ({error.msg}) and may be half-written"
        return raw.fail(error.lineno, "file", message, "file-json")
    except RecursionError:
        return raw.fail(None, "file", "the file is not valid JSON (nested too deeply)", "file-json")
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        message = "the file is not a GeoJSON FeatureCollection (RFC 7946)"
        return raw.fail(None, "features", message, "file-json")
    if crs := foreign_crs(document):
        message = (
            "the coordinates are not WGS 84 longitude, latitude (RFC 7946); export the file in "
            "EPSG:4326"
        )
        return raw.fail(
            None, crs[0], message, "file-crs", value=crs[1], outcome="the file is left out"
        )
    raw.lines = partial(feature_lines, content)
    _report_twice(raw, None, document)
    odd = may_hold_unshown(content) or any(escape in content for escape in _ESCAPES)
    _find_own(raw, features)
    if not raw.readable:
        return raw
    for row, feature in enumerate(features, start=1):
        _read_feature(raw, row, feature, odd=odd)
    return raw


def _find_own(raw: RawTable, features: list[Any]) -> None:
    """Find properties that the table does not have, and report each once for the whole file.

    A file without a required property is left out, as a CSV file without a column.
    """
    known = set(raw.table.keys)
    found = [feature.get("properties") for feature in features if isinstance(feature, dict)]
    with_properties = [item for item in found if isinstance(item, dict)]
    counts = Counter(chain.from_iterable(with_properties))
    missing = [key for key in raw.table.keys if key not in counts]
    unknown = [name for name in counts if name not in known]
    required = [column.key for column in raw.table.columns if column.required]
    absent = {key: nearest(key, unknown) for key in required if key in missing}
    # one feature is named itself, unless the property has another name in it
    if any(absent.values()) or (absent and len(with_properties) > 1):
        what = "property is" if len(absent) == 1 else "properties are"
        fix = "".join(f"; rename the property “{name}”" for name in absent.values() if name)
        raw.fail(
            None,
            ", ".join(absent),
            f"the required {what} missing in all features{fix}",
            "column-missing",
            outcome="the file is left out",
        )
        return
    raw.keep_own(None, unknown)
    for name in sorted(raw.own):
        times = "1 feature" if counts[name] == 1 else f"{counts[name]:,} features"
        message = f"unknown property (in {times}); it is kept and exported unchanged"
        raw.report(None, name, f"{message}{suggestion(name, missing)}", "column-unknown")


def undecodable(text: str) -> bool:
    """Return whether a text has bytes that are not UTF-8, or half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate is a byte that is not UTF-8
        return True
    return False


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    twice = _ObjectWithDuplicates(members)
    counts = Counter(key for key, _ in pairs)
    twice.names = tuple(sorted(key for key, count in counts.items() if count > 1))
    return twice


def _integer(digits: str) -> float:
    # Python raises an error for integers of more than 4,300 digits, and no file would be read
    return int(digits) if len(digits) < _DIGITS else math.inf


def _report_twice(raw: RawTable, row: int | None, members: object, record: str = "") -> None:
    for name in members.names if isinstance(members, _ObjectWithDuplicates) else ():
        message = "the member appears twice in one JSON object; the last one is used"
        raw.report(row, name, message, "member-twice", record=record)


def _read_feature(raw: RawTable, row: int, feature: Any, *, odd: bool) -> None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raw.report(
            row,
            "properties",
            "the item is not a GeoJSON feature with properties",
            "row-unreadable",
            effect=Effect.RECORD,
            outcome="the item is left out",
        )
        return
    named = properties.get("id")
    record = named.strip() if isinstance(named, str) and not undecodable(named) else ""
    for members in (feature, properties, feature.get("geometry")):
        _report_twice(raw, row, members, record)
    known = raw.table.keys
    values = {}
    for key in known:
        value = properties.get(key)
        fault = _value_fault(value)
        if fault:
            found = str(value) if isinstance(value, float) else ""
            raw.report(
                row,
                key,
                fault,
                "value-type",
                value=found,
                record=record,
                effect=Effect.VALUE,
                outcome="the value is treated as unknown",
            )
        values[key] = "" if fault else _as_text(value)
    if unreadable := _unreadable(raw, feature, values):
        name, found, message, code = unreadable
        raw.report(
            row,
            name,
            message,
            code,
            value=found,
            record=record,
            effect=Effect.RECORD,
            outcome=f"the {raw.table.record} is left out",
        )
        return
    try:
        geometry = strict_shape(feature["geometry"])
    except BAD_SHAPE:
        kinds = " or ".join(raw.table.geometry)
        raw.report(
            row,
            "geometry",
            f"the geometry is not a valid {kinds}",
            "row-unreadable",
            record=record,
            effect=Effect.RECORD,
            outcome=f"the {raw.table.record} is left out",
        )
        return
    read = Record(row, values, geometry)
    if raw.own:
        read = replace(read, own=tuple(_own_text(raw, read, properties, key) for key in raw.own))
    raw.take(read, odd=odd)


def _own_text(raw: RawTable, record: Record, properties: dict[str, Any], name: str) -> str:
    """Return an own property as text, or report why it cannot be kept."""
    value = properties.get(name)
    for members in objects_in(value):
        _report_twice(raw, record.row, members, record.values["id"])
    try:
        text = json_text(value)
    except (ValueError, RecursionError):
        message = "the value cannot be kept as JSON (a number out of range, or nested too deeply)"
        raw.drop_own(record, name, "", message, "value-type")
        return ""
    if undecodable(text):
        message = "the value is not UTF-8 text, or has half of a surrogate pair"
        raw.drop_own(record, name, text, message, "row-encoding")
        return ""
    return text


def _unreadable(
    raw: RawTable, feature: dict[str, Any], values: dict[str, str]
) -> tuple[str, str, str, str] | None:
    """Return field, value, message and code of a fault that leaves out a feature, else ``None``.

    The geometry itself is checked later.
    """
    broken = next((key for key in raw.table.keys if undecodable(values[key])), None)
    if broken is not None:
        message = "the value is not UTF-8 text, or has half of a surrogate pair"
        return broken, values[broken], message, "row-encoding"
    for members in (feature, feature.get("geometry")):
        if crs := foreign_crs(members):
            message = "the coordinates are not WGS 84 longitude, latitude (RFC 7946)"
            return crs[0], crs[1], message, "file-crs"
    return None


def _value_fault(value: object) -> str | None:
    if isinstance(value, list | dict):
        return "the value is a list or an object, not text"
    if isinstance(value, float) and not math.isfinite(value):
        return "the value is not a number that JSON allows"
    return None


def strict_shape(value: Any) -> BaseGeometry:
    """Return the geometry of a parsed GeoJSON geometry, without elevations (WGS 84).

    Raises
    ------
    Exception
        One of :data:`BAD_SHAPE`, if the value is not a geometry of RFC 7946.
    """
    with np.errstate(invalid="ignore"):  # coordinates that are not numbers are reported later
        geometry: BaseGeometry = shape(value)
    # elevations are not shown
    flat: BaseGeometry = shapely.force_2d(geometry) if geometry.has_z else geometry
    if not np.isfinite(shapely.get_coordinates(flat)).all():
        return flat
    # shapely accepts more than RFC 7946 allows; it returns the parts of a MultiPolygon as a list
    if _as_tuples(mapping(geometry)) != _as_tuples(value):
        raise ValueError("not GeoJSON")
    return flat


def _as_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {"type": value.get("type"), "coordinates": _as_tuples(value.get("coordinates"))}
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return line_feeds(value).strip() if isinstance(value, str) else json.dumps(value)
