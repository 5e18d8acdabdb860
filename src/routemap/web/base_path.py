"""The path of the dashboard on its host, from Streamlit's ``server.baseUrlPath``."""

from __future__ import annotations


def base_path(base: str) -> str:
    """Return a base path with a leading and without a trailing slash, ``""`` at the root.

    Examples
    --------
    >>> base_path("desk/routes/"), base_path("")
    ('/desk/routes', '')
    """
    return f"/{base.strip('/')}".rstrip("/")
