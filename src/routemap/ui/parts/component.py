"""Components of the dashboard: an HTML, a CSS and a JavaScript file in a folder of this package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_PARTS = Path(__file__).parent


@cache
def component(name: str) -> Any:
    """Return the function that draws a component, registered with Streamlit once.

    Parameters
    ----------
    name
        The name of its folder, which contains files of the same name that end in ``.html``,
        ``.css`` and ``.js``.
    """
    html, css, js = (
        (_PARTS / name / f"{name}.{ending}").read_text(encoding="utf-8")
        for ending in ("html", "css", "js")
    )
    return st.components.v2.component(f"routemap.{name}", html=html, css=css, js=js)
