"""Rows of the sheets of an XLSX workbook."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any, Final

from routemap.data.incoming.foreign_table import (
    MAX_COLUMNS,
    ForeignRow,
    ForeignTable,
    Intake,
    Source,
    checked_header,
    named_cells,
)
from routemap.data.incoming.unpacked import DAMAGED, open_archive
from routemap.model.errors import IncomingFileError
from routemap.model.text import line_feeds

_MAX_PART: Final = 10_000_000
"""Bytes of a part other than a sheet and the texts, which is read as a tree."""
_LONG_PARTS: Final = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_XML: Final = re.compile(r"\.(xml|rels|vml)", re.IGNORECASE)
_FIX: Final = "the workbook is damaged or encrypted; save it again, or as CSV"
_MAX_SHEET: Final = 1_048_576
"""Rows of a sheet: the limit of the format."""
_NOT_A_SIGN: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def workbook_tables(source: Source, intake: Intake) -> list[ForeignTable]:
    """Return the tables of a workbook, one per sheet that has a header.

    Dates become ISO days; where the cell shows only a month or a year, a month or a year. Of a
    formula, the result that was saved is read. Nothing that the workbook links to is fetched.

    Raises
    ------
    IncomingFileError
        If the file is damaged, encrypted, or too large when unpacked.
    """
    _check_parts(source)
    import openpyxl  # noqa: PLC0415 - takes a second, and few files are workbooks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which are not read
            book = openpyxl.load_workbook(
                io.BytesIO(source.content), read_only=True, data_only=True, keep_links=False
            )
            tables = [_table(source, sheet, intake) for sheet in book.worksheets]
    except IncomingFileError:
        raise
    except (*DAMAGED, SyntaxError) as error:  # SyntaxError: of XML
        raise IncomingFileError(_FIX) from error
    return [table for table in tables if table is not None]


def _check_parts(source: Source) -> None:
    """Refuse parts that are large, or that define entities, which OOXML does not allow."""
    archive = open_archive(source.content)
    for name in filter(_XML.search, archive.names):
        if not _LONG_PARTS.fullmatch(name) and archive.size(name) > _MAX_PART:
            raise IncomingFileError(
                f"the part {name:.100} of the workbook has more than {_MAX_PART:,} bytes; copy the "
                "cells into a new workbook"
            )
        if archive.has_document_type(name):
            raise IncomingFileError("the workbook has a document type, which is not allowed")


def _table(source: Source, sheet: Any, intake: Intake) -> ForeignTable | None:
    file = f"{source.name}/{sheet.title}"
    columns: list[str] = []
    header = 0
    rows: list[ForeignRow] = []
    for number, texts in _rows(sheet):
        if not columns:
            columns, header = checked_header(texts), number
            continue
        intake.count_row()
        rows.append(ForeignRow(number, named_cells(file, number, columns, texts, intake)))
    if not columns:
        return None
    names = tuple(filter(None, columns))
    return ForeignTable(file, sheet.title.strip().lower(), names, tuple(rows), header)


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row with text, within bounds: a sheet can claim any size."""
    from openpyxl.cell.read_only import EMPTY_CELL  # noqa: PLC0415 - see above

    rows = sheet.iter_rows(max_row=_MAX_SHEET, max_col=MAX_COLUMNS + 1)
    empty = None
    for number, cells in enumerate(rows, start=1):
        if cells is empty:  # rows that are not in the file are one object
            continue
        texts = ["" if cell is EMPTY_CELL else _text(cell) for cell in cells]
        if any(texts):
            yield number, texts
        else:
            empty = cells


def _text(cell: Any) -> str:
    """Return the value of a cell as text."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case dt.datetime() if value.time() != dt.time():
            return value.isoformat(timespec="minutes")
        case dt.date():
            return _day(value, str(cell.number_format))
    return line_feeds(str(value)).strip()


def _day(value: dt.date, shown: str) -> str:
    """Return a date with the precision that its cell shows."""
    signs = _NOT_A_SIGN.sub("", shown).lower()
    if "d" in signs or "y" not in signs:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in signs else f"{value:%Y}"
