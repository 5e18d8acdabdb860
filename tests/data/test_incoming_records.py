"""Records of foreign files: formats, mappings, bounds, and the comparison with the data."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import claim, outlined_rows, small_rows, write_rows

from routemap.data.drafts.draft_file import TABLE
from routemap.data.drafts.drafted_files import drafted_files
from routemap.data.drafts.from_records import edits_from
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.incoming import file_formats, foreign_table, unpacked
from routemap.data.incoming.column_mapping import TableMapping, read_mapping
from routemap.data.incoming.file_formats import FORMATS, Reading, Received, read_files
from routemap.data.incoming.incoming_record import IncomingRecord
from routemap.data.load import SHIPPED, Loaded, load, load_snapshot
from routemap.data.reading.snapshot import Snapshot
from routemap.data.record_changes import CASE, record_changes
from routemap.exports import extract, format_named
from routemap.model.draft import GEOMETRY, Draft
from routemap.model.errors import IncomingFileError
from routemap.model.tables import TABLES
from routemap.questions.query import Query
from routemap.questions.selection import select

STRAIT = Path(__file__).parents[1] / "cases" / "strait"
ALLEGATION = {"id": "carts", "statement": "Carts move.", "part_of": "", "note": "Two, or more"}
CELLS = {key: text for key, text in ALLEGATION.items() if key != "id"}
DAY = dt.date(2024, 5, 3)
POINT = {"type": "Point", "coordinates": [130.5, 42.3]}


def read(path: Path, content: bytes | str, reading: Reading | None = None) -> Received:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_files([str(path)], reading)


def faults(received: Received) -> list[str]:
    """Return the problems without the folder of the file."""
    return [re.sub(r"^/\S*/(?=\w+\.\w+)", "", str(item)) for item in received.problems]


def table_of(separator: str, row: dict[str, str] = ALLEGATION) -> str:
    quoted = [f'"{text}"' for text in row.values()]
    return f"{separator.join(row)}\n{separator.join(quoted)}\n"


def workbook(sheets: dict[str, list[list[Any]]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell, shown in (formats or {}).items():
            sheet[cell].number_format = shown
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


DESCRIPTOR = {"resources": [{"name": "allegations", "path": "data/list.csv"}]}
ONE_RECORD = {
    "allegations.csv": table_of(",").encode(),
    "with_mark.csv": b"\xef\xbb\xbf" + table_of(",").encode(),
    "semicolons.csv": table_of(";").encode(),
    "tabs.txt": table_of("\t").replace("\n", "\r\n").encode(),
    "lines.jsonl": json.dumps({"table": "allegations", **ALLEGATION}).encode(),
    "desk.xlsx": workbook({"Allegations": [[*ALLEGATION], [*ALLEGATION.values()]], "Empty": []}),
    "folder.zip": zipped({"a/allegations.csv": table_of(",").encode(), "a/case.toml": b""}),
    "package.zip": zipped(
        {
            "datapackage.json": json.dumps(DESCRIPTOR).encode(),
            "data/list.csv": table_of(",").encode(),
        }
    ),
}


@pytest.mark.parametrize("name", ONE_RECORD)
def test_each_format_is_recognised_by_its_content(name: str, tmp_path: Path) -> None:
    received = read(tmp_path / name, ONE_RECORD[name])
    assert received.problems == ()
    assert received.notices == ()
    (record,) = received.records
    assert (record.table, record.record, dict(record.cells)) == ("allegations", "carts", CELLS)
    assert record.file.startswith(str(tmp_path / name))
    assert record.row == (1 if name.endswith(".jsonl") else 2)


def test_every_format_has_a_meaning_and_is_tried_by_a_test() -> None:
    tried = {next(row.key for row in FORMATS if row.is_this(item)) for item in ONE_RECORD.values()}
    others = {"old-workbook", "page", "geojson", "descriptor"}
    assert tried | others == {row.key for row in FORMATS}
    assert all(row.meaning.endswith(".") for row in FORMATS)


def test_places_and_routes_are_read_from_geojson(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"id": "a", "uncertainty_km": 2.0}, "geometry": POINT},
        {"type": "Feature", "properties": {"id": "b", "aliases": ["x", "y"]}, "geometry": None},
        "nonsense",
    ]
    document = {"type": "FeatureCollection", "features": features}
    received = read(tmp_path / "places.geojson", json.dumps(document, indent=1))
    first, second = received.records
    assert first.cells == {"uncertainty_km": "2", GEOMETRY: json.dumps(POINT)}
    assert second.cells["aliases"] == "x;y"
    assert first.line == 4
    (fault,) = faults(received)
    assert fault.startswith("places.geojson:29 (feature 3): row: the item is not a GeoJSON feature")


def test_geometry_in_json_lines_and_in_a_column_of_a_table(tmp_path: Path) -> None:
    line = json.dumps({"table": "places", "id": "a", "geometry": POINT})
    (record,) = read(tmp_path / "x.jsonl", line).records
    assert json.loads(record.cells[GEOMETRY]) == POINT
    point, dot = (
        json.dumps({"type": kind, "coordinates": [1, 2]}).replace('"', '""')
        for kind in ("Point", "Dot")
    )
    text = f'id,geometry\na,"{point}"\nb,north\nc,"{dot}"\nd,\n'
    received = read(tmp_path / "places.csv", text)
    assert [item.record for item in received.records] == ["a", "d"]
    assert faults(received) == [
        "places.csv:3 (b): geometry: the text is not a GeoJSON geometry",
        "places.csv:4 (c): geometry: the geometry is not a valid Point",
    ]


def test_dates_and_numbers_of_a_workbook_are_plain_text(tmp_path: Path) -> None:
    rows = [
        ["id", "said", "happened", "coded_on", "amount_min", "amount_max", "quantity", "note"],
        ["a", DAY, dt.datetime.fromisoformat("2024-05-01"), dt.date(2023, 1, 1), 3.0, 4.5, 7, True],
    ]  # fmt: skip
    content = workbook({"claims": rows}, {"C2": "mmm\\-yy", "D2": 'yyyy" day"'})
    (record,) = read(tmp_path / "desk.xlsx", content, Reading("claims")).records
    assert record.cells == {
        "said": "2024-05-03", "happened": "2024-05", "coded_on": "2023", "amount_min": "3",
        "amount_max": "4.5", "quantity": "7", "note": "true",
    }  # fmt: skip
    assert record.place.endswith("desk.xlsx/claims:2")


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.csv", b"", "the file is empty; give a file with a header and rows"),
        ("a.csv", b"PK\x03\x04 nonsense", "the archive is damaged; pack it again"),
        ("a.csv", b"a\x00b\x00", "the file is neither UTF-8 text nor of a known format"),
        ("a.csv", b"id,note\nx,\xe9\n", "line 2 is not UTF-8 text; save the file as UTF-8"),
        ("a.csv", "id,id\nx,y\n", "the column “id” appears twice; rename one"),
        ("a.csv", "one,two\nx,y\n", "its table is not clear; name the file or sheet after a table"),
        ("a.xls", b"\xd0\xcf\x11\xe0 x", "the workbook is encrypted or of an old format"),
        ("a.html", "<!doctype html><p>x", "the file is a web page, perhaps a login page"),
        ("a.json", '{"type": "FeatureCollection"}', "the file is not a GeoJSON FeatureCollection"),
        (
            "a.json",
            '{"type": "FeatureCollection", "crs": {"type": "name", "properties": '
            '{"name": "EPSG:3857"}}, "features": []}',
            "the coordinates are not WGS 84 longitude, latitude, but “EPSG:3857”",
        ),
        ("a.zip", zipped({"x.txt": b""}), "it has neither datapackage.json nor a file of the data"),
        ("a.jsonl", '{"table": "claim", "id": "x"}', "the table “claim” is unknown; name the file"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<x"}), "the workbook is damaged or encrypted"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    name: str, content: bytes | str, fault: str, tmp_path: Path
) -> None:
    received = read(tmp_path / name, content)
    assert received.records == ()
    (found,) = faults(received)
    assert found.startswith(f"{name}: file: {fault}")


@pytest.mark.parametrize(
    ("ending", "content", "fault"),
    [
        ("csv", "id,note\nx\n", "2: row: the row has 1 cells, but the header has 2"),
        ("csv", 'id,note\nx,"a"b\n', "2: row: the row is not valid CSV (text follows a "
         "closing quotation mark); a quotation mark is missing or one too many"),
        ("csv", "id,note\n,x\n", "2: id: the id of the claim is missing; add it"),
        ("csv", "id,\nx,y\n", "2: row: the value is in a column without a name"),
        ("csv", 'id,note\n"x\ny",z\n', "2 (x y): id: an id is one line"),
        ("csv", f"id,note\nx,{'a' * 20_001}\n", "2 (x): note: the value is longer than 20,000"),
        ("csv", "id,note\nx,a\nx,b\n", "3 (x): id: "),
        ("jsonl", '{"id": 1, "id": 2}', "1: row: the text is not valid JSON (the member “id” "
         "appears twice in an object); correct it"),
        ("jsonl", '{"id": "x", "note": ["a"]}', "1 (x): note: the value is a list; write a text"),
        ("jsonl", '{"id": "x", "cargo": ["a;b"]}', "1 (x): cargo: a value of the list has “;”"),
        ("jsonl", '{"id": "x", "note": "\\ud800"}', "1 (x): note: the value has half of a"),
        ("jsonl", '{"id": "x", "note": NaN}', "1: row: the text is not valid JSON (NaN is not"),
        ("jsonl", '{"id": "x"}\n[]', "2: row: the line is not a JSON object"),
        ("jsonl", '{"table": 1, "id": "x"}', "1: row: “table” must be the name"),
    ],
)  # fmt: skip
def test_a_fault_names_file_row_record_and_field(
    ending: str, content: str, fault: str, tmp_path: Path
) -> None:
    (found,) = faults(read(tmp_path / f"claims.{ending}", content))
    assert found.startswith(f"claims.{ending}:{fault}")


def test_a_record_that_is_given_twice_alike_is_one(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "claims.csv", "id,note\nx,a\nx,a\n").records
    assert record.row == 2


def test_unknown_columns_are_left_out_with_a_notice(tmp_path: Path) -> None:
    received = read(tmp_path / "claims.csv", "ID,notes,Desk\nx,a,b\n")
    assert [item.cells for item in received.records] == [{}]
    assert [item.field for item in received.notices] == ["notes", "Desk"]
    assert "it is left out; did you mean “note”?" in received.notices[0].fault


def test_a_table_is_guessed_by_its_columns_only_if_one_fits(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "desk.csv", "id,statement\nx,y\n").records
    assert record.table == "allegations"
    assert read(tmp_path / "desk.csv", "id,name,kind\nx,y,z\n").records[0].table == "sources"
    (given,) = read(tmp_path / "desk.csv", "id,name\nx,y\n", Reading("vessels")).records
    assert given.table == "vessels"


# bounds


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacked, "MAX_UNPACKED", 100_000)
    content = zipped({"claims.csv": b"0" * 200_000})
    assert len(content) < 1_000
    assert (
        "unpacked, the archive has more than 0 MB" in faults(read(tmp_path / "x.zip", content))[0]
    )
    many = zipped({f"{n}.csv": b"" for n in range(foreign_table.MAX_ENTRIES + 1)})
    assert "more than 2,000 files" in faults(read(tmp_path / "x.zip", many))[0]


def test_an_archive_that_lies_about_a_size_is_damaged(tmp_path: Path) -> None:
    content = zipped({"claims.csv": b"0" * 5_000})
    size = (5_000).to_bytes(4, "little")
    assert content.count(size) == 2
    received = read(tmp_path / "x.zip", content.replace(size, (10).to_bytes(4, "little")))
    assert received.records == ()
    assert received.problems


def replaced_part(content: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {item.filename: archive.read(item) for item in archive.infolist()}
    return zipped({**files, name: part})


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)
SPARSE = (
    '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>id</t>'
    '</is></c></row><row r="5000"><c r="A5000" t="inlineStr"><is><t>x</t></is></c></row>'
    "</sheetData>"
)


def test_a_sheet_that_claims_to_be_huge_takes_no_memory(tmp_path: Path) -> None:
    content = workbook({"claims": [["id"], ["x"]]})
    sheet = SHEET.format(SPARSE).encode()
    received = read(tmp_path / "x.xlsx", replaced_part(content, "xl/worksheets/sheet1.xml", sheet))
    assert [(item.record, item.row) for item in received.records] == [("x", 5_000)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_entities_is_refused(tmp_path: Path, encoding: str) -> None:
    bomb = f'<?xml version="1.0"?>{" " * 5000}<!DOCTYPE a [<!ENTITY b "c">]>{SHEET.format("")}'
    content = workbook({"claims": [["id"]]})
    content = replaced_part(content, "xl/worksheets/sheet1.xml", bomb.encode(encoding))
    (fault,) = faults(read(tmp_path / "x.xlsx", content))
    assert "the workbook has a document type, which is not allowed" in fault


def test_rows_columns_and_values_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = ",".join(f"c{n}" for n in range(foreign_table.MAX_COLUMNS + 1))
    assert "more than 300 columns" in faults(read(tmp_path / "claims.csv", f"{wide}\n"))[0]
    sheet = workbook({"claims": [wide.split(",")]})
    assert "more than 300 columns" in faults(read(tmp_path / "claims.xlsx", sheet))[0]
    monkeypatch.setattr(foreign_table, "MAX_ROWS", 3)
    long = "id,note\n" + "".join(f"x{n},\n" for n in range(4))
    assert "more than 3 rows; split them" in faults(read(tmp_path / "claims.csv", long))[0]
    halves = [tmp_path / "claims.csv", tmp_path / "claims.jsonl"]
    halves[0].write_text("id,note\na,\nb,\n", encoding="utf-8")
    halves[1].write_text('{"id": "c"}\n{"id": "d"}\n', encoding="utf-8")
    assert "more than 3 rows" in str(read_files([*map(str, halves)]).problems[0])
    nested = '{"a":' + "[" * 100_000
    assert "not valid JSON" in faults(read(tmp_path / "x.jsonl", nested))[0]
    monkeypatch.setattr(file_formats, "MAX_BYTES", 10)
    assert "larger than 0 MB" in faults(read(tmp_path / "claims.csv", long))[0]


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("https://data.example/claims.csv", "is an address; nothing is fetched"),
        ("../claims.csv", "leads out of the package"),
        ("/etc/passwd", "leads out of the package"),
        ("link.csv", "cannot be read: it is a link to a file outside the data folder"),
        ("missing.csv", "cannot be read: no such file"),
        ("list.pdf", "the format is unknown; known endings are .csv"),
        (None, "it has no path; write its data to a file"),
    ],
)
def test_a_package_reads_only_files_of_its_folder(
    path: str | None, fault: str, tmp_path: Path
) -> None:
    (tmp_path / "secret.csv").write_text(table_of(","), encoding="utf-8")
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "list.pdf").write_bytes(b"")
    document = {"resources": [{"name": "allegations", "path": path}]}
    received = read(folder / "datapackage.json", json.dumps(document))
    assert received.records == ()
    assert fault in str(received.problems[0])


# mappings

DESK = """
[articles]
from = "desk"
columns = { Ref = "id", Headline = "title", Paper = "publisher", Day = "published", Link = "url" }
constants = { language = "en" }

