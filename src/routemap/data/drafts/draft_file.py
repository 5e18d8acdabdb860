"""A draft as a JSON file: one field per line, in a stable order, so that it can be merged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from routemap.data.own_columns import name_fault
from routemap.data.reading.records import MAX_CELL
from routemap.model.columns import Table
from routemap.model.draft import (
    DRAFT_ID,
    GEOMETRY,
    MAX_MESSAGE,
    MAX_NAME,
    Change,
    Draft,
    FieldEdit,
    Publication,
    RecordEdit,
)
from routemap.model.errors import DraftError
from routemap.model.suggest import suggestion
from routemap.model.tables import TABLES
from routemap.model.text import one_line, shortened, shown

FORMAT: Final = 1
MAX_EDITS: Final = 20_000
MAX_BYTES: Final = 32_000_000
MAX_FAULTS: Final = 100
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"
_GEOMETRY_KEY: Final = "geometry"
_KEYS: Final = ("table", "record", "change", "fields", _GEOMETRY_KEY)
_MAX_GEOMETRY: Final = 2_000_000  # characters
TABLE: Final[Mapping[str, Table]] = {table.name: table for table in TABLES}
LABELS: Final = {table.name: {c.key: c.label for c in table.columns} for table in TABLES}
"""The labels of the columns of each table."""


def to_bytes(draft: Draft) -> bytes:
    """Return a draft as the content of a file."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "id": draft.id,
        "base": draft.base,
        "author": draft.author,
        "created": f"{draft.created.astimezone(UTC):{_TIME}}",
        "message": draft.message,
    }
    if draft.undoes:
        document["undoes"] = draft.undoes
    if published := draft.publication:
        document["published"] = {
            "at": f"{published.at.astimezone(UTC):{_TIME}}",
            # on its own, so that replicas of an earlier version can read the time
            "microsecond": published.at.microsecond,
            "by": published.by,
            "revision": published.revision,
            "reasons": dict(published.reasons),
        }
    document["records"] = [_record(edit) for edit in draft.edits]
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()


def _record(edit: RecordEdit) -> dict[str, Any]:
    found: dict[str, Any] = {
        "table": edit.table,
        "record": edit.record,
        "change": edit.change.value,
        "fields": {
            item.key: {"old": item.old, "new": item.new} for item in edit.fields if item.key
        },
    }
    for item in edit.fields:
        if item.key == GEOMETRY:
            found[_GEOMETRY_KEY] = {"old": _shape(item.old), "new": _shape(item.new)}
    return found


def _shape(text: str) -> Any:
    return json.loads(text) if text else None


def from_bytes(content: bytes, name: str) -> Draft:
    """Return the draft of a file.

    Parameters
    ----------
    content
        The content of the file, which is untrusted.
    name
        Its name, for messages.

    Raises
    ------
    DraftError
        If it is not a draft. The message names the file, the record, the field and the fix.
    """
    if len(content) > MAX_BYTES:
        raise DraftError(f"{name}: the draft is larger than {MAX_BYTES // 1_000_000} MB; split it")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DraftError(f"{name}: the file is not valid JSON ({error})") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise DraftError(f"{name}: the file is not a draft of format {FORMAT}")
    return Draft(
        id=checked_id(_text(document, "id", name)),
        base=_text(document, "base", name),
        author=_text(document, "author", name, MAX_NAME),
        created=_moment(document, "created", name),
        message=_text(document, "message", name, MAX_MESSAGE),
        edits=read_edits(document.get("records"), name),
        undoes=_text(document, "undoes", name) if "undoes" in document else "",
        publication=_publication(document.get("published"), name),
    )


def checked_id(text: str) -> str:
    """Return an id of a draft.

    Raises
    ------
    DraftError
        If it is not one. It becomes the name of a file, so nothing else is accepted.
    """
    if not DRAFT_ID.fullmatch(text):
        raise DraftError(
            f"“{shown(one_line(text[:40]))}” is not the id of a draft, such as 20260301-k3f9ab"
        )
    return text


def read_edits(records: object, name: str) -> tuple[RecordEdit, ...]:
    """Return the edits in the records of a draft.

    Raises
    ------
    DraftError
        If something is not as :func:`to_bytes` writes it, or if a record is there twice.
        ``faults`` has one sentence for each such record, up to :data:`MAX_FAULTS`.
    """
    if not isinstance(records, list):
        raise DraftError(f"{name}: “records” must be a list")
    if len(records) > MAX_EDITS:
        raise DraftError(
            f"{name}: the draft has {len(records):,} records; split it, {MAX_EDITS:,} is the most"
        )
    edits: dict[tuple[str, str], RecordEdit] = {}
    faults: list[str] = []
    for number, item in enumerate(records, 1):
        where = f"{name}: record {number}"
        try:
            edit = _edit(item, where)
        except DraftError as error:
            faults.append(str(error))
            if len(faults) == MAX_FAULTS:
                break  # finding similar words takes time
            continue
        if (edit.table, edit.record) in edits:
            faults.append(
                f"{where}: {edit.table} “{edit.record}” is there twice; join the two records"
            )
        edits[edit.table, edit.record] = edit
    if faults:
        raise DraftError(faults[0], tuple(faults[:MAX_FAULTS]))
    return tuple(edits.values())


