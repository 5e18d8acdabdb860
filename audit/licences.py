"""Licences of all that the product ships or needs at run time, as a document and as a rule."""

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
# what packages call these licences, in the words of SPDX (https://spdx.org/licenses/)
_SPDX: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# packages that do not say it in a form that can be read, and those that some systems do not install;
# read in the files named
_READ: Final = {
    "streamlit-folium": ("MIT", "https://github.com/randyzwitch/streamlit-folium"),
    "xstatic-leaflet": ("BSD-2-Clause", "https://leafletjs.com"),
    "watchdog": ("Apache-2.0", "https://github.com/gorakhargosh/watchdog"),
    "uvloop": ("Apache-2.0 OR MIT", "https://github.com/MagicStack/uvloop"),
}


@dataclass(frozen=True)
class Row:
    """One part: what it is, its licence in the words of SPDX, and where it comes from."""

    name: str
    licence: str
    source: str


# what stands in this repository, or is served to browsers, and is not ours; paths by pattern
VENDORED: Final = (
    (
        "src/routemap/map/assets/vendor/supercluster.min.js",
        Row(
            "supercluster 9.1.0, with kdbush 4.1.0", "ISC", "https://github.com/mapbox/supercluster"
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
    """Return the licence of every pinned package, as installed here and by name.

    A package that is not installed, or does not say, has the licence ``UNKNOWN``.
    """
    command = [sys.executable, "-m", "piplicenses", "--from=mixed"]
    command += ["--with-system", "--with-urls", "--format=json"]  # setuptools is one of the system
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
    """Return whether every licence of an expression may stand here, of alternatives one.

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
    """Return files of others in the source that no row of :data:`VENDORED` speaks of."""
    source = ROOT / "src"
    there = {path for pattern in _BINARY for path in source.rglob(pattern)}
    told = {path for pattern, _ in VENDORED for path in ROOT.glob(pattern)}
    return sorted(str(path.relative_to(ROOT)) for path in there - told)


def faults(listed: Iterable[Row]) -> list[str]:
    """Return what is wrong with the licences, one line each."""
    found = [*listed, *(row for _, row in VENDORED)]
    wrong = [
        f"licence of {row.name}: {row.licence} is not on the list of those that may stand here"
        for row in found
        if not allowed(row.licence)
    ]
    wrong += [f"{path}: no row of audit/licences.py says whose it is" for path in unlisted()]
    written = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.is_file() else ""
    if written != document(listed):
        wrong.append("docs/licences.md is out of date: run `python -m audit --write`")
    return wrong


def document(listed: Iterable[Row]) -> str:
    """Return ``docs/licences.md``."""
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
            "Leaflet comes in the package `xstatic-leaflet`; Streamlit brings its own front end.",
            "",
            "## Python packages at run time",
            "",
            *_table([(row.name, row) for row in listed]),
            "",
            f"Licences other than {', '.join(sorted(ALLOWED))} fail `make lint`.",
            "",
        ]
    )


def _table(entries: Iterable[tuple[str, Row]]) -> list[str]:
    head = ["| part | licence | source |", "| --- | --- | --- |"]
    return [*head, *(f"| {name} | {row.licence} | {_link(row.source)} |" for name, row in entries)]


def _link(source: str) -> str:
    return f"<{source}>" if source.startswith("http") else ""
