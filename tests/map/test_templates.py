"""Templates of branca are compiled once."""

from __future__ import annotations

import folium
import jinja2
import pytest

from routemap.map.templates import compile_once


def test_a_map_compiles_only_templates_that_contain_its_own_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compile_once()
    folium.Map().get_root().render()
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
    second.get_root().render()
    names = [second.get_name(), *(child.get_name() for child in second._children.values())]
    assert [text for text in compilations if not any(name in text for name in names)] == []


def test_elements_of_the_same_text_keep_their_own_names() -> None:
    compile_once()
    first, second = folium.Map(), folium.Map()
    pages = [chart.get_root().render() for chart in (first, second)]
    for chart, page in zip((first, second), pages, strict=True):
        assert f'id="{chart.get_name()}"' in page
    assert first.get_name() not in pages[1]
