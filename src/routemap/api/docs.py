"""The OpenAPI description as a page to read, without a script and without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from routemap.api.entry import Answer

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(document: dict[str, Any]) -> Answer:
    """Answer an OpenAPI description as HTML; everything in it is escaped."""
    groups: dict[str, list[tuple[str, dict[str, Any]]]] = {
        tag["name"]: [] for tag in document["tags"]
    }
    for path, methods in document["paths"].items():
        groups[methods["get"]["tags"][0]].append((path, methods["get"]))
    html = _TEMPLATES.get_template("docs.html").render(
        info=document["info"],
        address=document["servers"][0]["url"],
        groups=groups,
        parameters=document["components"]["parameters"],
    )
    return Answer(html.encode(), "text/html")
