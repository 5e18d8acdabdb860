"""Filters as a page sends them, without a browser."""

from __future__ import annotations

import itertools
import json
from typing import Any

from benchmarks.page import facets_event
from streamlit.testing.v1 import AppTest

_NUMBERS = itertools.count(1)


def contents(app: AppTest) -> dict[str, Any]:
    """Return what the component of the filters shows."""
    (found,) = (
        element.proto
        for element in app.get("bidi_component")
        if element.proto.component_name == "routemap.facets"
    )
    return {**json.loads(found.json), "id": found.id}


def values(app: AppTest, key: str) -> list[str]:
    """Return the chosen values of a filter."""
    return contents(app)["values"][key]


def group(app: AppTest, key: str) -> dict[str, Any]:
    """Return a facet of the filters."""
    (found,) = (group for group in contents(app)["groups"] if group["key"] == key)
    return found


def send(app: AppTest, sent: object) -> AppTest:
    """Send a value from the component of the filters, and run the page."""
    states = app._tree.get_widget_states()
    states.widgets.append(facets_event(contents(app)["id"], sent))
    return app._run(states)


def choose(app: AppTest, **changes: list[str]) -> AppTest:
    """Set filters as a reader does, and run the page."""
    return send(app, {"number": next(_NUMBERS), "set": changes, "find": {}})
