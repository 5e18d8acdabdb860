"""Text of articles made fit for files: what no format can hold is taken out, once, here."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

# what XML 1.0, section 2.2, does not count as a character; SQLite ends texts at NUL as well
_UNFIT: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit(text: str) -> str:
    r"""Return text without characters that nobody can read, its lines ended by line feeds.

    Examples
    --------
    >>> fit("bell\x07 and NUL\x00, 두만강\r\n")
    'bell and NUL, 두만강\n'
    """
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fit_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every text in it made fit, cells of several texts included."""
    changed = {}
    for name, column in table.items():
        if column.dtype.kind != "O":  # neither texts nor tuples of them
            continue
        cells = list(column)
        texts = [cell for cell in cells if isinstance(cell, str)]
        texts += [part for cell in cells if isinstance(cell, tuple) for part in cell]
        if _UNFIT.search("".join(texts)):
            changed[str(name)] = pd.Series(map(_fit_cell, cells), index=table.index, dtype=object)
    if not changed:
        return table
    fitted = table.copy()
    for name, fit_cells in changed.items():  # not assign(): an own column may be named "self"
        fitted[name] = fit_cells
    return fitted


def _fit_cell(cell: object) -> object:
    if isinstance(cell, tuple):
        return tuple(map(_fit_cell, cell))
    return fit(cell) if isinstance(cell, str) else cell


def one_line(text: str) -> str:
    r"""Return text on one line, every run of white space a space.

    Examples
    --------
    >>> one_line("two\nlines\u2028and more")
    'two lines and more'
    """
    return " ".join(text.split())
