"""The corpora of hostile texts are written in every export format and read back as text."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import etree

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports import FORMATS, Extract, Format, extract, format_named
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import THOROUGH
from tests.exports.found import by_id
from tests.exports.readers import READERS
from tests.hostile import hostile_folder

MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
# with three texts each; `make thorough` writes the corpora, and tests/exports/test_hostile.py texts
# that could break out of a format
CLAIMS = 1_680 if THOROUGH else 400
HANDLERS = ("on", "xlink:href", "href")


@cache
def dataset() -> Dataset:
    with TemporaryDirectory() as folder:
        return load(hostile_folder(Path(folder), claims=CLAIMS)).dataset


@cache
def whole() -> Extract:
    return extract(select(dataset(), Query()), made=MADE, address="https://map.example/")


@cache
def content(key: str) -> bytes:
    return format_named(key).make(whole())


def words(text: object) -> str:
    return " ".join(str(text).split())


def formats_that_hold(what: str) -> pytest.MarkDecorator:
    rows = [row for row in FORMATS if what in row.holds]
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.key)


@formats_that_hold("claims")
def test_every_excerpt_and_source_is_read_back_unchanged(row: Format) -> None:
    claims = READERS[row.key](content(row.key)).claims
    assert claims is not None
    expected = by_id(whole().claims.to_dict("records"))
    assert set(claims) == set(expected)
    for key, claim in claims.items():
        for field in ("excerpt", "source", "stance", "citation"):
            assert words(claim[field]) == words(expected[key][field]), (key, field)


@formats_that_hold("features")
def test_every_place_and_route_is_read_back(row: Format) -> None:
    found = READERS[row.key](content(row.key))
    assert found.features is not None
    assert set(found.features) == set(dataset().features.index)
    for key, attributes in (found.attributes or {}).items():
        if name := attributes.get("name"):
            assert words(name) == words(dataset().features["name_en"][key])


@formats_that_hold("articles")
def test_every_article_is_read_back(row: Format) -> None:
    articles = READERS[row.key](content(row.key)).articles
    assert articles is not None
    assert len(articles) == len(dataset().articles)
    titles = sorted(words(article["title"]) for article in articles.values())
    assert titles == sorted(words(title) for title in dataset().articles["title"])


@formats_that_hold("picture")
def test_every_picture_is_drawn(row: Format) -> None:
    assert READERS[row.key](content(row.key)).said


def test_no_cell_of_a_table_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(content("csv").decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert sum(cell.startswith("'=") for cell in cells) > 3
    assert not [
        cell for cell in cells if cell.lstrip("\ufeff\u200b ")[:1] in tuple("=+-@\t\r\n＝＋－＠")
    ]


def test_a_drawing_has_no_script_and_no_address_that_runs() -> None:
    drawing = etree.fromstring(content("svg"))
    for element in drawing.iter(etree.Element):
        assert etree.QName(element).localname not in ("script", "foreignObject", "iframe", "image")
        for name, value in element.attrib.items():
            plain = etree.QName(name).localname
            assert not plain.startswith("on")
            assert plain != "href" or value.startswith(("#", "https://"))
