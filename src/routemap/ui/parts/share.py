"""The tools in the header: the link to the About page, and Share.

Share offers links, embed code, picture, citations and feeds of the current view.

The link consists of the address in the browser and the canonical query, so it is correct behind
any proxy and contains nothing else. The component reads the current map view from the address,
adds the data revision, and fetches the texts of citations when it is opened. Therefore it adds no
work to a rerun.
"""

from __future__ import annotations

from routemap.questions.links import link_to
from routemap.questions.query import Query
from routemap.ui.parts.component import draw_with_state
from routemap.ui.session import Key


def share(query: Query, revision: str, page: str, *, is_private: bool) -> None:
    """Draw the Share control.

    Parameters
    ----------
    query
        The query of the page.
    revision
        The data revision that it shows.
    page
        The path of the page that is open, ``""`` for the first one.
    is_private
        Whether there is a login, so that feeds have personal addresses.
    """
    state = {
        "rev": revision,
        "page": page,
        "query": query.to_string(),
        "filters": query.filters().to_string(),
        "unlinked": link_to(query).reason,
        "private": is_private,
    }
    draw_with_state("share", key=Key.SHARE, state=state)
