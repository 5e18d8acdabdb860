"""Components of a page that :class:`streamlit.testing.v1.AppTest` has run."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from routemap.ui.session import Key


def part(app: AppTest, name: str) -> Any:
    """Return what a page sends to a component, such as ``listing``."""
    found = [
        json.loads(element.proto.json)
        for element in app.get("bidi_component")
        if element.proto.component_name == f"routemap.{name}"
    ]
    (data,) = found
    return data


def listed(app: AppTest) -> list[list[str]]:
    """Return the rows of the list of places and routes, after opening its tab."""
    app.session_state[Key.TAB] = "Places and routes"
    rows: list[list[str]] = part(app.run(), "listing")["rows"]
    return rows
