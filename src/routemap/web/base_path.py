"""The path of the dashboard on its host, from Streamlit's ``server.baseUrlPath``."""

from __future__ import annotations

from typing import Final

FROM_MAP: Final = "../../"
"""The dashboard as seen from the page of the map component,
``component/streamlit_folium.st_folium/index.html``: a relative address works with
``server.baseUrlPath`` and behind a proxy that adds or removes a path."""


def base_path(base: str) -> str:
    """Return a base path with a leading and without a trailing slash, ``""`` at the root.

    Examples
    --------
    >>> base_path("desk/routes/"), base_path("")
    ('/desk/routes', '')
    """
    return f"/{base.strip('/')}".rstrip("/")
