"""Templates of branca, on which folium is built, compiled once instead of in every run.

branca compiles the template of each element that is created from text, and streamlit-folium creates
a dozen of them in every run of a page. Those that do not contain a generated name are the same in
every run, and compiling them takes half of the component's time. A compiled template holds no state
of an element, so elements with the same text can share it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import branca.element
from jinja2 import Template

MOST: Final = 256  # templates, because the text of an element can be anything


@lru_cache(maxsize=MOST)
def compiled(text: str) -> Template:
    """Return the compiled template of a text."""
    template: Template = Template(text)
    return template


def compile_once() -> None:
    """Let branca create elements with :func:`compiled`."""
    module: Any = branca.element
    module.Template = compiled
