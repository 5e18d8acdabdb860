"""Read the bytes of a file into records with row numbers, and report what could not be read.

Values are not checked here, but in :mod:`routemap.data.checks.check`. A broken row becomes a
:class:`~routemap.model.problem.Problem`; the rest of the file is still read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from operator import itemgetter
from typing import TextIO

from routemap.data.reading.csv_fault import csv_fault
from routemap.data.reading.csv_header import Header, fitted, read_header, usual_width
from routemap.data.reading.read_geojson import read_features, undecodable
from routemap.data.reading.records import MAX_RECORDS, RawTable, Record
from routemap.model.columns import Table
from routemap.model.findings import Effect
from routemap.model.text import may_hold_unshown, shows_nothing

csv.field_size_limit(16 * 1024 * 1024)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_KINDS = {
    b"pk\x03\x04": "the file is a spreadsheet or an archive; export it as CSV or GeoJSON in UTF-8",
    b"\xd0\xcf\x11\xe0": "the file is an old spreadsheet; export it as CSV in UTF-8",
    b"<!doctype html": "the file is a web page, perhaps a login page; download the file itself",
    b"<html": "the file is a web page, perhaps a login page; download the file itself",
    b"version https://git-lfs": "the file is only a Git LFS pointer; run git lfs pull",
}
_MERGE_MARKS = ("<<<<<<<", "=======", ">>>>>>>")


def read_table(table: Table, content: bytes) -> RawTable:
    """Read one file of the data folder.

    Parameters
    ----------
    table
        The table of the file.
    content
        Bytes of the file; they can be invalid.

    Returns
    -------
    RawTable
        Records and problems; invalid content never raises an error.
    """
    raw = RawTable(table)
    begin = content[:4096]
    # one NUL is a broken cell; a file with two or four bytes per letter has them everywhere
    if content.startswith(_UTF16) or begin.count(b"\x00") > len(begin) / 8:
        message = "the file is not UTF-8 text; save it as UTF-8"
        return raw.fail(None, "encoding", message, "file-encoding")
    for signature, what in _OTHER_KINDS.items():
        if content.lstrip()[:40].lower().startswith(signature):
            return raw.fail(None, "file", what, "file-kind")
    if not content.strip():
        message = "the file is empty and may be half-written; save it again"
        return raw.fail(None, "file", message, "file-unreadable")
    return (read_features if table.geometry else _read_csv)(raw, content).close()


def _read_csv(raw: RawTable, content: bytes) -> RawTable:
    doubtful, odd = not _is_utf_8(content), may_hold_unshown(content)
    # surrogateescape keeps undecodable bytes in their cell, so that row and field can be named;
    # without newline="" the lines within a cell end with line feeds, as in all other texts
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", "surrogateescape")
    lines = _csv_rows(raw, text)
    header_row, cells = next(lines, (1, []))
    header = read_header(raw, header_row, cells, content)
    if header is None:
        return raw.only_causes()
    # a missing column is read from an empty cell that is added at the end
    keys, in_order = raw.table.keys, itemgetter(*header.at)
    width = len(header.names)
    unnamed: dict[int, list[Record]] = {place: [] for place in header.unnamed}
    taken = True
    usual: int | None = None  # looked up only if a row has another number of cells
    for number, (row, found) in enumerate(lines):
        if number == MAX_RECORDS:
            message = f"more than {MAX_RECORDS:,} rows; split the data"
            return raw.fail(row, "file", message, "file-unreadable")
        if not any(map(str.strip, found)):
            continue
        if len(found) != width and usual is None:
            usual = _usual_width(content)
        cells = found if usual is None else fitted(found, header.names, usual)
        taken = len(cells) == width and not (doubtful and any(map(undecodable, cells)))
        if not taken:
            _report_row(raw, header, row, cells)
            continue
        cells.append("")
        values = dict(zip(keys, map(str.strip, in_order(cells)), strict=True))
        own = tuple(cells[at].strip() for at in header.own) if header.own else ()
        record = Record(row, values, own=own)
        raw.take(record, odd=odd)
        for place, rows in unnamed.items():
            if not shows_nothing(cells[place]):
                rows.append(record)
    _report_unnamed(raw, unnamed)
    if not content.endswith((b"\n", b"\r")):
        raw.cut |= not taken
        message = "the file ends without a line break and may be half-written; if not, add one"
        raw.report(content.count(b"\n") + 1, "row", message, "file-ending")
    return raw


def _usual_width(content: bytes) -> int:
    lines = io.StringIO(content.decode("utf-8", "replace"), newline="")
    try:
        _, *widths = map(len, filter(None, csv.reader(lines)))
    except csv.Error:  # a cell of many megabytes, which is reported with its row
        return 0
    return usual_width(widths)


def _report_row(raw: RawTable, header: Header, row: int, cells: list[str]) -> None:
    at = header.at[raw.table.keys.index("id")]
    key = _replaced(cells[at]).strip() if at < len(cells) else ""
    width = len(header.names)
    if len(cells) == width:
        place = next(place for place, cell in enumerate(cells) if undecodable(cell))
        field, value, code = header.names[place] or _position(place), cells[place], "row-encoding"
        message = "the value is not UTF-8 text; save the file as UTF-8"
    else:
        field, value, code = "row", "; ".join(cells), "row-cells"
        message = f"the row has {len(cells)} cells, but the header has {width}"
        if cells[0].startswith(_MERGE_MARKS):
            message = "a conflict marker of an unfinished merge; resolve the conflict"
        elif len(cells) > width:
            beyond = [at for at in range(width, len(cells)) if not shows_nothing(cells[at])]
            if beyond:
                message += f", so {_position(beyond[0])} has a value but no name"
            message += "; put quotation marks around a text with commas"
    raw.report(
        row,
        field,
        message,
        code,
        value=_replaced(value),
        record=key,
        effect=Effect.RECORD,
        outcome="the row is left out",
    )


def _report_unnamed(raw: RawTable, unnamed: dict[int, list[Record]]) -> None:
    """Report columns with values but without a name; spreadsheets also leave empty ones."""
    for place, records in unnamed.items():
        if records:
            rows = "1 row" if len(records) == 1 else f"{len(records):,} rows"
            message = f"the column has values in {rows} but no name and is ignored; add a name"
            first = records[0]
            raw.report(
                first.row,
                _position(place),
                message,
                "column-unnamed",
                record=first.values["id"],
            )


def _position(place: int) -> str:
    return f"column {place + 1}"


def _replaced(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _csv_rows(raw: RawTable, text: TextIO) -> Iterator[tuple[int, list[str]]]:
    ended = False

    def lines() -> Iterator[str]:
        nonlocal ended
        yield from text
        ended = True  # the parser needs another line: the file ends within a row

    reader = csv.reader(lines(), strict=True)
    while True:
        row = reader.line_num + 1
        try:
            yield row, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raw.cut |= ended
            hint = "; the file may be half-written" if ended else ""
            raw.report(
                row,
                "row",
                f"{csv_fault(error)}{hint}",
                "row-unreadable",
                effect=Effect.RECORD,
                outcome="the row is left out",
            )
