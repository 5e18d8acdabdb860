"""The Share control: what leads back to this view, to copy.

The link is the canonical query below the browser's own address, so it is right behind any proxy
and holds nothing but the query. The component takes the map view as it is now from the address,
adds the data revision, and asks the server for the words of a citation when it is opened. So it
costs a rerun nothing, however much it offers.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from routemap.questions.links import link_to
from routemap.questions.query import Query
from routemap.ui.session import Key

_FOLDER = Path(__file__).parent / "share"


@cache
def _component() -> Any:
    return st.components.v2.component(
        "routemap.share",
        html=(_FOLDER / "share.html").read_text(encoding="utf-8"),
        css=(_FOLDER / "share.css").read_text(encoding="utf-8"),
        js=(_FOLDER / "share.js").read_text(encoding="utf-8"),
    )


def share(query: Query, revision: str, page: str) -> None:
    """Draw the Share control.

    Parameters
    ----------
    query
        What the page shows.
    revision
        The data revision that it shows.
    page
        The path of the page that is open, ``""`` for the first one.
    """
    data = {
        "rev": revision,
        "page": page,
        "query": query.to_string(),
        "unlinked": link_to(query).reason,
    }
    with st.popover("Share", icon=":material/link:", width="stretch"):
        _component()(key=Key.SHARE, data=data)
