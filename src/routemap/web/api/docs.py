"""The API documentation as a web page without scripts and external resources."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from routemap.model.case import Case
from routemap.web.api.parameters import QUERY
from routemap.web.api.route import Answer

_LINK_KEYS: Final = tuple(row.key for row in QUERY)
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(document: dict[str, Any], case: Case) -> Answer:
    """Return an OpenAPI description as an HTML page, with all its texts escaped."""
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        ((method, operation),) = methods.items()
        row = {"path": path, "method": method.upper(), **_shown(operation), **operation}
        groups[operation["tags"][0]].append(row)
    html = _TEMPLATES.get_template("docs.html").render(
        title=document["info"]["title"],
        about=document["info"]["description"].split("\n\n"),
        licences=case.licences,
        address=document["servers"][0]["url"],
        groups=groups,
        link_keys=_LINK_KEYS,
        parameters=document["components"]["parameters"],
    )
    return Answer(html.encode(), "text/html")


def _shown(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of an operation for the page, with those of links as one entry."""
    rows = operation["parameters"]
    keys = [row["$ref"].rpartition("/")[2] for row in rows if "$ref" in row]
    return {
        "parts": [row for row in rows if "name" in row],
        "of_link": set(_LINK_KEYS) <= set(keys),
        "others": [key for key in keys if key not in _LINK_KEYS],
    }
