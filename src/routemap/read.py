"""Bytes of one file -> records with their row numbers, and what could not be read.

Nothing here judges values; that is :mod:`routemap.check`. A record that cannot be
told apart from its neighbours (a broken row) becomes a :class:`Problem`; the rest
of the file is still read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from operator import itemgetter
from typing import TextIO

from routemap.characters import may_hold_unshown
from routemap.model import Column, Table
from routemap.raw import MAX_RECORDS, RawTable, Record
from routemap.read_features import read_features, undecodable

csv.field_size_limit(16 * 1024 * 1024)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_table(table: Table, content: bytes) -> RawTable:
    """Read one file of the data folder.

    Parameters
    ----------
    table
        Which table the file holds.
    content
        Bytes of the file, whatever they are.

    Returns
    -------
    RawTable
        Records and problems; never raises for bad content.
    """
    raw = RawTable(table)
    begin = content[:4096]
    # one NUL is a broken cell; a file of two or four bytes a letter has them everywhere
    if content.startswith(_UTF16) or begin.count(b"\x00") > len(begin) / 8:
        return raw.fail(None, "encoding", "", "the file is not UTF-8 text; save it as UTF-8")
    if not content.strip():
        return raw.fail(None, "file", "", "the file is empty, perhaps half-written")
    return (read_features if table.geometry else _read_csv)(raw, content).close()


def _read_csv(raw: RawTable, content: bytes) -> RawTable:
    doubtful, odd = not _is_utf_8(content), may_hold_unshown(content)
    # surrogateescape keeps undecodable bytes in their cell, so that row and field can be named
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", "surrogateescape", newline="")
    lines = _csv_rows(raw, text)
    header_row, header = next(lines, (1, []))
    if not _check_header(raw, header_row, header):
        return raw
    # a column that is missing is read from an empty cell added at the end
    keys = raw.table.keys
    in_order = itemgetter(*(header.index(key) if key in header else -1 for key in keys))
    taken = True
    for number, (row, cells) in enumerate(lines):
        if number == MAX_RECORDS:
            return raw.fail(row, "file", "", f"more than {MAX_RECORDS:,} rows; split the data")
        if not any(cell.strip() for cell in cells):
            continue
        taken = False
        if len(cells) != len(header):
            raw.report(
                row,
                "row",
                "; ".join(cells),
                f"{len(cells)} cells where the header has {len(header)}; the row is left out",
            )
            continue
        broken = next((at for at, cell in enumerate(cells) if doubtful and undecodable(cell)), -1)
        if broken >= 0:
            shown = cells[broken].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            message = "not UTF-8 text; save the file as UTF-8; the row is left out"
            raw.report(row, header[broken], shown, message)
            continue
        cells.append("")
        values = dict(zip(keys, map(str.strip, in_order(cells)), strict=True))
        raw.take(Record(row, values), odd=odd)
        taken = True
    if not content.endswith((b"\n", b"\r")):
        raw.cut |= not taken
        hint = "the file ends without a line break and may be half-written; if it is whole, add one"
        raw.report(content.count(b"\n") + 1, "row", "", hint)
    return raw


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _csv_rows(raw: RawTable, text: TextIO) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, strict=True)
    while True:
        row = reader.line_num + 1
        try:
            yield row, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            ended = "end of data" in str(error)
            raw.cut |= ended
            hint = "; the file may be half-written" if ended else ""
            raw.report(row, "row", "", f"not readable as CSV ({error}){hint}; the row is left out")


def _check_header(raw: RawTable, row: int, header: list[str]) -> bool:
    header[:] = [name.strip() for name in header]
    known = {column.key: column for column in raw.table.columns}
    for name in sorted({name for name in header if header.count(name) > 1}):
        raw.fail(row, name, "", "the column stands twice in the header; the file is left out")
    for name in header:
        if name not in known:
            expected = ", ".join(known)
            raw.report(row, name, "", f"unknown column, ignored; the columns are {expected}")
    for column in raw.table.columns:
        if column.key not in header:
            _report_missing(raw, row, column)
    return raw.readable


def _report_missing(raw: RawTable, row: int, column: Column) -> None:
    if column.required:
        raw.fail(row, column.key, "", "the required column is missing; the file is left out")
    else:
        raw.report(row, column.key, "", "the column is missing; its values stay unknown")
