"""Only one module uses undocumented parts of Streamlit and its map component."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from inspect import ismodule
from itertools import chain

import pytest
from benchmarks.serving import ROOT

ALLOWED = {
    "src/routemap/host/streamlit_internals.py",
    "benchmarks/page.py",  # a row of INTERNALS
    "benchmarks/attack/export_page.py",  # the same row
}
SOURCES = sorted(
    str(path.relative_to(ROOT))
    for path in chain(
        [ROOT / "app.py"], *((ROOT / name).rglob("*.py") for name in ("src", "pages", "benchmarks"))
    )
)
PUBLIC = {"streamlit": {"components", "column_config"}, "streamlit_folium": {"st_folium"}}
BY_NAME = re.compile(r"streamlit(_folium)?(\.\w+)+")


def private(text: str) -> list[str]:
    """Return the undocumented names of the two packages that a module uses."""
    tree = ast.parse(text)
    packages = bound(tree)
    return [found for node in ast.walk(tree) for found in private_names(node, packages)]


def bound(tree: ast.Module) -> dict[str, str]:
    """Return the names under which a module imports the packages."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name in PUBLIC
    }


def private_names(node: ast.AST, packages: dict[str, str]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names if BY_NAME.fullmatch(alias.name))
        case ast.ImportFrom(module=str(module)) if module in PUBLIC:
            yield from (
                f"{module}.{alias.name}" for alias in node.names if hidden(module, alias.name)
            )
        case ast.ImportFrom(module=str(module)) if BY_NAME.fullmatch(module):
            yield module
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in packages:
            if hidden(packages[name], attr):
                yield f"{packages[name]}.{attr}"
        case ast.Constant(value=str(value)) if BY_NAME.fullmatch(value):
            yield value  # a name for importlib


def hidden(package: str, name: str) -> bool:
    if name in PUBLIC[package]:
        return False
    is_listed = package == "streamlit" and not name.startswith("_")
    return not is_listed or ismodule(getattr(import_module(package), name))


def test_only_one_module_uses_what_is_not_documented() -> None:
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file in SOURCES}
    assert len(texts) > 500
    uses = {file for file, text in texts.items() if "streamlit" in text and private(text)}
    assert uses == ALLOWED


@pytest.mark.parametrize(
    "line",
    [
        "from streamlit.runtime.scriptrunner import get_script_run_ctx",
        "import streamlit.auth_util",
        "import streamlit.web.server as server",
        "from streamlit import runtime",
        "from streamlit import _main",
        "import streamlit as st; st._main.write(1)",
        "import streamlit as st; st.runtime.exists()",
        "import streamlit; print(streamlit.__file__)",
        "from streamlit_folium import get_full_id",
        "import streamlit_folium; streamlit_folium._component_func()",
        "import_module('streamlit.runtime')",
    ],
)
def test_each_way_to_what_is_not_documented_is_found(line: str) -> None:
    assert len(private(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "import streamlit as st; st.write(1); st.components.v2.component('x')",
        "from streamlit_folium import st_folium",
        "name = 'streamlit_folium' in sys.modules",
    ],
)
def test_the_documented_interface_is_not_found(line: str) -> None:
    assert private(line) == []