def _edit(item: object, where: str) -> RecordEdit:
    if not isinstance(item, dict):
        raise DraftError(f"{where}: write an object with table, record, change and fields")
    for unknown in (key for key in item if key not in _KEYS):
        hint = suggestion(unknown[:MAX_NAME], _KEYS)
        raise DraftError(
            f"{where}: unknown key “{shown(shortened(unknown))}”{hint}; keys are {', '.join(_KEYS)}"
        )
    table_name = _text(item, "table", where)
    if table_name not in TABLE:
        raise DraftError(
            f"{where}: unknown table “{table_name}”{suggestion(table_name, tuple(TABLE))}; "
            f"tables are {', '.join(TABLE)}"
        )
    key = _text(item, "record", where)
    if not key or key != one_line(key).strip():
        raise DraftError(f"{where}: “record” must be an id on one line")
    change = _text(item, "change", where)
    if change not in (*Change,):
        raise DraftError(f"{where}: “change” must be one of {', '.join(Change)}")
    found = item.get("fields", {})
    if not isinstance(found, dict):
        raise DraftError(f"{where}: “fields” must be an object")
    table = TABLE[table_name]
    own = f"{where}, {table_name} “{key}”"
    fields = [_field(table, name, pair, own) for name, pair in found.items()]
    if _GEOMETRY_KEY in item:
        if not table.geometry:
            raise DraftError(f"{own}: {table.file} has no geometries; remove “geometry”")
        old, new = _pair(item[_GEOMETRY_KEY], f"{own}, geometry")
        fields.append(FieldEdit(GEOMETRY, _shape_text(old, own), _shape_text(new, own)))
    return RecordEdit(table_name, key, Change(change), tuple(fields))


def _field(table: Table, key: str, pair: object, where: str) -> FieldEdit:
    if key == "id":
        raise DraftError(f"{where}: an id cannot be changed; remove the record and add another")
    if key not in table.keys and (fault := name_fault(key)):
        raise DraftError(f"{where}, {key}: {fault}")
    old, new = _pair(pair, f"{where}, {key}")
    for text in (old, new):
        if not isinstance(text, str):
            raise DraftError(f"{where}, {key}: write a text in quotation marks, found {text!r:.60}")
        if len(text) > MAX_CELL:
            raise DraftError(f"{where}, {key}: the value is longer than {MAX_CELL:,} characters")
    return FieldEdit(key, old.strip(), new.strip())


def _pair(pair: object, where: str) -> tuple[Any, Any]:
    if not isinstance(pair, dict) or not {*pair} <= {"old", "new"}:
        raise DraftError(f"{where}: write an object with “old” and “new”")
    return pair.get("old", ""), pair.get("new", "")


def _shape_text(shape: object, where: str) -> str:
    if shape in (None, ""):
        return ""
    if not isinstance(shape, dict):
        raise DraftError(f"{where}: “geometry” must be a GeoJSON geometry")
    text = json.dumps(shape)
    if len(text) > _MAX_GEOMETRY:
        raise DraftError(f"{where}: the geometry has more than {_MAX_GEOMETRY:,} characters")
    return text


def _text(document: Mapping[str, Any], key: str, where: str, longest: int = MAX_NAME) -> str:
    text = document.get(key)
    if not isinstance(text, str):
        raise DraftError(f"{where}: “{key}” must be a text")
    if len(text) > longest:
        raise DraftError(f"{where}: “{key}” is longer than {longest} characters; shorten it")
    return text


def _moment(document: Mapping[str, Any], key: str, where: str) -> datetime:
    text = _text(document, key, where)
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError as error:
        raise DraftError(
            f"{where}: “{key}” must be a time such as 2026-03-01T09:30:00Z, found “{text}”"
        ) from error


def _publication(found: object, where: str) -> Publication | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise DraftError(f"{where}: “published” must be an object")
    reasons = found.get("reasons", {})
    if not isinstance(reasons, dict) or not _are_texts(reasons.values()):
        raise DraftError(f"{where}: “reasons” must be an object of texts")
    microsecond = found.get("microsecond", 0)
    if type(microsecond) is not int or not 0 <= microsecond < 1_000_000:
        raise DraftError(
            f"{where}: “microsecond” must be a whole number below 1,000,000, found “{microsecond}”"
        )
    return Publication(
        _moment(found, "at", where).replace(microsecond=microsecond),
        _text(found, "by", where),
        _text(found, "revision", where),
        reasons,
    )


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
