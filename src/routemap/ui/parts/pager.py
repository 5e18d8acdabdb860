"""Pages of long lists: which part to draw, and the control to change the page."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable

import streamlit as st


def page_of(total: int, size: int, key: str, *, of: Hashable, at: int = 0) -> slice:
    """Return the part of a list to draw, and draw a page control if there is more than one page.

    Parameters
    ----------
    total, size
        The number of items, and of items per page.
    key
        The name of the list.
    of
        What is listed, such as the query. If it changes, the list starts at item ``at``.
    at
        The position of the item to show first.

    Returns
    -------
    slice
        The positions of the items on the page.
    """
    pages = -(-total // size)
    if pages <= 1:
        return slice(0, total)
    # a new query gets a new widget, because a page number means nothing in another list
    mark = hashlib.sha256(repr((of, at)).encode()).hexdigest()[:8]
    begin = min(max(at, 0) // size + 1, pages)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page = st.pagination(
            pages, default=begin, key=f"{key}.{mark}", width="content", max_visible_pages=5
        )
        start, end = (page - 1) * size, min(page * size, total)
        st.caption(f"{start + 1:,}–{end:,} of {total:,}", width="content")
    return slice(start, end)
