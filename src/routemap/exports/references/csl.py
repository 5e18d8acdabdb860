"""Articles as CSL-JSON, for Zotero, citation processors and pandoc."""

from __future__ import annotations

import json
from typing import Any, Final

from routemap.exports.extract import Extract
from routemap.exports.references.article import PersonName, Reference, references
from routemap.model.dates import in_words

_SEASONS: Final = {21: 1, 22: 2, 23: 3, 24: 4}  # EDTF to CSL


def to_csl(extract: Extract) -> bytes:
    """Return the articles as items of CSL-JSON.

    Source: CSL 1.0.2, appendices III and IV
    (https://docs.citationstyles.org/en/stable/specification.html), and its JSON schema
    (https://github.com/citation-style-language/schema). The format has no field for the
    provenance of the file, so it is at the end of every ``note``.
    """
    items = [_item(reference) for reference in references(extract)]
    return json.dumps(items, ensure_ascii=False, indent=1).encode()


def _item(reference: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "article-newspaper",
        "title": reference.title,
        "container-title": reference.publisher,
        "issued": csl_date(reference.published),
        "URL": reference.url,
        "language": reference.language,
        "note": f"{reference.note} {reference.origin}",
        "source": "Route Map",
    }
    if reference.original_title:
        item["original-title"] = reference.original_title
    if reference.archived_url:
        item["archive_location"] = reference.archived_url
    if reference.retrieved:
        item["accessed"] = csl_date(reference.retrieved)
    if reference.retraction:
        item["status"] = "retracted"
    if reference.authors:
        item["author"] = [_name(name) for name in reference.authors]
    return item


def _name(name: PersonName) -> dict[str, str]:
    if name.given:
        return {"family": name.family, "given": name.given}
    return {"literal": name.family}


def csl_date(text: str) -> dict[str, Any]:
    """Return an EDTF date as a CSL date of the same precision.

    CSL cannot express open or vague dates as parts, so these are given in words.

    Examples
    --------
    >>> csl_date("2022-11-08/2022-11-09")["date-parts"]
    [[2022, 11, 8], [2022, 11, 9]]
    >>> csl_date("2023-06~")
    {'edtf': '2023-06~', 'date-parts': [[2023, 6]], 'circa': True}
    >>> csl_date("2022-11/..")["literal"]
    'since November 2022'
    """
    date: dict[str, Any] = {"edtf": text}
    ends = list(dict.fromkeys(text.split("/")))
    parts = [date_parts(end) for end in ends]
    seasons = [part[1] for part in parts if len(part) > 1 and part[1] in _SEASONS]
    if not all(parts) or (seasons and len(parts) > 1):
        return date | {"literal": in_words(text, preposition=False)}
    if seasons:
        date |= {"date-parts": [parts[0][:1]], "season": _SEASONS[seasons[0]]}
    else:
        date["date-parts"] = parts
    if any(mark in text for mark in "~?%"):
        date["circa"] = True
    return date


def date_parts(text: str) -> list[int]:
    """Return the known parts of a single EDTF date: year, month and day.

    Seasons are months 21 to 24, as in EDTF. Intervals are not supported.

    Examples
    --------
    >>> date_parts("2022-11~"), date_parts("2022-XX-XX"), date_parts("202X")
    ([2022, 11], [2022], [])
    """
    parts: list[int] = []
    for part in text.rstrip("~?%").split("-"):
        if not part.isdecimal():
            break
        parts.append(int(part))
    return parts
