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
    parts = {element.proto.component_name: element.proto for element in app.get("bidi_component")}
    constant = json.loads(json.loads(parts["routemap.facets"].json))
    state = json.loads(parts["routemap.state"].json)[0]["facets"]
    assert state["of"] == constant["id"]
    return {**constant, **state, "id": parts["routemap.facets"].id}


def values(app: AppTest, key: str) -> list[str]:
    """Return the chosen values of a filter."""
    return contents(app)["values"][key]


def group(app: AppTest, key: str) -> dict[str, Any]:
    """Return a facet of the filters."""
    (found,) = (group for group in contents(app)["groups"] if group["key"] == key)
    return found


def counts(app: AppTest, key: str) -> dict[str, int]:
    """Return the counts of a facet by the key of the option."""
    shown = contents(app)
    keys = [option[0] for option in group(app, key)["options"]]
    found = dict(zip(keys, shown["counts"][key], strict=True))
    return found | {option[0]: count for option, count in shown["more"].get(key, ())}


def send(app: AppTest, sent: object) -> AppTest:
    """Send a value from the component of the filters, and run the page."""
    states = app._tree.get_widget_states()
    states.widgets.append(facets_event(contents(app)["id"], sent))
    return app._run(states)


def choose(app: AppTest, **changes: list[str]) -> AppTest:
    """Set filters as a reader does, and run the page."""
    return send(app, {"number": next(_NUMBERS), "set": changes, "find": {}})
