"""Join JavaScript modules into one classic script.

streamlit-folium loads only classic scripts, in order, and a page that is opened from disk cannot
import modules. The source files are modules, which editors and linters understand. This file
joins a module and its direct and indirect imports into one script.

Each module becomes a function that is called once. Its exports are stored by file name in
``routemap.modules``, where importing modules read them. Only the forms that the source files use
are supported: ``import { a, b } from "./file.js";``, ``export`` before a function, class or
constant, and ``export { a, b };``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_IMPORT: Final = re.compile(r'^import \{ ([\w, ]+) \} from "(\.[^"\n]+)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(
    r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE
)
_LIST: Final = re.compile(r"^export \{ ([\w, ]+) \};\n", re.MULTILINE)
_OTHER: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def join_modules(first: Path) -> str:
    """Return a module as one script, preceded by all modules that it imports.

    The script expects the global ``routemap`` with an object ``modules``.

    Raises
    ------
    ValueError
        If modules import each other in a circle, an imported name is not exported, two files
        have the same name, or a file uses another form of import or export.
    """
    done: dict[Path, frozenset[str]] = {}
    parts: list[str] = []
    _add(first.resolve(), done, parts, ())
    return "\n".join(parts)


def _add(
    path: Path, done: dict[Path, frozenset[str]], parts: list[str], above: tuple[Path, ...]
) -> frozenset[str]:
    if path in above:
        names = " → ".join(one.name for one in (*above[above.index(path) :], path))
        raise ValueError(f"modules import each other in a circle: {names}")
    if path in done:
        return done[path]
    text = path.read_text(encoding="utf-8")
    lines = []
    for found in _IMPORT.finditer(text):
        wanted = path.parent.joinpath(found[2]).resolve()
        exports = _add(wanted, done, parts, (*above, path))
        for name in found[1].split(", "):
            if name not in exports:
                raise ValueError(
                    f"{path.name} imports “{name}”, which {wanted.name} does not export"
                )
        lines.append(f'const {{ {found[1]} }} = routemap.modules["{wanted.name}"];\n')
    listed = (name for found in _LIST.finditer(text) for name in found[1].split(", "))
    exports = frozenset((*(found[1] for found in _EXPORT.finditer(text)), *listed))
    body = _EXPORT.sub("", _LIST.sub("", _IMPORT.sub("", text))).strip("\n")
    if unknown := _OTHER.search(body):
        raise ValueError(f"{path.name} has an unsupported form of import or export: {unknown[0]}")
    for other in done:
        if other.name == path.name:
            raise ValueError(f"two modules have the name {path.name}: {other} and {path}")
    parts.append(
        f'routemap.modules["{path.name}"] = (function () {{\n"use strict";\n{"".join(lines)}'
        f"{body}\nreturn {{ {', '.join(sorted(exports))} }};\n}})();"
    )
    done[path] = exports
    return exports
