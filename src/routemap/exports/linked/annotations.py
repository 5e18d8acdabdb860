"""Claims as W3C Web Annotations (JSON-LD): one annotation of the article per claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID, uuid5

from routemap.exports.extract import Extract
from routemap.exports.fields import Field
from routemap.exports.json_text import compact_json, with_items
from routemap.exports.linked.headline import headline
from routemap.model.columns import SEPARATOR, Row
from routemap.model.spacing import space_between

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
PREFIX: Final = "routemap"
# names that need no domain: for our own terms, and for claims of a file without an address
_TERMS: Final = UUID("6f1d2b5e-3c0a-4a57-9d8e-51b7c2a9e4f0")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def to_annotations(extract: Extract) -> bytes:
    """Return an AnnotationCollection with one page, which has one annotation per claim.

    Source: Web Annotation Data Model, W3C Recommendation, 23 February 2017
    (https://www.w3.org/TR/annotation-model/). Its terms cannot say who takes which side, so a
    body of each annotation has the fields of the claim as terms of our own; the collection has
    the provenance. A page must not be empty, so a collection without annotations has none.
    """
    items = [compact_json(item) for item in _annotations(extract)]
    own = _identifier(extract, extract.link.partition("?")[2])
    collection = {
        "@context": [CONTEXT, {PREFIX: f"{_TERMS.urn}#"}],
        "id": own,
        "type": "AnnotationCollection",
        "label": extract.provenance["title"],
        "generator": _generator(extract),
        "generated": extract.provenance["made"],
        "rights": [licence["path"] for licence in extract.dataset.case.licences],
        **_own_terms(extract.provenance.items()),
        "total": len(items),
    }
    if not items:
        return compact_json(collection)
    page = {"id": f"{own}#page", "type": "AnnotationPage", "partOf": own, "startIndex": 0}
    return with_items({**collection, "first": {**page, "items": []}}, items)


def _annotations(extract: Extract) -> Iterator[dict[str, Any]]:
    articles = extract.articles.to_dict("index")
    records = extract.dataset.claims.iloc[extract.positions].to_dict("records")
    claims = list(
        zip(records, extract.claim_details, extract.claims.to_dict("records"), strict=True)
    )
    for record, details, row in extract.writing(claims):
        own = _identifier(extract, urlencode({"claim": details.claim}))
        yield {
            "id": own,
            "type": "Annotation",
            "motivation": "classifying",
            **_coded(record),
            "body": [
                {
                    "type": "TextualBody",
                    "purpose": "describing",
                    "format": "text/plain",
                    "value": headline(details),
                },
                {
                    "id": f"{own}#body",
                    "type": f"{PREFIX}:Claim",
                    **_own_terms(_values(extract.claim_fields, row)),
                },
            ],
            "target": _targets(record, articles),
        }


def _identifier(extract: Extract, query: str) -> str:
    """Return the link to a view, or without an address an identifier made from its query."""
    if extract.address:
        return f"{extract.address}?{query}"
    return uuid5(_TERMS, query).urn


def _generator(extract: Extract) -> dict[str, str]:
    own = {"type": "Software", "name": "Route Map"}
    return {**own, "homepage": extract.address} if extract.address else own


def _coded(record: Row) -> dict[str, Any]:
    """Return who coded a claim and when; the model has no vague dates, so these are left out."""
    found: dict[str, Any] = {}
    if record["coded_by"]:
        found["creator"] = {"type": "Person", "name": record["coded_by"]}
    if _DAY.fullmatch(record["coded_on"]):
        found["created"] = f"{record['coded_on']}T00:00:00Z"
    return found


def _values(fields: Iterable[Field], row: Row) -> Iterator[tuple[str, Any]]:
    for field in fields:
        value = row[field.key]
        yield field.key, value.split(SEPARATOR) if field.holds == "list" and value else value


def _own_terms(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return known values under our own terms; the keys of own columns can have any letters."""
    return {
        f"{PREFIX}:{quote(key, safe='')}": value for key, value in values if value not in ("", None)
    }


def _targets(record: Row, articles: Mapping[Any, Row]) -> Any:
    """Return the article of a claim, at the published words if known, and all further articles."""
    article = articles[record["article"]]
    found: list[Any] = [article["url"]]
    if words := _words(record, article["language"]):
        selector = {"type": "TextQuoteSelector", **words}
        found = [{"type": "SpecificResource", "source": article["url"], "selector": selector}]
    found += [articles[key]["url"] for key in record["also_in"]]
    return found if len(found) > 1 else found[0]


def _words(record: Row, language: str) -> dict[str, str]:
    """Return the words that the article has, ``{}`` if only a paraphrase is known.

    If the excerpt is a translation from the language of the article, or paraphrases it, these are
    the original words. Their surroundings are not known in that language.
    """
    if record["original"] and _tongue(record["original_language"]) == _tongue(language):
        return {"exact": record["original"]}
    if record["excerpt_kind"] != "quotation":
        return {}
    prefix, exact, suffix = (record[key] for key in ("prefix", "excerpt", "suffix"))
    # cells have no space at their ends, but the parts together must be in the article as they are
    before, after = space_between(prefix, exact, language), space_between(exact, suffix, language)
    sides = {}
    if prefix and before is not None:
        sides["prefix"] = f"{prefix}{before}"
    if suffix and after is not None:
        sides["suffix"] = f"{after}{suffix}"
    return {"exact": exact, **sides}


def _tongue(tag: str) -> str:
    """Return the language of a tag (BCP 47), without script and region."""
    return tag.partition("-")[0].lower()
