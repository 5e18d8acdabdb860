"""``datapackage.json`` and the data dictionary, generated from the column tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from routemap.model.case import NEUTRAL, Case
from routemap.model.columns import SEPARATOR, Column, Kind, Table
from routemap.model.findings import FINDINGS
from routemap.model.tables import TABLES
from routemap.model.terms import Term

BEGIN: Final = "<!-- data dictionary: begin -->"
END: Final = "<!-- data dictionary: end -->"
_FRICTIONLESS_TYPES: Final = {Kind.NUMBER: "number"}


def data_package(
    case: Case = NEUTRAL,
    own: Mapping[str, Sequence[str]] | None = None,
    files: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return the Frictionless Data Package descriptor of the data folder.

    Parameters
    ----------
    case
        The case of the folder.
    own
        Names of the team's own columns by table name, in the order of the file.
    files
        Names of the files in the folder, by default all. Optional files that the folder lacks are
        not described.

    Notes
    -----
    Source: Data Package, https://specs.frictionlessdata.io/data-package/. Tables
    are tabular resources with keys. GeoJSON files are plain resources with their
    properties in ``featureProperties``. The standard treats a cell with several values as text,
    so only foreign keys with a single value are declared.
    """
    return {
        "name": "route-map",
        "title": case.title,
        "profile": "data-package",
        "licenses": [dict(licence) for licence in case.licences],
        "resources": [
            _resource(table, (own or {}).get(table.name, ()))
            for table in case.tables
            if files is None or table.file in files or not table.optional
        ],
    }


def data_package_text(case: Case = NEUTRAL, files: Collection[str] | None = None) -> str:
    """Return the content of ``datapackage.json``; see :func:`data_package`."""
    return json.dumps(data_package(case, files=files), ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table, own: Sequence[str]) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "path": table.file,
        "title": table.name.capitalize(),
        "description": table.meaning,
        "encoding": "utf-8",
    }
    fields = [_field(column) for column in table.columns]
    fields += [
        {"name": name, "title": name, "type": "string", "description": "Own column of the team."}
        for name in own
    ]
    if table.geometry:
        return resource | {
            "profile": "data-resource",
            "format": "geojson",
            "mediatype": "application/geo+json",
            "geometryTypes": list(table.geometry),
            "featureProperties": fields,
        }
    schema: dict[str, Any] = {"fields": fields, "primaryKey": ["id"]}
    tabular = {item.name for item in TABLES if not item.geometry}
    foreign = [
        {
            "fields": [column.key],
            "reference": {
                "resource": "" if column.refers_to[0] == table.name else column.refers_to[0],
                "fields": ["id"],
            },
        }
        for column in table.columns
        if column.kind is Kind.REFERENCE and not column.many and set(column.refers_to) <= tabular
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return resource | {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.key,
        "title": column.label,
        "type": _FRICTIONLESS_TYPES.get(column.kind, "string"),
        "description": column.meaning,
    }
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.kind is Kind.ID:
        constraints["unique"] = True
    if column.kind is Kind.SHA256:
        constraints["pattern"] = "[0-9a-f]{64}"
    if column.vocabulary and column.vocabulary.standard:
        constraints["pattern"] = column.vocabulary.pattern
    elif column.vocabulary and not column.many:
        constraints["enum"] = list(column.vocabulary.keys)
    if constraints:
        field["constraints"] = constraints
    return field


def dictionary(case: Case = NEUTRAL) -> str:
    """Return the data dictionary as Markdown: a table per file, the vocabularies, the findings."""
    parts = [BEGIN, ""]
    for table in case.tables:
        parts += [
            f"### `{table.file}`: {table.meaning}",
            "",
            "| column | required | content | meaning |",
            "| --- | --- | --- | --- |",
        ]
        for column in table.columns:
            required = "yes" if column.required else ""
            parts.append(f"| `{column.key}` | {required} | {holds(column)} | {column.meaning} |")
        parts.append("")
    parts += ["### Values", "", "| list | value | label | meaning |", "| --- | --- | --- | --- |"]
    parts += [
        f"| {name} | `{term.key}` | {term.label} | {term.meaning} |"
        for name, term in listed_terms(case)
    ]
    parts += [
        "",
        "### What `check` finds",
        "",
        "Problems must be corrected. Notices are optional: the records are shown unchanged.",
        "",
        "| code | severity | meaning |",
        "| --- | --- | --- |",
    ]
    parts += [
        f"| `{finding.code}` | {finding.severity} | {finding.meaning} |"
        for finding in FINDINGS.values()
    ]
    return "\n".join([*parts, "", END])


def listed_terms(case: Case) -> list[tuple[str, Term]]:
    """Return name and term of every closed list, with the terms that the case adds.

    Of a standard only the added terms are listed.
    """
    columns = (column for table in TABLES for column in table.columns)
    lists = {column.vocabulary.name: column.vocabulary for column in columns if column.vocabulary}
    return [
        (name, term)
        for name, vocabulary in lists.items()
        for term in (
            *(() if vocabulary.standard else vocabulary.terms),
            *case.added.get(name, ()),
        )
    ]


def holds(column: Column) -> str:
    """Return a description of the values of a column.

    Examples
    --------
    >>> holds(Column("via", "Via", "", Kind.REFERENCE, many=True, refers_to=("places",)))
    'id of places, several separated by `;`'
    """
    if column.vocabulary:
        known = column.vocabulary.standard or "see Values"
        what = f"{column.vocabulary.name} ({known})"
    elif column.refers_to:
        what = f"id of {' or '.join(column.refers_to)}"
    else:
        what = {
            Kind.ID: "id",
            Kind.EDTF: "EDTF date",
            Kind.NUMBER: "number",
            Kind.URL: "web address",
            Kind.SHA256: "64 hexadecimal digits",
            Kind.FILE: "file name",
            Kind.GEOJSON: "GeoJSON geometry",
        }.get(column.kind, "text")
    return f"{what}, several separated by `{SEPARATOR}`" if column.many else what
