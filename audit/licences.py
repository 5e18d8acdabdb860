"""Licences of everything that the product contains or needs at run time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from audit.pins import ROOT, canonical

DOCUMENT: Final = ROOT / "docs" / "licences.md"
ALLOWED: Final = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT",
        "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib",
    }
)  # fmt: skip
# packages that are used as they are and can be replaced, which is what their licence asks for
ALLOWED_FOR: Final = {"LGPL-3.0-only": ("psycopg", "psycopg-binary")}
# names of licences that packages use, and their SPDX identifiers (https://spdx.org/licenses/)
_SPDX: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# packages without machine-readable licence, and packages that some systems do not install; read in
# the files named
_READ: Final = {
    "streamlit-folium": ("MIT", "https://github.com/randyzwitch/streamlit-folium"),
    "xstatic-leaflet": ("BSD-2-Clause", "https://leafletjs.com"),
    "watchdog": ("Apache-2.0", "https://github.com/gorakhargosh/watchdog"),
    "uvloop": ("Apache-2.0 OR MIT", "https://github.com/MagicStack/uvloop"),
}


@dataclass(frozen=True)
class Row:
    """One component: its name, its licence as an SPDX expression, and its source."""

    name: str
    licence: str
    source: str


# files of other authors in this repository, some of them sent to browsers; paths are patterns
VENDORED: Final = (
    (
        "src/routemap/map/assets/vendor/supercluster.min.js",
        Row(
            "supercluster 9.1.0, with kdbush 4.1.0", "ISC", "https://github.com/mapbox/supercluster"
        ),
    ),
    (
        "src/routemap/data/natural_earth/countries-50m.json",
        Row(
            "world-atlas 2.0.2, with Natural Earth 1:50m, which is in the public domain",
            "ISC",
            "https://github.com/topojson/world-atlas",
        ),
    ),
    (
        "src/routemap/exports/picture/fonts/sans*.ttf",
        Row("Source Sans 3, cut down", "OFL-1.1", "https://github.com/adobe-fonts/source-sans"),
    ),
    (
        "src/routemap/exports/picture/fonts/serif*.ttf",
        Row("Source Serif 4, cut down", "OFL-1.1", "https://github.com/adobe-fonts/source-serif"),
    ),
    (
        "src/routemap/exports/picture/fonts/korean.ttf",
        Row("Noto Sans KR, cut down", "OFL-1.1", "https://github.com/notofonts/noto-cjk"),
    ),
)
_BINARY: Final = ("*.ttf", "*.otf", "*.woff*", "*.min.js", "*.wasm")


def rows(pinned: Mapping[str, str]) -> list[Row]:
    """Return the licences of all pinned packages, as installed here, sorted by name.

    A package that is not installed or declares no licence has the licence ``UNKNOWN``.
    """
    command = [sys.executable, "-m", "piplicenses", "--from=mixed"]
    command += [
        "--with-system",
        "--with-urls",
        "--format=json",
    ]  # setuptools counts as a system package
    ran = subprocess.run(command, capture_output=True, check=True)
    said = {canonical(row["Name"]): row for row in json.loads(ran.stdout)}
    found = []
    for name in sorted(pinned):
        row = said.get(name, {"License": "UNKNOWN", "URL": ""})
        licence, source = _READ.get(name) or (_in_spdx(row["License"]), row["URL"])
        found.append(Row(name, licence, source))
    return found


def _in_spdx(text: str) -> str:
    return " OR ".join(_SPDX.get(part.strip(), part.strip()) for part in text.split(";"))


def allowed(licence: str) -> bool:
    """Return whether every licence of an expression is allowed, or one of several alternatives.

    Examples
    --------
    >>> allowed("BSD-3-Clause AND MIT"), allowed("GPL-3.0 OR MIT"), allowed("GPL-3.0 AND MIT")
    (True, True, False)
    """
    return any(
        all(part.strip(" ()") in ALLOWED for part in re.split(r"\bAND\b", alternative))
        for alternative in re.split(r"\bOR\b", licence)
    )


def unlisted() -> list[str]:
    """Return binary and minified files in the source that have no row in :data:`VENDORED`."""
    source = ROOT / "src"
    there = {path for pattern in _BINARY for path in source.rglob(pattern)}
    listed = {path for pattern, _ in VENDORED for path in ROOT.glob(pattern)}
    return sorted(str(path.relative_to(ROOT)) for path in there - listed)


def faults(listed: Iterable[Row]) -> list[str]:
    """Return the faults of the licences, one line each."""
    found = [*listed, *(row for _, row in VENDORED)]
    wrong = [
        f"licence of {row.name}: {row.licence} is not an allowed licence (see audit/licences.py)"
        for row in found
        if not allowed(row.licence) and row.name not in ALLOWED_FOR.get(row.licence, ())
    ]
    wrong += [
        f"{path}: add a row with its licence to VENDORED in audit/licences.py"
        for path in unlisted()
    ]
    written = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.is_file() else ""
    if written != document(listed):
        wrong.append("docs/licences.md is out of date: run `python -m audit --write`")
    return wrong


def document(listed: Iterable[Row]) -> str:
    """Return the content of ``docs/licences.md``."""
    return "\n".join(
        [
            "# Licences of dependencies",
            "",
            "Written by `python -m audit --write`; `make lint` fails if it is out of date. The code is under the",
            "[Apache License 2.0](../LICENSE). Data, base map and excerpts have their own licences:",
            "[geodata/README.md](../geodata/README.md#licences-and-credits).",
            "",
            "## In this repository",
            "",
            *_table([(f"{row.name} (`{path}`)", row) for path, row in VENDORED]),
            "",
            "Leaflet is in the package `xstatic-leaflet`; Streamlit includes its own front end.",
            "",
            "## Python packages at run time",
            "",
            *_table([(row.name, row) for row in listed]),
            "",
            f"Licences other than {', '.join(sorted(ALLOWED))} fail `make lint`.",
            *(
                f"{licence} is allowed for {' and '.join(names)} only, which are used unchanged."
                for licence, names in ALLOWED_FOR.items()
            ),
            "",
        ]
    )


def _table(entries: Iterable[tuple[str, Row]]) -> list[str]:
    head = ["| part | licence | source |", "| --- | --- | --- |"]
    return [*head, *(f"| {name} | {row.licence} | {_link(row.source)} |" for name, row in entries)]


def _link(source: str) -> str:
    return f"<{source}>" if source.startswith("http") else ""
