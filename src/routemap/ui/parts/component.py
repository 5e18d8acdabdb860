"""Components of the dashboard: HTML, CSS and JavaScript in folders of this package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from routemap.map.join_modules import join_modules

_PARTS = Path(__file__).parent


@cache
def component(name: str, script: str = "", draws: str = "") -> Any:
    """Return the function that draws a component, registered with Streamlit once.

    Parameters
    ----------
    name
        The name of its folder. Files of the same name that end in ``.html`` and ``.css`` are its
        content and its styles; a component without a look has neither.
    script
        The name of its script without ``.js``, by default that of the folder. A component with
        another script has no look.
    draws
        The exported function of the script that draws, if the script imports modules. These are
        joined with it. By default the script is one module with a default export.
    """
    folder, script = _PARTS / name, script or name
    if draws:
        js = (
            f"const routemap = {{ modules: {{}} }};\n{join_modules(folder / f'{script}.js')}\n"
            f'export default routemap.modules["{script}.js"].{draws};\n'
        )
    else:
        js = (folder / f"{script}.js").read_text(encoding="utf-8")
    html, css = (_text(folder / f"{script}.{ending}") for ending in ("html", "css"))
    title = name if script == name else f"{name}-{script}"
    return st.components.v2.component(f"routemap.{title}", html=html, css=css, js=js)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
