"""Rows of a CSV file with any usual separator."""

from __future__ import annotations

import csv
import io
from typing import Final

from routemap.data.incoming.foreign_table import (
    ForeignRow,
    ForeignTable,
    Intake,
    Source,
    checked_header,
    named_cells,
)
from routemap.data.reading.csv_fault import csv_fault
from routemap.model.errors import IncomingFileError
from routemap.model.problem import Problem
from routemap.model.text import line_feeds

_SEPARATORS: Final = ",;\t|"
_HEAD: Final = 4096


def csv_table(source: Source, intake: Intake) -> ForeignTable:
    """Return the table of a CSV file in UTF-8; its first row has the names of the columns.

    The separator is the one of commas, semicolons, tabs and vertical bars that divides the first
    row into most cells. Rows that cannot be read are reported.

    Raises
    ------
    IncomingFileError
        If the file is not text in UTF-8, or has no header, or the same column twice.
    """
    text = line_feeds(_decoded(source.content))
    head = next((line for line in text.splitlines() if line.strip()), "")[:_HEAD]
    separator = max(_SEPARATORS, key=lambda mark: len(next(csv.reader([head], delimiter=mark), [])))
    reader = csv.reader(io.StringIO(text), strict=True, delimiter=separator)
    columns: list[str] = []
    rows: list[ForeignRow] = []
    header = 0
    while True:
        row = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            break
        except csv.Error as error:
            fault = csv_fault(error)
            intake.report(Problem(source.name, row, "row", "", fault, code="row-unreadable"))
            continue
        if not any(cells):
            continue
        if not columns:
            columns, header = checked_header(cells), row
            continue
        intake.count_row()
        if len(cells) != len(columns):
            fault = (
                f"the row has {len(cells)} cells, but the header has {len(columns)}; put quotation "
                "marks around a text with separators"
            )
            value = "; ".join(cells)
            intake.report(Problem(source.name, row, "row", value, fault, code="row-cells"))
            continue
        rows.append(ForeignRow(row, named_cells(source.name, row, columns, cells, intake)))
    if not columns:
        raise IncomingFileError("the file is empty; give a file with a header and rows")
    names = tuple(filter(None, columns))
    return ForeignTable(source.name, source.stem, names, tuple(rows), header)


def _decoded(content: bytes) -> str:
    if b"\0" in content[:_HEAD]:
        raise IncomingFileError(
            "the file is neither UTF-8 text nor of a known format; give CSV in UTF-8, XLSX, JSON "
            "Lines, GeoJSON, or a data package"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise IncomingFileError(f"line {line} is not UTF-8 text; save the file as UTF-8") from error
