"""Jinja2 templates, the only place that turns data into HTML. Escaping is always on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from routemap.questions.search import highlight
from routemap.questions.shared_sentences import KEPT_DENIAL
from routemap.ui.parts.error_link import error_link_of
from routemap.web.media import media_url


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["highlight"] = highlight
    environment.globals["error_link"] = error_link_of
    environment.globals["media_url"] = media_url
    environment.globals["kept_denial"] = KEPT_DENIAL
    environment.globals["mentions"] = lambda text, wanted: any(
        hit for _, hit in highlight(text, wanted)
    )
    return environment


def render(template: str, **values: object) -> str:
    """Return a template filled with values, all of them escaped."""
    return _environment().get_template(template).render(**values)


def draw(template: str, **values: object) -> None:
    """Draw a filled template on the page."""
    st.html(render(template, **values))
