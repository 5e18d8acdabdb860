"""What the Web Annotation Data Model says with “must”, for the parts that we write.

Source: https://www.w3.org/TR/annotation-model/, sections 3, 4.2.4 and 5. No package on PyPI checks
annotations, so the rules are written here as a JSON schema.
"""

from __future__ import annotations

from typing import Any

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"}
# section 3.3.2: an xsd:dateTime with the UTC time zone as Z
DATETIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
RIGHTS = {"anyOf": [IRI, {"type": "array", "items": IRI}]}
# section 3.3.5
MOTIVATION = {
    "enum": [
        "assessing", "bookmarking", "classifying", "commenting", "describing", "editing",
        "highlighting", "identifying", "linking", "moderating", "questioning", "replying",
        "reviewing", "tagging",
    ]
}  # fmt: skip
AGENT = {
    "type": "object",
    "properties": {
        "id": IRI,
        "type": {"enum": ["Person", "Organization", "Software"]},
        "name": {"type": "string", "minLength": 1},
        "homepage": IRI,
    },
    "required": ["type", "name"],
    "additionalProperties": False,
}


def has_type(name: str) -> dict[str, Any]:
    """Return the rule that a node has a class."""
    return {"anyOf": [{"const": name}, {"type": "array", "contains": {"const": name}}]}


def one_or_more(rule: dict[str, Any]) -> dict[str, Any]:
    """Return the rule for a relationship with one value, or with an array of several."""
    return {"anyOf": [rule, {"type": "array", "items": rule, "minItems": 1}]}


TEXTUAL_BODY = {
    "type": "object",
    "properties": {
        "type": has_type("TextualBody"),
        "value": {"type": "string"},
        "purpose": MOTIVATION,
        "format": {"type": "string"},
    },
    "required": ["type", "value"],
}
RESOURCE = {
    "type": "object",
    "properties": {"id": IRI, "type": {"pattern": "^routemap:"}},
    "required": ["id", "type"],
}
QUOTE = {
    "type": "object",
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": {"type": "string", "minLength": 1},
        "prefix": {"type": "string", "minLength": 1},
        "suffix": {"type": "string", "minLength": 1},
    },
    "required": ["type", "exact"],
    "additionalProperties": False,
}
TARGET = {
    "anyOf": [
        IRI,
        {
            "type": "object",
            "properties": {
                "type": has_type("SpecificResource"), "source": IRI, "selector": QUOTE,
            },
            "required": ["source"],
            "additionalProperties": False,
        },
    ]
}  # fmt: skip
ANNOTATION = {
    "type": "object",
    "properties": {
        "id": IRI,
        "type": has_type("Annotation"),
        "motivation": one_or_more(MOTIVATION),
        "creator": AGENT,
        "created": DATETIME,
        "body": one_or_more({"anyOf": [TEXTUAL_BODY, RESOURCE]}),
        "target": one_or_more(TARGET),
    },
    "required": ["id", "type", "target"],
    "additionalProperties": False,
}
PAGE = {
    "type": "object",
    "properties": {
        "@context": False,  # section 5.2: not if the page is embedded
        "id": IRI,
        "type": has_type("AnnotationPage"),
        "partOf": IRI,
        "startIndex": {"type": "integer", "minimum": 0},
        "items": {"type": "array", "items": ANNOTATION, "minItems": 1},
    },
    "required": ["id", "type", "items"],
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "@context": {"type": "array", "contains": {"const": CONTEXT}},
        "id": IRI,
        "type": has_type("AnnotationCollection"),
        "label": {"type": "string"},
        "generator": AGENT,
        "generated": DATETIME,
        "rights": RIGHTS,
        "total": {"type": "integer", "minimum": 0},
        "first": PAGE,
    },
    "required": ["@context", "id", "type"],
    "if": {"properties": {"total": {"const": 0}}},
    "else": {"required": ["first"]},
}
