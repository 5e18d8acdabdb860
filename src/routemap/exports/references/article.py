"""The articles of an extract as references, the input of all citation formats."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from routemap.exports.extract import Extract
from routemap.exports.provenance import HELD_BACK
from routemap.model.columns import Row
from routemap.model.text import one_line
from routemap.model.vocabulary import STANCES
from routemap.questions.article import citation, is_our_title, retraction

_TITLE_NOTE: Final = "The title is not known; the words in brackets are ours."
# only initials or a comma show where the family name is
_INITIALS: Final = re.compile(r"((?:\w\.[ -]?)+) ?(\w[\w’'-]+)")
_INVERTED: Final = re.compile(r"([^,]+), ?([^,]+)")
_SUFFIXES: Final = ("jr", "sr", "ii", "iii", "iv", "inc", "ltd", "llc")


@dataclass(frozen=True)
class PersonName:
    """The name of an author; if the parts cannot be separated, ``given`` is empty."""

    family: str
    given: str = ""


@dataclass(frozen=True)
class Reference:
    """One article; every text is a single line. ``published`` is EDTF, ``language`` is BCP 47.

    ``note`` lists the exported claims of the article, ``origin`` is the provenance of the export.
    ``original_title``, ``archived_url``, ``retrieved`` (EDTF) and ``retraction`` are ``""`` if
    there is none.
    """

    key: str
    title: str
    publisher: str
    authors: tuple[PersonName, ...]
    published: str
    url: str
    language: str
    note: str
    origin: str
    original_title: str
    archived_url: str
    retrieved: str
    retraction: str


def references(extract: Extract) -> Iterator[Reference]:
    """Yield the articles of an extract, newest first."""
    sides = _sides_by_article(extract)
    originals = extract.articles.to_dict("index")
    origin = _origin(extract)
    for key, row in extract.writing(list(originals.items())):
        yield Reference(
            key=str(key),
            title=one_line(row["title"]),
            publisher=one_line(row["publisher"]),
            authors=tuple(split_name(one_line(author)) for author in row["author"]),
            published=row["published"],
            url=row["url"],
            language=one_line(row["language"]),
            note=_note(row, originals, sides.get(key, "")),
            origin=origin,
            original_title=one_line(row["original_title"]),
            archived_url=row["archived_url"],
            retrieved=row["retrieved_on"],
            retraction=retraction(row),
        )


def split_name(text: str) -> PersonName:
    """Return a name split into family and given name if the text shows which is which.

    The family name is first in “Kim Yo-jong” and last in “Sarah Kim”: such names are not split.

    Examples
    --------
    >>> split_name("J. Bermudez"), split_name("Sarah Kim")
    (PersonName(family='Bermudez', given='J.'), PersonName(family='Sarah Kim', given=''))
    >>> split_name("Cha, Victor"), split_name("Example News, Inc.")
    (PersonName(family='Cha', given='Victor'), PersonName(family='Example News, Inc.', given=''))
    """
    if found := _INITIALS.fullmatch(text):
        return PersonName(found[2], found[1].strip())
    found = _INVERTED.fullmatch(text)
    if found and found[2].rstrip(".").lower() not in _SUFFIXES:
        return PersonName(found[1].strip(), found[2].strip())
    return PersonName(text)


def _note(row: Row, others: Mapping[Hashable, Row], sides: str) -> str:
    """Return the note of a reference on one line.

    It has retraction, correction, original, title, editor's note and claims. ``others`` are the
    exported articles by id.
    """
    original, correction = others.get(row["reprint_of"]), others.get(row["corrected_by"])
    retracted = retraction(row)
    parts = [
        f"{retracted}. Its claims are withdrawn." if retracted else "",
        f"Corrected by {citation(correction)}." if correction else "",
        f"Reprint of {citation(original)}." if original else "",
        _TITLE_NOTE if is_our_title(row["title"]) and _TITLE_NOTE not in row["note"] else "",
        row["note"],
        f"Claims exported from it: {sides}."
        if sides
        else "No claim is exported from it. It is the original or the correction of another.",
    ]
    return one_line(" ".join(filter(None, parts)))


def _sides_by_article(extract: Extract) -> dict[Any, str]:
    """Return, for each article, the sources of its exported claims by stance, as text."""
    claims, names = extract.dataset.claims.iloc[extract.positions], extract.sources["name"]
    sides: dict[Any, dict[str, dict[str, int]]] = {}
    for article, stance, source in zip(
        claims["article"], claims["stance"], names.loc[claims["source"]], strict=True
    ):
        counts = sides.setdefault(article, {}).setdefault(stance, {})
        counts[source] = counts.get(source, 0) + 1
    return {
        article: "; ".join(
            f"{STANCES.label(stance)} ({sum(speakers.values())}): {', '.join(speakers)}"
            for stance in STANCES.keys
            if (speakers := found.get(stance))
        )
        for article, found in sides.items()
    }


def _origin(extract: Extract) -> str:
    own = extract.provenance
    return one_line(
        f"Route Map, data revision {own['revision']}, exported {own['made']}: {own['link']} "
        f"Licences: {own['licences']}. Credits: {own['credits']}. {own.get(HELD_BACK, '')}"
    )
