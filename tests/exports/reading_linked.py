"""Read linked data: annotations as JSON-LD, entities with the model of followthemoney."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator

from routemap.exports.claim_fields import CLAIM_FIELDS
from tests.exports.found import Found, by_id
from tests.exports.web_annotation import SCHEMA

TERM = "routemap:"
_EMPTY = {field.key: "" for field in CLAIM_FIELDS}  # unknown values are left out


def annotations(content: bytes) -> dict[str, Any]:
    """Return an AnnotationCollection; fail if it breaks a rule of the model."""
    collection = json.loads(content)
    Draft202012Validator(SCHEMA).validate(collection)
    return collection


def read_annotations(content: bytes) -> Found:
    collection = annotations(content)
    items = collection.get("first", {"items": []})["items"]
    assert collection["total"] == len(items)
    return Found(
        said=json.dumps(collection, ensure_ascii=False),
        claims=by_id({**_EMPTY, **own_terms(item["body"][1])} for item in items),
    )


def own_terms(node: dict[str, Any]) -> dict[str, Any]:
    """Return the values under our own terms by key."""
    return {
        unquote(key.removeprefix(TERM)): ";".join(value) if isinstance(value, list) else value
        for key, value in node.items()
        if key.startswith(TERM)
    }
