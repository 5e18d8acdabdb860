"""A new, empty case: every file of a data folder, ready to be filled in."""

from __future__ import annotations

import csv
import io
import json
from typing import Final

from routemap.data.dictionary import BEGIN, END, data_package_text, dictionary
from routemap.model.case import CASE_FILE, EXTENDABLE, NEUTRAL, Case
from routemap.model.columns import Table
from routemap.model.vocabulary import DATE_MEANINGS

_CASE: Final = f'''\
# What this map is about. Every line is optional. Remove the # at the beginning of a line to use it.

title = "{NEUTRAL.title}"
description = "{NEUTRAL.description}"

# A mail address, or the address of an issue tracker. Every claim then has a link “Report an error”.
# In an address, {{title}} and {{body}} are replaced by the claim and its link.
# contact = "desk@example.org"

# Languages besides English in which places have names, such as fr for the column name_fr.
languages = {{}}

# West, south, east and north of the first view, in degrees. Then run: routemap basemap .
# home = [5.0, 50.0, 9.0, 54.0]

# Which date of a claim counts when a reader opens the map: {", ".join(DATE_MEANINGS.keys)}.
# by = "when"

# Examples in the search field.
# examples = "harbour, ferry, ministry …"

# Names on the offline map, instead of those of all countries in view.
# names = [{{ text = "Norway", at = [9.0, 61.0] }}]

# Whom to credit. The basemap and the excerpts are added automatically.
# credits = ["Coding of the claims: The Desk, CC BY 4.0"]

# Licences of the data; the last one is that of the coding.
# [[licences]]
# name = "CC-BY-4.0"
# title = "Creative Commons Attribution 4.0 (the coding of the claims)"
# path = "https://creativecommons.org/licenses/by/4.0/"

# Whether somebody else than the author must publish a draft.
# [review]
# required = true

# Additional values of closed lists: {", ".join(row.key for row in EXTENDABLE)}.
# [[terms.place_kinds]]
# key = "lighthouse"
# label = "Lighthouse"
# meaning = "A lighthouse or a beacon."
# icon = "port"
'''
_NEW: Final = Case(languages=())
_README: Final = f"""\
# The data of this map

What is in the files, and which values they can have. `{CASE_FILE}` says what the map is about. Run
`routemap check` after every change.

{BEGIN}
{END}
"""
_ABOUT: Final = """\
## Who runs it

Write here who runs this copy.

## Contact and corrections

Write here how readers can report an error, and how corrections are published.
"""


def new_case() -> dict[str, str]:
    """Return the contents of the files of an empty case, by name."""
    return {
        CASE_FILE: _CASE,
        **{table.file: _empty(table) for table in _NEW.tables},
        "datapackage.json": data_package_text(_NEW),
        "README.md": with_dictionary(_README, dictionary(_NEW)),
        "about.md": _ABOUT,
    }


def with_dictionary(text: str, written: str) -> str:
    """Return Markdown with a data dictionary between its two marks."""
    return text.split(BEGIN, maxsplit=1)[0] + written + text.split(END)[1]


def _empty(table: Table) -> str:
    if table.geometry:
        return json.dumps({"type": "FeatureCollection", "features": []}) + "\n"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(table.keys)
    return out.getvalue()
