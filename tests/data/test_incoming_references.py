"""References of reference managers: their entries become cells of ``articles.csv``."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.cases import STRAIT
from tests.corpora import corpus

from routemap.data.checks.formats import value_fault
from routemap.data.incoming.references import FORMATS, read_references, reference_format
from routemap.data.load import load
from routemap.exports import extract, format_named
from routemap.model.columns import SEPARATOR, split_cell
from routemap.model.errors import ArticleFileError
from routemap.model.tables import ARTICLES
from routemap.questions.query import Query
from routemap.questions.selection import select

DATASET = load(STRAIT).dataset
WHOLE = extract(select(DATASET, Query()), made=datetime(2026, 11, 24, tzinfo=UTC))
COLUMNS = {column.key: column for column in ARTICLES.columns}


def cells(content: bytes | str, name: str = "references") -> list[dict[str, str]]:
    raw = content.encode() if isinstance(content, str) else content
    return [
        {key: proposed.text for key, proposed in fields.items()}
        for fields in read_references(raw, name)
    ]


@pytest.mark.parametrize("key", [row.key for row in FORMATS])
def test_exported_references_are_read_back(key: str) -> None:
    content = format_named(key).make(WHOLE)
    found = reference_format(content)
    assert found is not None
    assert found.key == key
    articles = DATASET.articles.sort_values("published", ascending=False)
    given = ("title", "publisher", "published", "url", "language")
    assert sorted(cells(content), key=lambda row: row["title"]) == sorted(
        (
            {column: row[column] for column in given}
            | ({"author": SEPARATOR.join(row["author"])} if row["author"] else {})
            for row in articles.to_dict("records")
        ),
        key=lambda row: row["title"],
    )


CSL = {
    "type": "article-newspaper",
    "title": "Kelp",
    "original-title": "Kelpo",
    "container-title": "Strait Gazette",
    "author": [
        {"family": "Inventor", "given": "A."},
        {"literal": "The Office"},
        {"family": "Sea", "given": "B.", "non-dropping-particle": "van", "suffix": "Jr."},
        "no name",
    ],
    "URL": "https://gazette.example/kelp",
    "archive_location": "https://archive.example/kelp",
    "accessed": {"raw": "3 May 2024"},
    "issued": {"date-parts": [[1931, 3, 4]]},
}
RIS = """Provider: Invented\r
TY  - NEWS\r
TI  - Kelpo\r
TT  - Kelp\r
AU  - Inventor, A.\r
AU  - The Office\r
AU  - Example News, Inc.\r
T2  - Strait Gazette\r
DA  - 1931/03/04/\r
Y2  - 2024/5/3\r
UR  - https://gazette.example/kelp\r
AV  - https://archive.example/kelp\r
ER  - \r
TY  - NEWS\r
T1  - Second\r
A1  - B. C.\r
PY  - 1931\r
ER  - \r
"""
BIBTEX = r"""A comment.
@article{kelp,
  title = {{Kelp \& f{\"e}rries}},
  author = "Inventor, A. and {The Office and Co} and van Sea, B.",
  journal = {Strait Gazette}, year = 1931, month = mar, day = 4,
  url = {https://gazette.example/a_b%7B}, urldate = {2024-05-03},
}
@misc{damaged, title = {never ends
@misc{second, title={Second}, date={1931-03~}}
"""


def test_csl_is_read_with_names_and_dates_of_every_form() -> None:
    assert cells(json.dumps([CSL, {"title": "Second"}, 3, None])) == [
        {
            "title": "Kelp",
            "publisher": "Strait Gazette",
            "author": "A. Inventor;The Office;B. van Sea Jr.",
            "published": "1931-03-04",
            "url": "https://gazette.example/kelp",
            "original_title": "Kelpo",
            "archived_url": "https://archive.example/kelp",
            "retrieved_on": "2024-05-03",
        },
        {"title": "Second"},
    ]
    assert cells(json.dumps(CSL))[0]["title"] == "Kelp"


@pytest.mark.parametrize(
    ("issued", "edtf"),
    [
        ({"date-parts": [["1931", 3]], "circa": True}, "1931-03~"),
        ({"date-parts": [[1931, 3, 4], [1931, 3, 5]]}, "1931-03-04/1931-03-05"),
        ({"date-parts": [[1931]], "season": 2}, "1931-22"),
        ({"literal": "some day in March 1931"}, ""),
        ({"date-parts": [[1931, 3, 40]]}, ""),
        ({"date-parts": [[None]]}, ""),
        ({"date-parts": "1931"}, ""),
        ("1931", ""),
    ],
)
def test_a_csl_date_keeps_its_precision(issued: Any, edtf: str) -> None:
    assert cells(json.dumps([{"title": "Kelp", "issued": issued}]))[0].get("published", "") == edtf


def test_ris_is_read_with_its_translated_title() -> None:
    assert cells(RIS) == [
        {
            "title": "Kelp",
            "publisher": "Strait Gazette",
            "author": "A. Inventor;The Office;Example News, Inc.",
            "published": "1931-03-04",
            "url": "https://gazette.example/kelp",
            "original_title": "Kelpo",
            "archived_url": "https://archive.example/kelp",
            "retrieved_on": "2024-05-03",
        },
        {"title": "Second", "author": "B. C.", "published": "1931"},
    ]
    approximate = RIS.replace("1931/03/04/", "1931/03/04/between 4 and 5 March")
    assert cells(approximate)[0]["published"] == "1931-03-04~"


def test_bibtex_is_read_without_commands_and_damaged_entries() -> None:
    first, *others = cells(BIBTEX)
    assert first == {
        "title": "Kelp & fërries",
        "publisher": "Strait Gazette",
        "author": "A. Inventor;The Office and Co;B. van Sea",
        "published": "1931-03-04",
        "url": "https://gazette.example/a_b%7B",
        "retrieved_on": "2024-05-03",
    }
    assert others == [{"title": "Second", "published": "1931-03~"}]


def test_each_proposal_names_its_field() -> None:
    (fields,) = read_references(b"@misc{a, title={Kelp}, year={1931}}", "a.bib")
    origins = {key: proposed.origin for key, proposed in fields.items()}
    assert origins == {"title": "BibTeX title", "published": "BibTeX year"}


def test_hostile_texts_become_valid_cells() -> None:
    texts = corpus()[::40]
    items = [
        {"title": text, "author": [{"literal": text}], "URL": text, "language": text,
         "issued": {"raw": text}, "archive_location": text}
        for text in texts
    ]  # fmt: skip
    ris = "".join(
        f"TY  - NEWS\nTI  - {text}\nUR  - {text}\nDA  - {text}\nER  - \n" for text in texts
    )
    bibtex = "".join(f"@a{{a{n}, title={{{t}}}, url={{{t}}}, author={{{t}}}}}\n"
                     for n, t in enumerate(texts))  # fmt: skip
    for content in (json.dumps(items[:400]), ris, bibtex):
        for row in cells(content):
            for key, cell in row.items():
                parts = split_cell(cell) if COLUMNS[key].many else (cell,)
                assert [value_fault(COLUMNS[key], part) for part in parts] == [None] * len(parts)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "junk": (lambda: bytes(range(256)) * 2_000, "is not a file of CSL-JSON, RIS or BibTeX"),
    "ris of junk": (lambda: b"TY  - NEWS\n" + bytes(range(256)) * 99, "is not a text file"),
    "latin": (lambda: "@misc{a, title={Füße}}".encode("latin-1"), "is not UTF-8"),
    "large": (lambda: b" " * 1_000_001, "more than 1,000,000 bytes"),
    "empty": (bytes, "is not a file of"),
    "nested json": (lambda: b"[" * 200_000, "nested too deeply"),
    "nested objects": (lambda: b'[{"title":' * 90_000, "nested too deeply"),
    "damaged json": (lambda: b'[{"title": "Kelp"', "the JSON is damaged (Expecting ',' delim"),
    "large number": (lambda: b'[{"title": ' + b"9" * 9_000 + b"}]", "the JSON is damaged ("),
    "many": (lambda: json.dumps([CSL] * 501).encode(), "more than 500 references"),
    "no item": (lambda: b"[[], []]", "no reference that can be read as CSL-JSON"),
    "no field": (lambda: b"TY  - NEWS\nER  - \n", "no reference that can be read as RIS"),
    "open": (lambda: b"@article{" * 4_900, "no reference that can be read as BibTeX"),
    "many open": (lambda: b"@article{" * 100_000, "more than 5,000 signs @"),
    "braces": (lambda: b"@misc{a, title={" + b"{" * 9_000 + b"}" * 9_000 + b"}}", "no reference"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_a_message_that_names_it(name: str) -> None:
    make, message = HOSTILE[name]
    begun = time.process_time()
    with pytest.raises(ArticleFileError) as error:
        read_references(make(), "bad\x1b.ris")
    assert str(error.value).startswith("bad�.ris: ")
    assert message in str(error.value)
    assert time.process_time() - begun < 3


def test_long_fields_are_bounded() -> None:
    names = " and ".join(f"Name{n}" for n in range(5_000))
    title = r"\a " * 9_000
    begun = time.process_time()
    (row,) = cells(f"@misc{{a, title={{{title}Kelp}}, author={{{names}}}}}")
    assert len(split_cell(row["author"])) <= 100
    assert time.process_time() - begun < 3
