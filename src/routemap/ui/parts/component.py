"""Components of the dashboard: HTML, CSS and JavaScript in folders of this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from routemap.map.join_modules import join_modules
from routemap.ui.session import Key

_PARTS: Final = Path(__file__).parent


def draw_with_state(
    name: str,
    *,
    key: str,
    state: Mapping[str, Any],
    constant: str = "",
    **events: Callable[[], None],
) -> Any:
    """Draw a component whose state :func:`draw_states` sends at the end of the run.

    Streamlit sends a component with its script, its styles and all of its data whenever the data
    changes. So what runs change is the data of one more component, which has no look.

    Parameters
    ----------
    name
        The name of its folder. Its script exports ``draw`` and calls ``follow`` of
        ``received.js``.
    key
        The key of the component.
    state
        What runs change.
    constant
        What they do not change, by default nothing: JSON text, which callers keep, because
        encoding much of it in every run takes longer than the rest of drawing a component.
    events
        Callbacks by name, such as ``on_days_change``.

    Returns
    -------
    Any
        What the component has sent.
    """
    send_state(name, state)
    return component(name, imports=True)(key=key, data=constant, **events)


def send_state(name: str, state: Mapping[str, Any]) -> None:
    """Let :func:`draw_states` send a state to what follows it under this name in the browser."""
    st.session_state.setdefault(Key.STATES, {})[name] = state


def draw_states() -> None:
    """Send the states of all that this run has drawn."""
    # in a list, because Streamlit looks for data frames in the values of a dictionary
    component("state")(key=Key.STATE, data=[st.session_state.pop(Key.STATES, {})])


@cache
def component(name: str, *, imports: bool = False) -> Any:
    """Return the function that draws a component, registered with Streamlit once.

    Parameters
    ----------
    name
        The name of its folder and of its files: a script, and for its content and styles one
        that ends in ``.html`` and one in ``.css``. A component without a look has only a script.
    imports
        Whether the script imports modules, which are joined with it. It then exports ``draw``
        instead of a default.
    """
    folder = _PARTS / name
    script = folder / f"{name}.js"
    if imports:
        js = (
            f"const routemap = {{ modules: {{}} }};\n{join_modules(script)}\n"
            f'export default routemap.modules["{script.name}"].draw;\n'
        )
    else:
        js = script.read_text(encoding="utf-8")
    html, css = (_text(folder / f"{name}.{ending}") for ending in ("html", "css"))
    return st.components.v2.component(f"routemap.{name}", html=html, css=css, js=js)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
