"""Change, add and remove rows of a CSV file, and leave every other byte of the file as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from routemap.data.reading.csv_header import column_names, fitted, usual_width
from routemap.data.reading.edits import Cells, Edits
from routemap.data.reading.splice import spliced
from routemap.model.errors import DataFileError

_CELL: Final = re.compile(r'"(?:[^"]|"")*"|[^,\r\n"][^,\r\n]*|')
_LINE_END: Final = re.compile(r"\r\n|\n|\r|\Z")
_QUOTED: Final = re.compile(r'[",\r\n]|^\s|\s$')

Spans = list[tuple[int, int]]


def with_rows(content: bytes, columns: Sequence[str], file: str, edits: Edits) -> bytes:
    r"""Return a CSV file with some rows changed, added or removed.

    New rows are at the end. Line ends, quotation marks and the order of rows and columns stay. If
    a written column is missing from the file, all missing columns of the table are added at the
    end of each row, and then those that the table does not have.

    Parameters
    ----------
    content
        A CSV file (RFC 4180) in UTF-8, whose column ``id`` names the records.
    columns
        The columns of the table.
    file
        Name of the file, for messages.
    edits
        The edits; a new row has its cells in the order of the file.

    Raises
    ------
    DataFileError
        If the file cannot be changed at these places only: invalid CSV, the id of a
        changed or removed row that is missing or not unique, or that of a new row that exists.

    Examples
    --------
    >>> edits = Edits({"b": {"note": "x,y"}}, {"c": {}}, ["a"])
    >>> with_rows(b"id,note\na,1\nb,2\n", ("id", "note"), "a.csv", edits)
    b'id,note\nb,"x,y"\nc,\n'
    """
    changed, added, removed = edits.changed, edits.added, edits.removed
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataFileError(f"{file}: the file is not UTF-8; save it as UTF-8") from error
    header, *rows = _rows(text, file)
    names = column_names([_value(text[slice(*span)].lstrip("\ufeff")) for span in header])
    usual = usual_width(map(len, rows))
    more = _missing(names, columns, [*changed.values(), *added.values()])
    write = _writer(text[slice(*header[0])])
    parts = [(header[-1][1], header[-1][1], "".join(f",{write(key)}" for key in more))]
    at = {key: number for number, key in enumerate(names)}
    left = {*changed, *removed}
    for row, (start, after) in zip(rows, _extents(text, rows), strict=True):
        cells = [_value(text[slice(*span)]) for span in row]
        if len(fitted(cells, names, usual)) != len(names):
            line = text.count("\n", 0, start) + 1
            raise DataFileError(f"{file}:{line}: the row has not as many cells as the header")
        key = cells[at["id"]].strip() if "id" in at else ""
        if (key in changed or key in removed) and key not in left:
            raise DataFileError(f"{file}: two rows have the id “{key}”; give one another id")
        if key in added:
            raise DataFileError(f"{file}: a row already has the id “{key}”")
        left.discard(key)
        if key in removed:
            parts.append((start, after, ""))
            continue
        own = changed.get(key, {})
        for name in own.keys() & at.keys():
            old = text[slice(*row[at[name]])]
            parts.append((*row[at[name]], _writer(old)(own[name])))
        if more:
            end = row[: len(names)][-1][1]
            lacking = "," * (len(names) - len(row))
            new = "".join(f",{write(own.get(name, ''))}" for name in more)
            parts.append((end, end, lacking + new))
    if left:
        raise DataFileError(f"{file}: no row has the id “{min(left)}”")
    result = spliced(text, parts)
    return f"{result}{_lines(result, [*names, *more], added, write)}".encode()


def _missing(names: Sequence[str], columns: Sequence[str], written: list[Cells]) -> list[str]:
    """Return the columns to add to a file, those of the table first."""
    keys = dict.fromkeys(key for cells in written for key, text in cells.items() if text)
    if keys.keys() <= {*names}:
        return []
    of_table = [key for key in columns if key not in names] if keys.keys() & {*columns} else []
    return [*of_table, *(key for key in keys if key not in names and key not in columns)]


def _writer(like: str) -> Callable[[str], str]:
    """Return what writes a cell: in quotation marks where needed, or if another cell has them."""
    is_quoted = like.lstrip("\ufeff").startswith('"')

    def write(value: str) -> str:
        if is_quoted or _QUOTED.search(value):
            return f'"{value.replace(chr(34), chr(34) * 2)}"'
        return value

    return write


def _lines(
    text: str, names: Sequence[str], added: Mapping[str, Cells], write: Callable[[str], str]
) -> str:
    """Return new rows, with the line end of the file, for its end."""
    if not added:
        return ""
    found = _LINE_END.search(text)
    end = (found and found[0]) or "\n"
    rows = [
        ",".join(write({**cells, "id": key}.get(name, "")) for name in names)
        for key, cells in added.items()
    ]
    begin = "" if text.endswith(("\n", "\r")) else end
    return begin + "".join(f"{row}{end}" for row in rows)


def _extents(text: str, rows: Sequence[Spans]) -> Iterator[tuple[int, int]]:
    """Yield where each row begins, and where the next one does."""
    starts = [row[0][0] for row in rows]
    yield from pairwise([*starts, len(text)])


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
