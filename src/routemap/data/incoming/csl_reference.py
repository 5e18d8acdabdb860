"""References in CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from routemap.data.incoming.proposed_fields import Found
from routemap.model.errors import ArticleFileError

_NAME_PARTS: Final = (
    *("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal"),
)
_MOST_NAMES: Final = 100


def csl_entries(text: str, name: str) -> Iterator[Iterable[Found]]:
    """Yield what each item states.

    Source: CSL 1.0.2, appendices III and IV
    (https://docs.citationstyles.org/en/stable/specification.html), and its JSON schema. ``edtf`` of
    a date is the date as Route Map and others export it.

    Raises
    ------
    ArticleFileError
        If the text is not JSON or nested too deeply.
    """
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ArticleFileError(f"{name}: the JSON is nested too deeply; export it again") from error
    except ValueError as error:
        raise ArticleFileError(f"{name}: the JSON is damaged ({error}); export it again") from error
    items = document if isinstance(document, list) else [document]
    for item in items:
        if isinstance(item, dict):
            yield list(_found(item))


def _found(item: Mapping[str, Any]) -> Iterator[Found]:
    for column, key in (
        ("title", "title"),
        ("original_title", "original-title"),
        ("publisher", "container-title"),
        ("publisher", "publisher"),
        ("url", "URL"),
        ("archived_url", "archive_location"),
        ("language", "language"),
    ):
        yield Found(column, f"CSL {key}", (_text(item.get(key)),))
    authors = item.get("author")
    names = authors[:_MOST_NAMES] if isinstance(authors, list) else []
    yield Found("author", "CSL author", tuple(_name(name) for name in names))
    yield Found("published", "CSL issued", (_date(item.get("issued")),))
    yield Found("retrieved_on", "CSL accessed", (_date(item.get("accessed")),))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    return " ".join(filter(None, (_text(value.get(part)) for part in _NAME_PARTS)))


def _date(value: Any) -> str:
    """Return a date as EDTF, or as the text that the item has."""
    if not isinstance(value, dict):
        return ""
    if stated := _text(value.get("edtf")) or _text(value.get("raw")):
        return stated
    parts = value.get("date-parts")
    ends = [_joined(end) for end in parts[:2]] if isinstance(parts, list) else []
    season = value.get("season")
    if season in (1, 2, 3, 4) and len(ends) == 1 and "-" not in ends[0]:
        ends = [f"{ends[0]}-2{season}"]
    circa = "~" if value.get("circa") else ""
    return "/".join(f"{end}{circa}" for end in ends if end) or _text(value.get("literal"))


def _joined(parts: Any) -> str:
    """Return year, month and day, which are numbers or digits, as one date."""
    if not isinstance(parts, list):
        return ""
    texts = [str(part) for part in parts[:3] if isinstance(part, (int, str))]
    return "-".join(text.zfill(4 if place == 0 else 2) for place, text in enumerate(texts))
