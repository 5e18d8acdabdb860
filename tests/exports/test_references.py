"""Citations keep the precision of dates, and never split a name in the wrong place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from routemap.data.load import load
from routemap.exports import Extract, extract, format_named
from routemap.exports.references.csl import csl_date
from routemap.exports.references.ris import ris_date
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import Row, WriteFolder, shipped, small_rows
from tests.exports.reading_references import decoded_bibtex

MADE = datetime(2026, 11, 24, tzinfo=UTC)
SHIPPED_WHOLE = extract(select(shipped().dataset, Query()), made=MADE)
HOSTILE = '50% of $x & {#1_a} \\write18{id} ~^<b>|"quoted"</b> 두만강 مرحبا 🚂 @article{x,'


def with_article(write_folder: WriteFolder, **changes: Any) -> Extract:
    rows = small_rows()
    rows["articles"][0].update(changes)
    return extract(select(load(write_folder(rows)).dataset, Query()), made=MADE)


def csl(whole: Extract) -> list[Row]:
    return json.loads(format_named("csl").make(whole))


def ris(whole: Extract) -> list[Row]:
    return rispy.loads(format_named("ris").make(whole).decode())


def bibtex(whole: Extract) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(format_named("bibtex").make(whole).decode())
    return {
        entry.key: {key: field.value for key, field in entry.fields_dict.items()}
        for entry in library.entries
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-11-02", {"date-parts": [[2022, 11, 2]]}),
        ("2022-09", {"date-parts": [[2022, 9]]}),
        ("2013", {"date-parts": [[2013]]}),
        ("2022-11~", {"date-parts": [[2022, 11]], "circa": True}),
        ("2022-11-02?", {"date-parts": [[2022, 11, 2]], "circa": True}),
        ("2024-07/2024-08", {"date-parts": [[2024, 7], [2024, 8]]}),
        ("2022-11~/2022-12-01", {"date-parts": [[2022, 11], [2022, 12, 1]], "circa": True}),
        ("2022-11-02/2022-11-02", {"date-parts": [[2022, 11, 2]]}),
        ("2022-22", {"date-parts": [[2022]], "season": 2}),
        ("2022-22/2022-23", {"literal": "between summer and autumn 2022"}),
        ("2022-11/..", {"literal": "since November 2022"}),
        ("../2022-11-02", {"literal": "until 2 November 2022"}),
        ("2022-XX-XX", {"date-parts": [[2022]]}),
        ("202X", {"literal": "202X"}),
    ],
)
def test_a_csl_date_is_not_more_precise_than_the_edtf_date(text: str, expected: Row) -> None:
    assert csl_date(text) == {"edtf": text, **expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-11-02", ("2022", "2022/11/02/")),
        ("2013", ("2013", "2013///")),
        ("2022-11~", ("2022", "2022/11//around November 2022")),
        ("2022-22", ("2022", "2022///in summer 2022")),
        ("2022-11/..", ("2022", "2022/11//since November 2022")),
        ("../2022-11-02", ("2022", "2022/11/02/until 2 November 2022")),
        ("202X", ("", "///in 202X")),
    ],
)
def test_a_ris_date_says_in_words_what_its_numbers_cannot(
    text: str, expected: tuple[str, str]
) -> None:
    assert ris_date(text) == expected


@pytest.mark.parametrize("published", ["2022-11-08/2022-11-09", "2023-06~", "2022-22", "202X"])
def test_bibtex_keeps_the_edtf_date_beside_year_and_month(
    published: str, write_folder: WriteFolder
) -> None:
    entry = bibtex(with_article(write_folder, published=published))["paper"]
    assert entry["date"] == published
    assert entry.get("year", "") == ("" if "X" in published else published[:4])
    assert entry.get("month", "") == {"2022-11": "nov", "2023-06": "jun"}.get(published[:7], "")


def test_names_are_split_only_if_their_parts_are_clear(write_folder: WriteFolder) -> None:
    whole = with_article(write_folder, author="Sarah Kim;J. Bermudez;Cha, Victor;Kim Yo-jong")
    assert csl(whole)[0]["author"] == [
        {"literal": "Sarah Kim"},
        {"family": "Bermudez", "given": "J."},
        {"family": "Cha", "given": "Victor"},
        {"literal": "Kim Yo-jong"},
    ]
    assert ris(whole)[0]["authors"] == ["Sarah Kim", "Bermudez, J.", "Cha, Victor", "Kim Yo-jong"]
    library = bibtexparser.parse_string(
        format_named("bibtex").make(whole).decode(),
        append_middleware=[SeparateCoAuthors(), SplitNameParts()],
    )
    names = library.entries[0]["author"]
    assert [(" ".join(name.first), " ".join(name.last)) for name in names] == [
        ("", "{Sarah Kim}"),
        ("J.", "Bermudez"),
        ("Victor", "Cha"),
        ("", "{Kim Yo-jong}"),
    ]


def test_references_have_no_access_date() -> None:
    assert not any("accessed" in item for item in csl(SHIPPED_WHOLE))
    assert not any({"access_date", "Y2"} & set(record) for record in ris(SHIPPED_WHOLE))
    assert not any("urldate" in entry for entry in bibtex(SHIPPED_WHOLE).values())


def test_every_reference_has_the_language_and_sources_by_stance() -> None:
    articles = SHIPPED_WHOLE.articles
    records = {record["id"]: record for record in ris(SHIPPED_WHOLE)}
    entries = bibtex(SHIPPED_WHOLE)
    for item in csl(SHIPPED_WHOLE):
        key = item["id"]
        row = articles.loc[key]
        said = row["language"]
        assert (item["language"], records[key]["language"], entries[key]["language"]) == (
            said, said, said,
        )  # fmt: skip
        for note in (item["note"], *records[key]["notes"][:1]):
            assert row["note"] in note
    note = next(item["note"] for item in csl(SHIPPED_WHOLE) if item["id"] == "yonhap-2022-12-23")
    assert "Denies (2): North Korean foreign ministry; Reports (1): Tokyo" in note


def test_titles_by_editors_are_marked(write_folder: WriteFolder) -> None:
    ours = with_article(write_folder, title="[On shells]")
    theirs = with_article(write_folder, title="[News] Shells")
    assert "the words in brackets are ours" in csl(ours)[0]["note"]
    assert "the words in brackets are ours" not in csl(theirs)[0]["note"]
    assert "“[News] Shells”" in theirs.claims["citation"][0]
    assert "“" not in ours.claims["citation"][0]


def test_a_reprint_names_its_original(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["articles"].append({**rows["articles"][0], "id": "first", "publisher": "The First"})
    rows["articles"][0]["reprint_of"] = "first"
    whole = extract(select(load(write_folder(rows)).dataset, Query()), made=MADE)
    notes = {item["id"]: item["note"] for item in csl(whole)}
    assert "Reprint of A. Writer, “Arms and denials”, The First, published" in notes["paper"]
    assert "No claim is exported from it" in notes["first"]


def test_hostile_text_is_read_back_unchanged(write_folder: WriteFolder) -> None:
    whole = with_article(
        write_folder, title=HOSTILE, publisher="P}{\nER  - \nTY  - BOOK", note="a\r\nb"
    )
    assert len(csl(whole)) == len(ris(whole)) == len(bibtex(whole)) == 1
    assert ris(whole)[0]["title"] == csl(whole)[0]["title"] == HOSTILE
    entry = decoded_bibtex(format_named("bibtex").make(whole)).entries[0]
    assert entry["title"] == HOSTILE
    assert entry["journal"] == ris(whole)[0]["secondary_title"] == "P}{ ER - TY - BOOK"
    assert ris(whole)[0]["type_of_reference"] == "NEWS"


def test_a_query_cannot_break_the_comment_at_the_head_of_bibtex(write_folder: WriteFolder) -> None:
    dataset = load(write_folder(small_rows())).dataset
    whole = extract(select(dataset, Query(text="} @article{x, title={y}} %")), made=MADE)
    library = bibtexparser.parse_string(format_named("bibtex").make(whole).decode())
    assert len(library.comments) == 1
    assert library.entries == library.failed_blocks == []


def test_a_citation_processor_prints_every_reference() -> None:
    # citeproc-py 0.11 parses intervals but cannot print them
    items = [item for item in csl(SHIPPED_WHOLE) if "/" not in item["issued"]["edtf"]]
    assert len(items) > 30
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    printed = [str(entry) for entry in bibliography.bibliography()]
    assert len(printed) == len(items)
    for item in items:
        year = str(item["issued"]["date-parts"][0][0])
        said = [item["title"], item["container-title"], item["URL"], year]
        assert any(all(part in text for part in said) for text in printed)


def test_archived_copy_original_title_and_retraction_are_in_their_fields(
    write_folder: WriteFolder,
) -> None:
    whole = with_article(
        write_folder,
        original_title="Оружие & опровержения",
        archived_url="https://archive.example/a_b",
        retrieved_on="2024-05-03",
        retracted_on="2024-05",
    )
    (item,) = csl(whole)
    CiteProcJSON([item])
    assert item["title"] == "Arms and denials"
    assert item["original-title"] == "Оружие & опровержения"
    assert item["archive_location"] == "https://archive.example/a_b"
    assert item["accessed"]["date-parts"] == [[2024, 5, 3]]
    assert item["status"] == "retracted"
    assert item["note"].startswith("Retracted in May 2024. Its claims are withdrawn.")
    (record,) = ris(whole)
    assert (record["title"], record["translated_title"]) == (
        "Оружие & опровержения",
        "Arms and denials",
    )
    assert record["unknown_tag"]["AV"][0] == "https://archive.example/a_b"
    assert record["access_date"] == "2024/05/03/"
    assert decoded_bibtex(format_named("bibtex").make(whole)).failed_blocks == []
    (entry,) = bibtex(whole).values()
    assert entry["urldate"] == "2024-05-03"
    assert entry["origtitle"] == r"{Оружие \& опровержения}"
    assert entry["addendum"] == (
        r"Retracted in May 2024. Archived copy: \url{https://archive.example/a_b}"
    )
