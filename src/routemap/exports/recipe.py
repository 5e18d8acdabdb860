"""Commands and API addresses that repeat an export, as text to copy."""

from __future__ import annotations

import shlex
from urllib.parse import urlencode

from routemap.exports.registry import Format
from routemap.questions.query import Query


def command_line(query: Query, row: Format, address: str = "") -> str:
    """Return the command that exports the claims of a query, for a POSIX shell.

    Examples
    --------
    >>> from routemap.exports.registry import format_named
    >>> print(command_line(Query(source=("kremlin",), text="the line"), format_named("csv")))
    python -m routemap export --format csv --source kremlin --q 'the line' -o route-map.csv
    """
    words = ["python", "-m", "routemap", "export", "--format", row.key]
    for key, values in query.to_params().items():
        for value in values:
            # a value with a leading "-" would be read as an option unless "=" joins it to its key
            words += [f"--{key}={value}"] if value.startswith("-") else [f"--{key}", value]
    if address:
        words += ["--address", address]
    return shlex.join([*words, "-o", f"route-map.{row.extension}"])


def api_address(query: Query, row: Format, address: str, *, rev: str = "") -> str:
    """Return the API address of the export of a query.

    Parameters
    ----------
    query, row
        The query and the format.
    address
        URL of the dashboard, with a trailing slash.
    rev
        Data revision to export; ``""`` is the current revision at the time of the request.

    Examples
    --------
    >>> from routemap.exports.registry import format_named
    >>> api_address(Query(stance=("denies",)), format_named("csv"), "https://map.example/")
    'https://map.example/api/export/csv?stance=denies'
    """
    params = urlencode({**query.to_params(), **({"rev": rev} if rev else {})}, doseq=True)
    return f"{address}api/export/{row.key}{'?' if params else ''}{params}"
