"""Read linked data: annotations as JSON-LD, entities with the model of followthemoney."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from followthemoney import model, types
from followthemoney.proxy import EntityProxy
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


def entities(content: bytes) -> dict[str, EntityProxy]:
    """Return the entities of lines by id; fail if the model does not accept one as it is."""
    assert content.endswith(b"\n")
    found = {}
    for line in content.split(b"\n")[:-1]:
        row = json.loads(line)
        assert set(row) == {"id", "schema", "properties"}
        schema = model.get(row["schema"])
        assert schema is not None
        assert not schema.abstract
        assert set(row["properties"]) <= set(schema.properties)
        assert types.registry.entity.validate(row["id"])
        assert len(row["id"]) <= types.registry.entity.max_length
        schema.validate(row)
        assert row["id"] not in found
        found[row["id"]] = model.get_proxy(row)
    return found


def read_ftm(content: bytes) -> Found:
    found = entities(content)
    (origin,) = (item for key, item in found.items() if key.startswith("export-"))
    return Found(
        said="\n".join(origin.get("notes")),
        claims=by_id(
            {**_EMPTY, **fields(item), "excerpt": item.first("description")}
            for key, item in found.items()
            if item.schema.is_a("Note") and key.startswith("claim-")
        ),
        articles={
            key.removeprefix("article-"): {
                "title": item.first("title") or "",
                "publisher": item.first("publisher") or "",
                "url": item.first("sourceUrl") or "",
            }
            for key, item in found.items()
            if item.schema.is_a("Article")
        },
    )


def fields(note: EntityProxy) -> dict[str, str]:
    """Return the fields of a claim by key, from the lines that begin with their labels."""
    keys = {field.label: field.key for field in CLAIM_FIELDS}
    lines = (line.partition(": ") for line in note.get("notes"))
    return {keys.get(label, label): value for label, _, value in lines}
