"""The endpoint for drafts: a program sends changes, and gets what would hinder publishing them."""

from __future__ import annotations

import json
from typing import Any, Final

from routemap.data.drafts.draft_file import MAX_EDITS, TABLE, read_edits
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.drafts.publish import Examined, examine
from routemap.model.draft import MAX_MESSAGE, MAX_NAME, Change, RecordEdit
from routemap.model.errors import DraftError, ParameterError
from routemap.model.text import one_line, shortened, shown
from routemap.web.api.input import Input, Schema
from routemap.web.api.request import ApiRequest
from routemap.web.api.route import Answer

_KEYS: Final = ("message", "records")
DRY_RUN: Final = Input(
    "dry_run",
    "Whether only to check the draft: 1 saves nothing.",
    {"type": "string", "enum": ["0", "1"]},
    default="0",
)
_VALUE: Final = {"type": "string", "description": "The text of the cell, empty if unknown."}
_SHAPE: Final = {"type": ["object", "null"], "description": "A GeoJSON geometry."}
BODY: Final[Schema] = {
    "type": "object",
    "description": "The changes, as in the file of a draft.",
    "properties": {
        "message": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_MESSAGE,
            "pattern": r"\S",
            "description": "What the changes are for, in one sentence.",
        },
        "records": {
            "type": "array",
            "minItems": 1,
            "maxItems": MAX_EDITS,
            "items": {
                "type": "object",
                "properties": {
                    "table": {"type": "string", "enum": list(TABLE)},
                    "record": {
                        "type": "string",
                        "minLength": 1,
                        "maxLength": MAX_NAME,
                        "pattern": r"^\S+( \S+)*$",
                        "description": "Id of the record. Each record can be there once.",
                    },
                    "change": {"type": "string", "enum": [item.value for item in Change]},
                    "fields": {
                        "type": "object",
                        "description": "The columns that differ, except the id.",
                        "additionalProperties": {
                            "type": "object",
                            "properties": {"old": _VALUE, "new": _VALUE},
                            "additionalProperties": False,
                        },
                    },
                    "geometry": {
                        "type": "object",
                        "description": "Only for places, routes and areas.",
                        "properties": {"old": _SHAPE, "new": _SHAPE},
                        "additionalProperties": False,
                    },
                },
                "required": ["table", "record", "change"],
                "additionalProperties": False,
            },
        },
    },
    "required": [*_KEYS],
    "additionalProperties": False,
}


def drafts(call: ApiRequest) -> Answer:
    """Save a draft, and return what would hinder publishing it.

    Raises
    ------
    ParameterError
        If the body is not JSON, or a parameter is invalid.
    DraftError
        If the body is not a draft, or the draft cannot be saved.
    """
    given = call.values.get(DRY_RUN.key, [DRY_RUN.default])
    DRY_RUN.check(given)
    message, edits = _read(call.body)
    loaded = call.store.current()
    kept = drafts_of(call.store.folder)
    draft = kept.new(loaded.dataset.revision, call.person.name, message, edits)
    found = _found(examine(draft, call.store.folder, loaded))
    if given[0] == "1":
        return Answer(found)
    version = kept.save(draft, "")
    saved = {"id": draft.id, "version": version, **found}
    return Answer(saved, status=201, notes={"draft": draft.id})


def _found(examined: Examined) -> dict[str, Any]:
    lists = {
        "problems": map(str, examined.problems),
        "notices": map(str, examined.notices),
        "conflicts": map(str, examined.conflicts),
        "faults": examined.faults,
        "risks": (str(risk) for risk in examined.risks),
    }
    sentences = {key: [shown(text) for text in texts] for key, texts in lists.items()}
    return {"revision": examined.draft.base, **sentences}


def _read(body: bytes) -> tuple[str, tuple[RecordEdit, ...]]:
    """Return the message and the edits of a body, which is untrusted."""
    document = _json(body)
    if not isinstance(document, dict):
        raise DraftError("The body must be an object with “message” and “records”.")
    faults = [f"unknown key “{shown(shortened(key))}”" for key in document if key not in _KEYS][:1]
    message = document.get("message")
    if not isinstance(message, str) or not message.strip():
        faults.append("“message” must say in one sentence what the changes are for")
    elif len(message) > MAX_MESSAGE:
        faults.append(f"“message” is longer than {MAX_MESSAGE} characters; shorten it")
    edits: tuple[RecordEdit, ...] = ()
    try:
        edits = read_edits(document.get("records"), "draft")
    except DraftError as error:
        faults += error.faults or (str(error),)
    else:
        if not edits:
            faults.append("“records” is empty, so the draft changes nothing")
    if faults:
        raise DraftError(f"Nothing was saved: {faults[0]}.", tuple(map(shown, faults)))
    return one_line(shown(str(message))), edits


def _json(body: bytes) -> Any:
    try:
        document = json.loads(body.decode())
        # numbers beyond those of JSON, and halves of surrogate pairs, cannot be written to a file
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    # RecursionError: thousands of nested lists
    except (ValueError, RecursionError) as error:
        raise ParameterError(
            "The body must be valid JSON in UTF-8, with numbers and characters that can be kept."
        ) from error
    return document
