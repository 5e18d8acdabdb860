"""Templates of branca, on which folium is built, without compiling them in every run.

branca compiles the text of each element as a Jinja template, and streamlit-folium creates a dozen
of them in every run of a page, which takes half of the component's time. Most of these texts are
finished scripts without anything to fill in, which need no compiling. The others are the same in
every run, so they are compiled once. A compiled template holds no state of an element, so elements
with the same text can share it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Final

import branca.element
from jinja2 import Template

MOST: Final = 256  # templates, because the text of an element can be anything
_JINJA: Final = re.compile(r"\{[{%#]")


class FinishedText:
    """A text with the methods of a template that has nothing to fill in and no macros."""

    module: Final = SimpleNamespace()

    def __init__(self, text: str) -> None:
        self._text = text

    def render(self, *_: Any, **__: Any) -> str:
        """Return the text, as Jinja does without its last line break."""
        return self._text.removesuffix("\n")


@lru_cache(maxsize=MOST)
def compiled(text: str) -> Template:
    """Return the compiled template of a text."""
    template: Template = Template(text)
    return template


def template_of(text: str) -> Template | FinishedText:
    """Return what renders the text of an element.

    Examples
    --------
    >>> template_of("var a = 1;").render(), template_of("{{ 1 + 1 }}").render()
    ('var a = 1;', '2')
    """
    return compiled(text) if _JINJA.search(text) else FinishedText(text)


def compile_once() -> None:
    """Let branca create elements with :func:`template_of`."""
    module: Any = branca.element
    module.Template = template_of
