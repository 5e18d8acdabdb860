"""Change, add and remove features of a GeoJSON file, and leave the rest of the file as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from routemap.data.reading.edits import Cells, Edits
from routemap.data.reading.feature_lines import feature_spans
from routemap.data.reading.json_spans import Span, members
from routemap.data.reading.splice import Replacement, spliced
from routemap.model.columns import Kind, Table
from routemap.model.draft import GEOMETRY
from routemap.model.errors import DataFileError

_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_NUMBERS: Final = (Kind.NUMBER, Kind.AMOUNT)
_PLAIN: Final = {True: (",", ":"), False: (", ", ": ")}
"""Separators of JSON on one line, by whether it has no spaces."""


def with_features(content: bytes, table: Table, edits: Edits) -> bytes:
    """Return a GeoJSON file with some features changed, added or removed.

    New features are at the end, written like the last one: on one line, or indented. Only the
    values that change are written again.

    Parameters
    ----------
    content
        A FeatureCollection (RFC 7946) in UTF-8.
    table
        The table of the file.
    edits
        The edits, with text by property.

    Raises
    ------
    DataFileError
        If the file is not a FeatureCollection, or if the id of a changed or removed feature
        is missing or not unique, or if that of a new one already exists.
    """
    changed, added, removed = edits.changed, edits.added, edits.removed
    try:
        text = content.decode("utf-8")
        mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
        spans = feature_spans(text)
        features = [json.loads(text[slice(*span)]) for span in spans]
        keys = [str(feature["properties"].get("id", "")) for feature in features]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DataFileError(
            f"{table.file}: the file is not a GeoJSON FeatureCollection; correct it first"
        ) from error
    parts: list[Replacement] = []
    for key in {*changed, *removed}:
        if (found := keys.count(key)) != 1:
            fault = f"two features have the id “{key}”" if found else f"no feature has “{key}”"
            raise DataFileError(f"{table.file}: {fault}; correct it first")
    for key in added:
        if key in keys:
            raise DataFileError(f"{table.file}: a feature already has the id “{key}”")
    for key, cells in changed.items():
        parts += _changed(text, spans[keys.index(key)], table, cells)
    parts += _removed(spans, [keys.index(key) for key in removed])
    after = spliced(text, parts)
    return (mark + (_with_added(after, table, added) if added else after)).encode()


def _changed(text: str, feature: Span, table: Table, cells: Cells) -> list[Replacement]:
    """Return the edits of one feature."""
    parts = dict(members(text, feature.start))
    properties = parts["properties"]
    known = dict(members(text, properties.start))
    edits: list[Replacement] = []
    new = []
    for key, value in cells.items():
        if key == GEOMETRY:
            span = parts["geometry"]
            edits.append((*span, _geometry(value, text[slice(*span)])))
        elif key in known:
            edits.append((*known[key], _value(table, key, value)))
        else:
            new.append((key, value))
    if new:
        # after the last member, separated as the members are
        last = max(known.values(), key=lambda span: span.start) if known else None
        at = last.end if last else properties.start + 1
        between = _between_members(text, properties)
        written = [f"{_text(key)}: {_value(table, key, value)}" for key, value in new]
        edits.append((at, at, "".join(f"{between}{item}" for item in written)))
    return edits


def _between_members(text: str, properties: Span) -> str:
    """Return what is between two members of an object: a comma, and white space as in the file."""
    spans = list(members(text, properties.start))
    if not spans:
        return ""
    begin = re.compile(r"\{(\s*)").match(text, properties.start)
    space = begin[1] if begin else ""
    return f",{space}" if "\n" in space else ", "


def _removed(spans: list[Span], places: list[int]) -> list[Replacement]:
    """Return the edits that remove features with the comma after each, or before the last ones."""
    gone = {*places}
    kept = [place for place in range(len(spans)) if place not in gone]
    last = kept[-1] if kept else -1
    edits = [(spans[place].start, spans[place + 1].start, "") for place in gone if place < last]
    if last < 0 and spans:
        return [(spans[0].start, spans[-1].end, "")]
    if last + 1 < len(spans):
        edits.append((spans[last].end, spans[-1].end, ""))
    return edits


def _with_added(text: str, table: Table, added: Mapping[str, Cells]) -> str:
    spans = feature_spans(text)
    if spans:
        last = spans[-1]
        like = text[slice(*last)]
        start = text.rfind("\n", 0, last.start) + 1
        margin = text[start : last.start] if text[start : last.start].isspace() else ""
        between = text[spans[-2].end : last.start] if len(spans) > 1 else f",\n{margin}"
        at, lead = last.end, between
    else:
        opening = re.compile(r'"features"\s*:\s*\[').search(text)
        if opening is None:
            raise DataFileError(f"{table.file}: the file has no list of features; correct it first")
        like, margin, between, at, lead = "", "", ",\n", opening.end(), "\n"
    written = [_feature(table, key, cells, like, margin) for key, cells in added.items()]
    rest = text[at:] if spans else f"\n{text[at:].lstrip()}"
    return f"{text[:at]}{lead}{between.join(written)}{rest}"


def _feature(table: Table, key: str, cells: Cells, like: str, margin: str) -> str:
    """Return a new feature as text, in the style of another."""
    others = json.loads(like)["properties"] if like else {}
    names = dict.fromkeys((*(name for name in table.keys if name in others), *others, *cells))
    properties: dict[str, Any] = {"id": key}
    properties |= {name: cells.get(name, "") for name in names if name not in ("id", GEOMETRY)}
    values = {name: json.loads(_value(table, name, text)) for name, text in properties.items()}
    geometry = json.loads(cells[GEOMETRY]) if cells.get(GEOMETRY) else None
    feature = {"type": "Feature", "properties": values, "geometry": geometry}
    if "\n" in like:
        indent = re.compile(r"\{\n(\s*)").match(like)
        step = len(indent[1]) - len(margin) if indent else 2
        lines = json.dumps(feature, ensure_ascii=False, indent=max(step, 1)).split("\n")
        return f"\n{margin}".join(lines)
    is_compact = bool(like) and ": " not in like
    return json.dumps(feature, ensure_ascii=False, separators=_PLAIN[is_compact])


def _value(table: Table, key: str, text: str) -> str:
    """Return the JSON of a property: a number in a column of numbers, otherwise a string."""
    kind = next((column.kind for column in table.columns if column.key == key), Kind.TEXT)
    return text if kind in _NUMBERS and _NUMBER.fullmatch(text) else _text(text)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _geometry(value: str, like: str) -> str:
    """Return a geometry in the style of another: with or without spaces, on one line."""
    is_compact = ": " not in like
    found = json.loads(value) if value else None
    return json.dumps(found, ensure_ascii=False, separators=_PLAIN[is_compact])
