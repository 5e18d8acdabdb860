"""Write cells of a CSV file, and leave every other byte of the file as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from routemap.model.errors import DataFileError

_CELL: Final = re.compile(r'"(?:[^"]|"")*"|[^,\r\n"][^,\r\n]*|')
_LINE_END: Final = re.compile(r"\r\n|\n|\r|\Z")
_QUOTED: Final = re.compile(r'[",\r\n]|^\s|\s$')

Spans = list[tuple[int, int]]


def with_cells(
    content: bytes, cells: Mapping[str, Mapping[str, str]], columns: Sequence[str], file: str
) -> bytes:
    """Return a CSV file with other values in some cells.

    Parameters
    ----------
    content
        A CSV file (RFC 4180) in UTF-8, whose column ``id`` names the records.
    cells
        The new values by id and column.
    columns
        The columns of the table. If the file lacks one that is written, those that it lacks are
        added at the end, in this order.
    file
        Name of the file, for messages.

    Raises
    ------
    DataFileError
        If the file cannot be changed at one place only: invalid CSV, or an id that is missing or
        not unique.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataFileError(f"{file}: the file is not UTF-8; save it as UTF-8") from error
    header, *rows = _rows(text, file)
    names = [_value(text[start:end]).strip().lstrip("\ufeff") for start, end in header]
    written = {key for own in cells.values() for key in own}
    added = [key for key in columns if key not in names] if written - set(names) else []
    at = {key: number for number, key in enumerate(names)}
    edits = [(header[-1][1], header[-1][1], "".join(f",{key}" for key in added))]
    left = dict(cells)
    for row in rows:
        if len(row) != len(names):
            line = text.count("\n", 0, row[0][0]) + 1
            raise DataFileError(f"{file}:{line}: the row has not as many cells as the header")
        key = _value(text[slice(*row[at["id"]])]) if "id" in at else ""
        if key in cells and key not in left:
            raise DataFileError(f"{file}: two rows have the id “{key}”; give one another id")
        own = left.pop(key, {})
        edits += [(*row[at[name]], _written(value)) for name, value in own.items() if name in at]
        more = "".join(f",{_written(own.get(name, ''))}" for name in added)
        edits.append((row[-1][1], row[-1][1], more))
    if left:
        raise DataFileError(f"{file}: no row has the id “{next(iter(left))}”")
    for start, end, value in sorted(edits, reverse=True):
        text = f"{text[:start]}{value}{text[end:]}"
    return text.encode()


def _rows(text: str, file: str) -> Iterator[Spans]:
    """Yield where the cells of each row begin and end; empty lines have none."""
    at, number = 0, 0
    while at < len(text):
        row: Spans = []
        number += 1
        while True:
            cell = _CELL.match(text, at)
            end = cell.end() if cell else at
            row.append((at, end))
            if not text.startswith(",", end):
                break
            at = end + 1
        line_end = _LINE_END.match(text, end)
        if not line_end:
            raise DataFileError(f"{file}: row {number} is not valid CSV; correct it first")
        at = line_end.end()
        if row != [(end, end)]:
            yield row
    if not number:
        raise DataFileError(f"{file}: the file is empty")


def _value(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _written(value: str) -> str:
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(value) else value
