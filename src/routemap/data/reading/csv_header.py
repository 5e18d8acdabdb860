"""Header of a CSV file: the positions of the columns."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from routemap.data.reading.records import RawTable
from routemap.model.columns import Table
from routemap.model.findings import Effect
from routemap.model.suggest import nearest
from routemap.model.text import shows_nothing

_SEPARATORS: Final = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
}
_LEFT_OUT = "the file is left out"
_LOOK = 10  # lines in which the header is searched


@dataclass(frozen=True)
class Header:
    """Positions of the columns in each row.

    ``names`` has the names of all columns, ``""`` for those without a name. ``at`` has the position
    of each column in the order of the table, -1 if it is missing. ``own`` has the positions of the
    team's own columns, and ``unnamed`` those of columns without a name.
    """

    names: tuple[str, ...]
    at: tuple[int, ...]
    own: tuple[int, ...]
    unnamed: tuple[int, ...]


def column_names(cells: Sequence[str]) -> list[str]:
    """Return the names in a header, ``""`` for those that show nothing."""
    return ["" if shows_nothing(cell) else cell.strip() for cell in cells]


def usual_width(widths: Iterable[int]) -> int:
    """Return the number of cells that most rows have, 0 if it is unclear.

    Examples
    --------
    >>> usual_width([8, 8, 9]), usual_width([5, 4]), usual_width([5])
    (8, 0, 0)
    """
    counts = Counter(widths)
    width, times = max(counts.items(), key=itemgetter(1), default=(0, 0))
    return width if times > max(1, counts.total() / 2) else 0


def fitted(cells: list[str], names: Sequence[str], usual: int) -> list[str]:
    """Return the cells of a row, one per column of the header, unless a value would be lost.

    Spreadsheets write empty columns in the header only, or in most rows only. A single row with one
    cell more than the others has a comma in a text without quotation marks; it stays as it is.

    Parameters
    ----------
    cells
        The cells of the row.
    names
        The names in the header, ``""`` for columns without a name.
    usual
        The number of cells that most rows of the file have.

    Examples
    --------
    >>> fitted(["a", "b", ""], ["id", "name"], 3), fitted(["a", "b"], ["id", "name", ""], 2)
    (['a', 'b'], ['a', 'b', ''])
    >>> fitted(["a", "b", ""], ["id", "name"], 2), fitted(["a"], ["id", "name"], 2)
    (['a', 'b', ''], ['a'])
    """
    named = max((place for place, name in enumerate(names, start=1) if name), default=0)
    more = cells[len(names) :]
    if len(cells) not in (named, usual) or len(cells) < named or not all(map(shows_nothing, more)):
        return cells
    return [*cells, *[""] * len(names)][: len(names)]


def read_header(raw: RawTable, row: int, cells: list[str], content: bytes) -> Header | None:
    """Return the positions of the columns, or report why the file cannot be read.

    Parameters
    ----------
    raw
        Table that receives the problems.
    row, cells
        The first row of the file.
    content
        The file, to find a header that has another separator or is further down.

    Returns
    -------
    Header or None
        ``None`` if the file is left out.
    """
    table = raw.table
    names = column_names(cells)
    if not _is_header(table, names):
        _report_no_header(raw, row, content)
        return None
    names = [_in_lower_case(raw, row, name, names) for name in names]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    for name in twice:
        raw.fail(
            row,
            name,
            "the column appears twice in the header; delete one",
            "column-twice",
            outcome=_LEFT_OUT,
        )
    unknown = [name for name in names if name and name not in table.keys]
    missing = [column for column in table.columns if column.key not in names]
    near = {column.key: nearest(column.key, unknown) for column in missing}
    raw.keep_own(row, unknown)
    for name in raw.own:
        if name not in near.values():
            message = (
                "unknown column; it is kept and exported unchanged; the known columns "
                f"are {', '.join(table.keys)}"
            )
            raw.report(row, name, message, "column-unknown")
    for column in missing:
        if not column.required and not (column.optional and not near[column.key]):
            fix = _rename(near[column.key]) or "; add it, its cells can be empty"
            message = f"the column is missing{fix}"
            raw.report(
                row,
                column.key,
                message,
                "column-missing",
                effect=Effect.VALUE,
                outcome="its values are unknown",
            )
    if required := [column.key for column in missing if column.required]:
        what = "column is" if len(required) == 1 else "columns are"
        renamed = "".join(_rename(near[key]) for key in required)
        message = f"the required {what} missing{renamed}"
        raw.fail(row, ", ".join(required), message, "column-missing", outcome=_LEFT_OUT)
    if not raw.readable:
        return None
    return Header(
        names=tuple(names),
        at=tuple(names.index(key) if key in names else -1 for key in table.keys),
        own=tuple(map(names.index, raw.own)),
        unnamed=tuple(place for place, name in enumerate(names) if not name),
    )


def _rename(name: str) -> str:
    return f"; rename the column “{name}”" if name else ""


def _is_header(table: Table, names: list[str]) -> bool:
    """Return whether a row has at least half of the required columns, and at least two."""
    keys = {name.lower() for name in names}
    required = [column.key for column in table.columns if column.required]
    found = sum(key in keys for key in required)
    return found >= max(2, len(required) / 2) or set(required) <= keys


def _in_lower_case(raw: RawTable, row: int, name: str, names: list[str]) -> str:
    lower = name.lower()
    if name == lower or lower not in raw.table.keys or lower in names:
        return name
    raw.report(row, name, f"read as “{lower}”; use this spelling", "value-case")
    return lower


def _report_no_header(raw: RawTable, row: int, content: bytes) -> None:
    expected = ",".join(raw.table.keys)
    lines = content[:20_000].decode("utf-8-sig", "replace").splitlines()[:_LOOK]
    for number, line in enumerate(lines, start=1):
        for separator, name in _SEPARATORS.items():
            cells = next(csv.reader([line], delimiter=separator), [])
            if not _is_header(raw.table, [cell.strip() for cell in cells]):
                continue
            above = "delete the line above it" if number == 2 else "delete the lines above it"
            faults, fixes = [], []
            if number > 1:
                faults.append(f"the header is on line {number}")
                fixes.append(above)
            if separator != ",":
                faults.append(f"the columns are separated by {name}")
                fixes.append("save the file with commas as separators")
            code = "file-separator" if separator != "," else "file-title"
            message = f"{' and '.join(faults)}; {' and '.join(fixes)}; the file is left out"
            raw.fail(number, "header", f"{message}; expected on line 1: {expected}", code)
            return
    raw.fail(
        row,
        "header",
        f"the first line does not contain the columns of this file; the file is left out; "
        f"expected: {expected}",
        "column-missing",
        value=lines[0] if lines else "",
    )
