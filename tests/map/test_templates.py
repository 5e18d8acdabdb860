"""The texts of branca's elements are not compiled again in every run."""

from __future__ import annotations

import folium
import jinja2
import pytest
from jinja2 import Template

from routemap.map.templates import compile_once, template_of


def test_a_second_map_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once()
    first = folium.Map()
    folium.Marker((41, 129)).add_to(first)
    first.get_root().render()
    compilations = []
    compile_text = jinja2.Environment.compile
    monkeypatch.setattr(
        jinja2.Environment,
        "compile",
        lambda self, source, *more: (
            compilations.append(source) or compile_text(self, source, *more)
        ),
    )
    second = folium.Map()
    folium.Marker((42, 130)).add_to(second)
    assert "[42.0, 130.0]" in second.get_root().render()
    assert compilations == []


@pytest.mark.parametrize(
    "text",
    ["", "a", "a\n", "a\n\n", "\n", "{ a } % #", "{{ 1 }}", "{% if 0 %}a{% endif %}", "{# a #}b"],
)
def test_a_text_renders_as_branca_would_render_it(text: str) -> None:
    assert template_of(text).render(this=None, kwargs={}) == Template(text).render()


def test_elements_of_the_same_text_keep_their_own_names() -> None:
    compile_once()
    first, second = folium.Map(), folium.Map()
    pages = [chart.get_root().render() for chart in (first, second)]
    for chart, page in zip((first, second), pages, strict=True):
        assert f'id="{chart.get_name()}"' in page
    assert first.get_name() not in pages[1]
