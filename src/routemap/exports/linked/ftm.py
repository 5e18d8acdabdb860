"""Ships, claim sources, articles, media and claims as entities of followthemoney, one per line."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import iso3166

from routemap.data.dataset import Dataset
from routemap.exports.extract import Extract
from routemap.exports.json_text import compact_json
from routemap.exports.linked.headline import headline
from routemap.model.columns import Row
from routemap.model.dates import parse
from routemap.model.media_table import format_of
from routemap.model.text import one_line
from routemap.model.vocabulary import SOURCE_KINDS
from routemap.questions.article import citation
from routemap.questions.claim import ClaimDetails, other_names

# A kind says for whom a source speaks. Of the other kinds, such as governments and companies, a
# source can be a person or a body: LegalEntity covers both.
_SCHEMATA: Final = {
    "embassy": "PublicBody",
    "international": "Organization",
    "media": "Organization",
}
_NAMELESS: Final = "unnamed"  # such sources are in their claims only
# The languages of followthemoney (ISO 639-3) that have a two-letter code (ISO 639-1).
_LANGUAGES: Final = {
    "af": "afr", "ar": "ara", "az": "aze", "be": "bel", "bg": "bul", "bs": "bos", "ca": "cat",
    "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est",
    "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ka": "kat", "kk": "kaz",
    "km": "khm", "kn": "kan", "ko": "kor", "ky": "kir", "lb": "ltz", "lt": "lit", "lv": "lav",
    "mk": "mkd", "mn": "mon", "ms": "msa", "mt": "mlt", "my": "mya", "ne": "nep", "nl": "nld",
    "nn": "nor", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk",
    "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "sw": "swa", "tg": "tgk", "tk": "tuk",
    "tl": "tgl", "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb", "zh": "zho",
}  # fmt: skip
_VAGUE: Final = frozenset("~?%")
Values = Mapping[str, Iterable[str]]


def to_ftm(extract: Extract) -> bytes:
    """Return one entity as JSON per line.

    Source: the model of followthemoney (https://followthemoney.tech). A claim is a Note about its
    articles and ships: no link, ownership or event is made from it, because a claim is not a fact.
    Documentation says which role a source or ship has in an article. A note without an entity at
    the beginning has the provenance.
    """
    return b"".join(compact_json(item) + b"\n" for item in _entities(extract))


def _entities(extract: Extract) -> Iterator[dict[str, Any]]:
    yield _origin(extract)
    for key, row in extract.vessels.to_dict("index").items():
        yield _vessel(extract.dataset, str(key), row)
    sources = extract.sources[extract.sources["kind"] != _NAMELESS].to_dict("index")
    for key, row in sources.items():
        yield _source(extract.dataset, str(key), row)
    for key, row in extract.articles.to_dict("index").items():
        yield _article(str(key), row)
    for key, row in extract.media.to_dict("index").items():
        yield _media(str(key), row)
    records = extract.dataset.claims.iloc[extract.positions].to_dict("records")
    rows = extract.claims.to_dict("records")
    claims = list(zip(records, extract.claim_details, rows, strict=True))
    for record, details, row in extract.writing(claims):
        yield _note(extract, record, details, row)
        yield from _documentation(record, details, sources)


def _entity(key: str, schema: str, properties: Values) -> dict[str, Any]:
    """Return an entity with those properties that have a value."""
    known = {name: list(filter(None, values)) for name, values in properties.items()}
    return {
        "id": key,
        "schema": schema,
        "properties": {name: values for name, values in known.items() if values},
    }


def _origin(extract: Extract) -> dict[str, Any]:
    own = extract.provenance
    made = "".join(letter for letter in own["made"] if letter.isalnum())
    return _entity(
        f"export-{own['revision']}-{made}",
        "Note",
        {
            "name": ["About this export"],
            "description": [own["title"]],
            "notes": _lines(own.items()),
        },
    )


def _vessel(dataset: Dataset, key: str, row: Row) -> dict[str, Any]:
    return _entity(
        f"vessel-{key}",
        "Vessel",
        {
            "name": [one_line(row["name"])],
            "alias": [one_line(name) for _, name in other_names(dataset, row)],
            "imoNumber": [f"IMO{row['imo']}" if row["imo"] else ""],
            "mmsi": [row["mmsi"]],
            "flag": [_country(row["flag"])],
            "sourceUrl": row["links"],
            "notes": [row["note"]],
        },
    )


def _source(dataset: Dataset, key: str, row: Row) -> dict[str, Any]:
    return _entity(
        f"source-{key}",
        _SCHEMATA.get(row["kind"], "LegalEntity"),
        {
            "name": [one_line(row["name"])],
            "country": [_country(row["country"])],
            "classification": [dataset.case.terms(SOURCE_KINDS).label(row["kind"])],
            "notes": [row["note"]],
        },
    )


def _article(key: str, row: Row) -> dict[str, Any]:
    return _entity(
        f"article-{key}",
        "Article",
        {
            "title": [one_line(row["title"])],
            "author": [one_line(name) for name in row["author"]],
            "publisher": [one_line(row["publisher"])],
            "publishedAt": [ftm_date(row["published"])],
            "language": [ftm_language(row["language"])],
            "sourceUrl": [row["url"]],
            "summary": [citation(row)],
            "notes": [row["note"]],
        },
    )


def _media(key: str, row: Row) -> dict[str, Any]:
    """Return a media item by reference; ``contentHash`` would be SHA-1, so the hash is a note.

    Each document needs a ``fileName``, which for an address is that of its path, or its host.
    """
    address = urlsplit(row["url"])
    name = row["file"] or address.path.rpartition("/")[2] or address.hostname
    known = format_of(name or "")
    licence = f"Licence: {row['licence']}" if row["licence"] else ""
    sha256 = f"SHA-256: {row['sha256']}" if row["sha256"] else ""
    return _entity(
        f"media-{key}",
        "Image" if known and known.is_image else "Document",
        {
            "title": [one_line(row["alt"])],
            "author": [one_line(row["credit"])],
            "fileName": [name or key],
            "mimeType": [known.media_type if known else ""],
            "authoredAt": [ftm_date(row["taken"])],
            "sourceUrl": [row["url"]],
            "notes": [row["note"], licence, sha256],
        },
    )


def _note(extract: Extract, record: Row, claim: ClaimDetails, row: Row) -> dict[str, Any]:
    """Return a claim: its words, who takes which side, and every field of it with its label."""
    articles = _articles(record)
    fields = (field for field in extract.claim_fields if field.key != "excerpt")
    return _entity(
        f"claim-{claim.claim}",
        "Note",
        {
            "name": [one_line(f"{claim.source} ({claim.stance_label.lower()})")],
            "summary": [headline(claim)],
            "description": [claim.excerpt],
            "entity": [*articles, *(f"vessel-{key}" for key in record["vessels"])],
            "proof": [*articles, *(f"media-{item.media}" for item in claim.media)],
            "createdAt": [ftm_date(record["coded_on"])],
            "notes": _lines((field.label, row[field.key]) for field in fields),
        },
    )


def _lines(values: Iterable[tuple[str, Any]]) -> list[str]:
    return [f"{label}: {value}" for label, value in values if value not in ("", None)]


def _documentation(
    record: Row, claim: ClaimDetails, named: Container[Hashable]
) -> Iterator[dict[str, Any]]:
    """Yield the links between the articles of a claim and its source, relays and ships."""
    links = (
        ("Claim source", "source", [record["source"]]),
        ("Relays the claim", "source", record["relayed_by"]),
        ("Named in the claim", "vessel", record["vessels"]),
    )
    for role, table, keys in links:
        for key in keys:
            if table == "source" and key not in named:
                continue
            yield _entity(
                f"claim-{claim.claim}.{role.split()[0].lower()}.{table}-{key}",
                "Documentation",
                {
                    "document": _articles(record),
                    "entity": [f"{table}-{key}"],
                    "role": [role],
                    "summary": [headline(claim)],
                    "date": [ftm_date(record["said"])],
                    "recordId": [claim.claim],
                },
            )


def _articles(record: Row) -> list[str]:
    return [f"article-{key}" for key in (record["article"], *record["also_in"])]


def _country(code: str) -> str:
    """Return a country of ISO 3166-1 alpha-3 as alpha-2 in lower case, ``""`` for others."""
    found = iso3166.countries_by_alpha3.get(code)
    return found.alpha2.lower() if found else ""


def ftm_language(tag: str) -> str:
    """Return the language of a tag (BCP 47) as followthemoney has it, or ``""`` if it does not.

    Examples
    --------
    >>> ftm_language("zh-Hans"), ftm_language("tlh")
    ('zho', '')
    """
    return _LANGUAGES.get(tag.partition("-")[0].lower(), "")


def ftm_date(text: str) -> str:
    """Return an EDTF date as year, month or day, never more precise than it is.

    followthemoney has dates of these three precisions only. Approximate, uncertain and open dates
    are left out, and an interval becomes the month or year that contains it.

    Examples
    --------
    >>> ftm_date("2022-11-08"), ftm_date("2022-11-08/2022-11-09"), ftm_date("2022-11/2023-01")
    ('2022-11-08', '2022-11', '')
    >>> ftm_date("2023-06~"), ftm_date("")
    ('', '')
    """
    if not text or _VAGUE & set(text):
        return ""
    date = parse(text)
    if date.first is None or date.last is None:
        return ""
    first, last = date.first.isoformat(), date.last.isoformat()
    return next((first[:end] for end in (10, 7, 4) if first[:end] == last[:end]), "")
