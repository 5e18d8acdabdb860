"""The claims as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import Final

from routemap.exports.extract import Extract

# First characters of cells that spreadsheets read as formulas, including full-width ones; see
# OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM: Final = "\ufeff"  # without it Excel assumes the local code page


def to_csv(extract: Extract) -> bytes:
    """Return CSV with one row per claim and a header, in UTF-8 with a byte order mark.

    Cells that a spreadsheet would run as a formula begin with an apostrophe. The last columns of
    every row contain the provenance, because rows get copied out of their file.
    """
    provenance = extract.row_provenance
    out = io.StringIO(_BOM, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(safe_cell(field.key) for field in extract.claim_fields), *provenance])
    for row in extract.writing(list(extract.claims.itertuples(index=False))):
        cells = ["" if value is None else str(value) for value in row]
        writer.writerow([*map(safe_cell, cells), *provenance.values()])
    return out.getvalue().encode()


def safe_cell(text: str) -> str:
    """Return text that spreadsheets do not run as a formula.

    An apostrophe is added if necessary; remove the first apostrophe to get the original text.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("200 railcars")
    ("'=1+1", '200 railcars')
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text
