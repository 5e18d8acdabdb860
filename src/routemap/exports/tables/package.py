"""The selection as a Frictionless Data Package: a zip file of a complete data folder."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from routemap.data.dictionary import data_package, dictionary
from routemap.exports.extract import Extract
from routemap.exports.provenance import HELD_BACK
from routemap.exports.tables.datafiles import csv_file, data_files, data_tables
from routemap.model.case import CASE_FILE
from routemap.model.media_table import FOLDER, MEDIA
from routemap.model.tables import TABLES
from routemap.model.text import one_line

_SELECTED: Final = "selected.csv"
_SELECTED_MEANING: Final = "Which claims match the filters. The others are added denials."


def to_package(extract: Extract) -> bytes:
    """Return a zip file of a data folder with the selection, which can be loaded again.

    Source: Data Package, https://specs.frictionlessdata.io/data-package/. Cells are identical to
    the data, because programs read them; for spreadsheets use the format ``csv``.
    """
    tables = data_tables(extract)
    files = data_files(extract, tables)
    kept = extract.matching.passing[extract.selection.positions].tolist()
    selected = ("yes" if own else "no" for own in kept)
    rows = zip(tables["claims"].index, selected, strict=True)
    files[_SELECTED] = csv_file([("claim", "selected"), *rows])
    if extract.dataset.case.text:
        files[CASE_FILE] = extract.dataset.case.text.encode()
    files["datapackage.json"] = _descriptor(extract)
    counts = {table.file: len(tables[table.name]) for table in TABLES}
    files["README.md"] = _readme(extract, counts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in extract.writing(list(files.items())):
            entry = zipfile.ZipInfo(name, extract.made.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _descriptor(extract: Extract) -> bytes:
    package = data_package(extract.dataset.case, extract.dataset.own_columns)
    package |= {
        "version": extract.dataset.revision,
        "created": extract.provenance["made"],
        "provenance": extract.provenance,
        "resources": [*package["resources"], _selected_resource()],
    }
    return f"{json.dumps(package, ensure_ascii=False, indent=2)}\n".encode()


def _selected_resource() -> dict[str, Any]:
    fields = [
        {
            "name": "claim",
            "title": "Claim",
            "type": "string",
            "description": "Id of the claim.",
            "constraints": {"required": True, "unique": True},
        },
        {
            "name": "selected",
            "title": "Selected",
            "type": "string",
            "description": "yes: matches the filters. no: added because it denies an exported "
            "allegation.",
            "constraints": {"required": True, "enum": ["yes", "no"]},
        },
    ]
    refers = {"fields": ["claim"], "reference": {"resource": "claims", "fields": ["id"]}}
    return {
        "name": "selected",
        "path": _SELECTED,
        "title": "Selected",
        "description": _SELECTED_MEANING,
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "schema": {"fields": fields, "primaryKey": ["claim"], "foreignKeys": [refers]},
    }


def _readme(extract: Extract, counts: Mapping[str, int]) -> bytes:
    own = {key: one_line(text) for key, text in extract.provenance.items()}
    labels = {
        "query_in_words": "Query",
        "link": "Link to this view",
        "revision": "Data revision",
        "made": "Exported",
        "licences": "Licences",
        "credits": "Credits",
        HELD_BACK: "Edit held back",
    }
    lines = [
        f"# {own['title']}",
        "",
        *(f"- {label}: {own[key]}" for key, label in labels.items() if key in own),
        "",
        own["excerpts"],
        "",
        "## Files",
        "",
        *(f"- `{name}`: {number}" for name, number in counts.items()),
        f"- `{_SELECTED}`: {_SELECTED_MEANING}",
        *([f"- `{CASE_FILE}`: what the map is about"] if extract.dataset.case.text else []),
        "- `datapackage.json`: description of these files as a Frictionless Data Package",
        "",
        *_media(counts),
        "This is a data folder of Route Map. To open it in the dashboard, set "
        "`ROUTEMAP_GEODATA` to the folder; to check it, run `python -m routemap check`. Cells "
        "are identical to the data. Spreadsheets can read cells that begin with `=`, `+`, `-` or "
        "`@` as formulas: import every column as text, or export the format CSV instead.",
        "",
        *_own_columns(extract),
        "## Data dictionary",
        "",
        dictionary(extract.dataset.case),
        "",
    ]
    return "\n".join(lines).encode()


def _media(counts: Mapping[str, int]) -> list[str]:
    if not counts[MEDIA.file]:
        return []
    return [
        f"The files that `{MEDIA.file}` names are not included. Each has the SHA-256 hash of its "
        f"record; `python -m routemap check` looks for them in the folder `{FOLDER}`.",
        "",
    ]


def _own_columns(extract: Extract) -> list[str]:
    own = extract.dataset.own_columns
    if not own:
        return []
    files = {table.name: table.file for table in TABLES}
    lines = [f"- `{files[name]}`: {', '.join(columns)}" for name, columns in own.items()]
    return ["## Own columns of the team", "", *lines, ""]
