"""Changes with their links."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from routemap.data.history import Kept
from routemap.questions.change_item import ChangeItem
from routemap.questions.links import link_to
from routemap.questions.query import Query

_OPENED: Final = ("claim", "feature")
"""The parameters with one value, which is opened in the panel beside the map."""
_PAGES: Final = {"allegation": "allegation", "article": "articles"}
"""The page that shows the value of a parameter, if that is not the map."""


def linked(query: Query, item: ChangeItem, state: Kept | None = None) -> dict[str, object]:
    """Return a change with its link within the filters of a query, ``""`` if it has none.

    With ``state`` the link opens that state of the data, which has the change.
    """
    if not item.parameter:
        return {"item": item, "address": ""}
    plain = replace(query, since="", view=None, feature="", claim="")
    if state:
        plain = replace(plain, as_of=state.revision)
    value = item.value if item.parameter in _OPENED else (item.value,)
    changed: dict[str, Any] = {item.parameter: value}
    page = _PAGES.get(item.parameter, "")
    link = link_to(replace(plain, **changed)).to_string()
    return {"item": item, "address": f"./{page}?{link}"}
