"""Where the server stands below its host: Streamlit's ``server.baseUrlPath``."""

from __future__ import annotations


def base_path(base: str) -> str:
    """Return a base path as addresses begin with it, ``""`` at the root.

    Examples
    --------
    >>> base_path("desk/routes/"), base_path("")
    ('/desk/routes', '')
    """
    return f"/{base.strip('/')}".rstrip("/")