[claims]
from = "desk"
values = { stance = { claims = "asserts" }, features = { N = "north" } }
constants = { excerpt_kind = "paraphrase", allegation = "shells" }
separators = { features = "/" }
keep = ["Desk number"]

[claims.columns]
Ref = ["id", "article"]
Who = "source"
Says = "stance"
Where = "features"
Text = "excerpt"
Link = ""
"""
DESK_CSV = (
    "Ref,Headline,Paper,Day,Link,Who,Says,Where,Text,Desk number,Mood\n"
    "r1,A title,A paper,2022-11-02,https://r.example/1,council,claims,N / line,What it says,7,low\n"
)


@pytest.fixture
def mapping(tmp_path: Path) -> Callable[[str], tuple[TableMapping, ...]]:
    """Read the text of a mapping."""

    def read_text(text: str) -> tuple[TableMapping, ...]:
        path = tmp_path / "desk.toml"
        path.write_text(text, encoding="utf-8")
        return read_mapping(path)

    return read_text


def test_a_row_becomes_an_article_and_a_claim(mapping, tmp_path: Path) -> None:
    received = read(tmp_path / "desk.csv", DESK_CSV, Reading(mappings=mapping(DESK)))
    assert received.problems == ()
    article, found = received.records
    assert (article.table, article.record) == ("articles", "r1")
    assert article.cells == {
        "title": "A title", "publisher": "A paper", "published": "2022-11-02",
        "url": "https://r.example/1", "language": "en",
    }  # fmt: skip
    assert (found.table, found.record) == ("claims", "r1")
    assert found.cells == {
        "article": "r1", "source": "council", "stance": "asserts", "features": "north;line",
        "excerpt": "What it says", "Desk number": "7", "excerpt_kind": "paraphrase",
        "allegation": "shells",
    }  # fmt: skip
    assert [item.field for item in received.notices] == ["Mood"]  # no table takes it


def test_columns_with_degrees_become_a_point(mapping, tmp_path: Path) -> None:
    rows = mapping('[places]\npoint = ["Lon", "Lat"]\n')
    received = read(
        tmp_path / "places.csv", "id,Lon,Lat\na,130.5,42.3\nb,east,1\n", Reading(mappings=rows)
    )
    assert json.loads(received.records[0].cells[GEOMETRY]) == POINT
    assert faults(received) == [
        "places.csv:3 (b): geometry: “east” is not a number of degrees; write a number such as 25.5"
    ]


def test_all_unknown_columns_can_be_kept(mapping, tmp_path: Path) -> None:
    rows = Reading(mappings=mapping("[claims]\nkeep = true\n"))
    line = '{"id": "a", "tags": ["x", {"y": 1}], "Desk": "7"}'
    received = read(tmp_path / "claims.jsonl", line, rows)
    assert received.records[0].cells == {"tags": '["x",{"y":1}]', "Desk": "7"}
    received = read(tmp_path / "claims.csv", f"id,{'x' * 101}\na,b\n", rows)
    assert "the name has more than 100 characters" in faults(received)[0]


def test_a_column_of_the_mapping_that_is_missing_is_a_fault(mapping, tmp_path: Path) -> None:
    rows = mapping('[claims]\ncolumns = { Who = "source" }\n')
    (fault,) = faults(read(tmp_path / "claims.csv", "id,Whom\na,b\n", Reading(mappings=rows)))
    assert fault.startswith(
        "claims.csv:1: Who: the mapping names this column, which is missing; the file has id, Whom"
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[claim]", "[claim]: unknown table; did you mean “claims”?; tables are places, routes"),
        ("claims = 1", "[claims]: write a table, such as [claims]"),
        ("[claims]\ncolums = {}", "unknown field “colums”; did you mean “columns”?"),
        ('[claims]\ncolumns = { A = "sourc" }', "“sourc” is not a column of claims.csv; did you "
         "mean “source”?"),
        ('[claims]\ncolumns = { A = "source", B = "source" }', "two columns become “source”"),
        ('[claims]\nconstants = { note = 1 }', "constants, note: write a text in quotation marks"),
        ('[claims]\nvalues = { stance = "x" }', "values, stance: write a table"),
        ('[claims]\nseparators = { source = "," }', "“source” has one value; columns with several"),
        ('[claims]\nseparators = { cargo = "" }', "separators, cargo: the separator is empty"),
        ('[claims]\nkeep = "x"', "keep: write a list of names"),
        ('[claims]\npoint = ["a", "b"]', "name two columns of places"),
        ('[claims]\nfrom = " "', "from: write the name of a file or sheet"),
        ("[claims", "the file is not valid TOML"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_wrong_says_where(mapping, text: str, fault: str) -> None:
    with pytest.raises(IncomingFileError, match=r"desk\.toml") as error:
        mapping(text)
    assert fault in str(error.value)


# comparison with the data


def added(folder: Path, received: Received) -> Loaded:
    """Return the data of a folder with records added."""
    before = load(folder)
    incoming = edits_from(before.files, received.records)
    assert incoming.different == ()
    draft = drafts_of(folder).new("", "ann", "", incoming.edits)
    return with_edits(before, draft)


def with_edits(before: Loaded, draft: Draft) -> Loaded:
    return load_snapshot(Snapshot(drafted_files(before.files, draft), {}, before.dataset.basemap))


def package_of(loaded: Loaded, path: Path) -> Path:
    whole = extract(select(loaded.dataset, Query()), made=datetime(2026, 1, 1, tzinfo=UTC))
    path.write_bytes(format_named("package").make(whole))
    return path


def empty_like(folder: Path, loaded: Loaded) -> Path:
    """Return a folder without records, with the case of another one."""
    write_rows(folder, {})
    if loaded.dataset.case.text:
        (folder / "case.toml").write_text(loaded.dataset.case.text, encoding="utf-8")
    return folder


KEEP_ALL = tuple(TableMapping(table, table.name, keep=None) for table in TABLES)


def assert_the_package_gives_the_same_records(loaded: Loaded, folder: Path) -> None:
    package = package_of(loaded, folder / "package.zip")
    received = read_files([str(package)], Reading(mappings=KEEP_ALL))
    assert received.problems == ()
    after = added(empty_like(folder / "empty", loaded), received)
    assert [
        item for item in record_changes(loaded.dataset, after.dataset) if item.table != CASE
    ] == []
    for data in (loaded, after):
        again = edits_from(data.files, received.records)
        assert (again.edits, again.new, again.different) == ((), (), ())
        assert len(again.same) == sum(data.counts.values())


@pytest.mark.parametrize("name", ["shipped", "strait", "small", "outlined"])
def test_a_package_added_to_an_empty_case_gives_the_same_records(name: str, tmp_path: Path) -> None:
    folders = {
        "shipped": lambda: SHIPPED,
        "strait": lambda: STRAIT,
        "small": lambda: write_rows(tmp_path / "small", small_rows()),
        "outlined": lambda: write_rows(tmp_path / "outlined", outlined_rows()),
    }
    assert_the_package_gives_the_same_records(load(folders[name]()), tmp_path)


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn")), max_size=20
).map(str.strip)
"""Any text that a cell can contain."""


@given(TEXTS, TEXTS, st.lists(st.sampled_from(["a", "1.0", '{"a": [1, 2]}', "x;y"]), max_size=1))
@settings(max_examples=3, phases=(Phase.explicit, Phase.generate))
def test_any_texts_of_a_package_come_back_the_same(note: str, speaker: str, own: list[str]) -> None:
    rows = small_rows()
    rows["claims"][0] |= {"note": note, "speaker": speaker, "own": {"desk": "".join(own)}}
    rows["places"][0] |= {"note": note, "own": {"desk": [1, {"b": speaker}]}}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loaded = load(write_rows(folder / "small", rows))
        assert_the_package_gives_the_same_records(loaded, folder)


def test_values_that_are_written_otherwise_are_the_same(tmp_path: Path) -> None:
    loaded = load(write_rows(tmp_path / "small", outlined_rows()))
    records = [
        IncomingRecord("places", "north", {"uncertainty_km": "1.0", GEOMETRY: json.dumps(
            {"type": "Point", "coordinates": [130.6, 42.4, 7]})}, "x.csv", 2),
        IncomingRecord("claims", "c1", {"features": "north; line"}, "x.csv", 3),
        IncomingRecord("media", "photo", {
            "footprint": '{"coordinates":[130.5,42.3],"type":"Point"}'}, "x.csv", 4),
    ]  # fmt: skip
    assert len(edits_from(loaded.files, records).same) == 3
    other = [
        IncomingRecord(
            "places", "north", {"uncertainty_km": "2", GEOMETRY: json.dumps(POINT)}, "x.csv", 2
        ),
        IncomingRecord("claims", "c1", {"features": "line;north"}, "x.csv", 3),
    ]  # fmt: skip
    found = edits_from(loaded.files, other)
    assert [item.key for item in found.differences] == ["uncertainty_km", GEOMETRY, "features"]
    assert found.edits == ()
    changed = edits_from(loaded.files, other, update=True).edits
    assert [edit.table for edit in changed] == ["places", "claims"]  # in the order of the tables


def test_a_data_folder_is_read_without_its_other_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(STRAIT, folder)
    (folder / "selected.csv").write_text("claim,selected\n", encoding="utf-8")
    received = read_files([str(folder)], Reading(mappings=KEEP_ALL))
    assert {item.table for item in received.records} == set(TABLE) - {"vessels"}
    assert [item.file for item in received.notices] == [f"{folder}/selected.csv"]


def test_claims_are_the_same_whatever_the_order_of_columns(tmp_path: Path) -> None:
    loaded = load(write_rows(tmp_path / "small", small_rows()))
    row = {key: str(text) for key, text in claim("c4").items()}
    text = f"{','.join(reversed(row))}\n{','.join(reversed(row.values()))}\n"
    received = read(tmp_path / "claims.csv", text.replace("c4", "c9"))
    (new,) = edits_from(loaded.files, received.records).new
    assert new.record == "c9"
