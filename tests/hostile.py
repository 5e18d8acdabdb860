"""A data folder with hostile texts in every free text, in which every record is valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from routemap.model.text import shows_nothing
from routemap.model.vocabulary import PLACE_KINDS, SOURCE_KINDS, STANCES
from tests.conftest import Row, Rows, claim, place, route, write_rows
from tests.corpora import corpus

_NOT_IN_ADDRESSES = re.compile(
    r"[\s\x00-\x20\x7f\"<>\\`@\ufffd]|[\u202a-\u202e\u2066-\u2069]|[\x80-\x9f]"
)
LONG_WORD = "W" * 400


@dataclass
class Texts:
    """The corpora, one text after the other, repeated without end."""

    left: Iterator[str]

    def text(self) -> str:
        """The next text, with a full stop if it would be invisible."""
        text = next(self.left)
        return f"{text}." if shows_nothing(text) else text

    def several(self, row: Row, *keys: str) -> Row:
        """A row with more columns of text."""
        return {**row, **{key: self.text() for key in keys}}


def hostile_rows(*, articles: int, claims: int, routes: int) -> Rows:
    """Rows whose excerpts, quantities and notes iterate through the corpora."""
    texts = Texts(cycle(corpus()))
    beside = Texts(cycle(corpus()[::-1]))
    names = ("name_en", "name_ko", "name_ru", "aliases", "note")
    places = [
        beside.several(
            place(
                f"p{n}", (122 + n % 12, 37 + n // 12), kind=PLACE_KINDS.keys[n % 4],
                precision=("exact", "locality")[n % 2], uncertainty_km=3,
            ),
            *names, "coordinate_source",
        )
        for n in range(48)
    ]  # fmt: skip
    lines = [
        beside.several(
            route(f"r{n}", places[n % 48], places[(7 * n + 5) % 48], via=f"p{(n + 9) % 48}"),
            *names, "geometry_source",
        )
        for n in range(routes)
    ]  # fmt: skip
    sources = [
        beside.several({"id": f"s{n}", "kind": SOURCE_KINDS.keys[n % len(SOURCE_KINDS.keys)]},
                       "name", "note")
        for n in range(40)
    ]  # fmt: skip
    allegations = [
        beside.several({"id": f"a{n}", "part_of": f"a{n - 20}" if n >= 20 else ""},
                       "statement", "note")
        for n in range(30)
    ]  # fmt: skip
    published = [
        beside.several(
            {
                "id": f"t{n}", "published": "2022-11", "reprint_of": f"t{n - 30}" if n > 30 else "",
                "url": f"https://x.example/?{_NOT_IN_ADDRESSES.sub('', beside.text())}",
            },
            "title", "publisher", "author", "language", "note",
        )
        for n in range(articles)
    ]  # fmt: skip
    said = [
        {
            **claim(
                f"c{n}", article=f"t{n % articles}", allegation=f"a{n % 30}", source=f"s{n % 40}",
                relayed_by=f"s{(n + 1) % 40}", stance=STANCES.keys[n % 4], happened="2022-09",
                features=f"r{n % routes};p{n % 48}",
                excerpt_kind=("quotation", "paraphrase")[n % 2],
            ),
            "excerpt": texts.text(), "quantity": texts.text(), "note": texts.text(),
            "prefix": beside.text(), "suffix": beside.text(),
        }
        for n in range(claims)
    ]  # fmt: skip
    for row, key in (
        (places[3], "name_en"), (lines[3], "name_en"), (lines[3], "note"), (sources[3], "name"),
        (allegations[3], "statement"), (published[3], "title"), (said[3], "excerpt"),
    ):  # fmt: skip
        row[key] = LONG_WORD
    return {
        "places": places, "routes": lines, "sources": sources, "articles": published,
        "allegations": allegations, "claims": said,
    }  # fmt: skip


def hostile_folder(
    folder: Path, *, articles: int = 42, claims: int = 1680, routes: int = 30
) -> Path:
    """Write such a folder; every text of the corpora is excerpt, quantity or note of a claim."""
    return write_rows(folder, hostile_rows(articles=articles, claims=claims, routes=routes))
