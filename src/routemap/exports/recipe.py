"""The same export again, from a command line or by a program: as text to copy."""

from __future__ import annotations

import shlex
from urllib.parse import urlencode

from routemap.exports.registry import Format
from routemap.questions.query import Query


def command_line(query: Query, row: Format, address: str = "") -> str:
    """Return the command that writes what a query leaves, for a POSIX shell.

    Examples
    --------
    >>> from routemap.exports.registry import format_named
    >>> print(command_line(Query(source=("kremlin",), text="the line"), format_named("csv")))
    python -m routemap export --format csv --source kremlin --q 'the line' -o route-map.csv
    """
    words = ["python", "-m", "routemap", "export", "--format", row.key]
    for key, values in query.to_params().items():
        for value in values:
            # a value that begins like an option is taken for one unless it is joined to its own
            words += [f"--{key}={value}"] if value.startswith("-") else [f"--{key}", value]
    if address:
        words += ["--address", address]
    return shlex.join([*words, "-o", f"route-map.{row.extension}"])


def api_address(query: Query, row: Format, address: str, *, rev: str = "") -> str:
    """Return where the server answers with what a query leaves.

    Parameters
    ----------
    query, row
        What is asked, and the format.
    address
        Where the dashboard is, with a trailing slash.
    rev
        Data revision to answer from; ``""`` is the one that is current then.

    Examples
    --------
    >>> from routemap.exports.registry import format_named
    >>> api_address(Query(stance=("denies",)), format_named("csv"), "https://map.example/")
    'https://map.example/api/export/csv?stance=denies'
    """
    asked = urlencode({**query.to_params(), **({"rev": rev} if rev else {})}, doseq=True)
    return f"{address}api/export/{row.key}{'?' if asked else ''}{asked}"
