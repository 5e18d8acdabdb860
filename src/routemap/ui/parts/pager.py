"""Long lists in pages: which part to draw, and the control that turns the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable

import streamlit as st


def page_of(total: int, size: int, key: str, *, of: Hashable, at: int = 0) -> slice:
    """Draw the control of a list that needs more than one page, and return the page to draw.

    Parameters
    ----------
    total, size
        Number of items, and how many stand on a page.
    key
        Name of the list.
    of
        What is listed. Another question begins anew, at the page that holds item ``at``.
    at
        Position of the item that must be in view.

    Returns
    -------
    slice
        Of the items, in range.
    """
    pages = -(-total // size)
    if pages <= 1:
        return slice(0, total)
    # another question is another widget: a page number means nothing in another list
    mark = hashlib.sha256(repr((of, at)).encode()).hexdigest()[:8]
    begin = min(max(at, 0) // size + 1, pages)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page = st.pagination(
            pages, default=begin, key=f"{key}.{mark}", width="content", max_visible_pages=5
        )
        start, end = (page - 1) * size, min(page * size, total)
        st.caption(f"{start + 1:,}–{end:,} of {total:,}", width="content")
    return slice(start, end)
