"""Find words that are hard to understand, and suggest better ones: ``python scripts/wording.py``.

The script checks Markdown without code, docstrings and comments of Python, the strings of the
package, which readers see as messages and labels, and HTML, JavaScript and style sheets. It also
checks the names that the code of the package defines.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDERS: Final = ("docs", "src", "pages", "tests", "benchmarks", "audit", "scripts")
BETTER: Final = {
    r"stands": "is, has",
    r"tells|told": "says, shows, named",
    r"whoever": "everybody who, the reader who",
    r"(speak|speaks|spoke) of": "refers to, is about",
    r"(come|comes|came) along": "is added, is included",
    r"of ours": "our own, or leave it out",
    r"that is none": "an invalid …, no …",
    r"that there is not": "unknown, missing",
    r"whole or not at all": "atomically",
    r"without further ado": "by default",
    r"from without": "from outside",
}
"""Regular expressions of words, and the words to use instead."""
_WORDS: Final = {
    re.compile(rf"\b({words})\b", re.IGNORECASE): better for words, better in BETTER.items()
}
UNCLEAR: Final = {
    "asked": "the thing itself, such as query, params, wanted",
    "asking": "the thing itself, such as request, sender",
    "beside": "the thing itself, such as added, own_cells, neighbour",
    "crowd": "cluster, collection",
    "crowded": "clustered, is_large",
    "entrance": "gate, login",
    "exhibit": "evidence, record",
    "few": "a number or a limit",
    "gather": "collect, read, join",
    "journal": "log",
    "lone": "single",
    "recent": "latest, cache",
    "standing": "matrix, status",
    "turns": "angles, order, waiting",
    "whole": "complete, total, dataset",
    "writers": "formats",
}
"""Names that say too little about what they name, and names to use instead."""
UNCLEAR_MODULES: Final = UNCLEAR | dict.fromkeys(
    ("areas", "call", "characters", "head", "notes", "plain", "raw", "room", "words"),
    "a name that says what the file or class contains",
)
"""The same for files and classes, where short names of variables say too little."""
_DEFINED: Final = re.compile(r"\b(?:const|let|function|class)\s+(\w+)")
Line = tuple[int, str]


def prose(text: str) -> Iterator[Line]:
    """Yield the lines of Markdown, without code, with their numbers."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, re.sub(r"`[^`]*`", "", line)


@lru_cache(maxsize=1)
def _nodes(text: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text)))


def explanations(text: str) -> Iterator[Line]:
    """Yield the lines of docstrings and comments of Python, with their numbers."""
    for node in _nodes(text):
        # docstrings, and the strings below constants that describe them
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield from enumerate(str(node.value.value).splitlines(), node.lineno)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def every_line(text: str) -> Iterator[Line]:
    """Yield all lines of a text, with their numbers."""
    yield from enumerate(text.splitlines(), 1)


def strings(text: str) -> Iterator[Line]:
    """Yield the docstrings, comments and strings of Python, with their line numbers."""
    yield from explanations(text)
    explained = {node.value for node in _nodes(text) if isinstance(node, ast.Expr)}
    for node in _nodes(text):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in explained:
            yield node.lineno, node.value


def defined(path: Path) -> Iterator[tuple[int, str, Mapping[str, str]]]:
    """Yield the names that a file of code defines: line, name, and the unclear names of its kind.

    The name of the file itself has the line 1.
    """
    yield 1, path.stem, UNCLEAR_MODULES
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        for number, line in every_line(text):
            yield from ((number, name, UNCLEAR) for name in _DEFINED.findall(line))
    for node in _nodes(text) if path.suffix == ".py" else ():
        match node:
            case ast.ClassDef(name=name):
                yield node.lineno, name, UNCLEAR_MODULES
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                yield node.lineno, name, UNCLEAR
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name, UNCLEAR


def names(path: Path) -> list[str]:
    """Return the corrections that the names in a file of code need, one line per name."""
    return [
        f"line {number}: the name “{name}”: use {unclear[plain]}"
        for number, name, unclear in defined(path)
        if (plain := name.strip("_").lower()) in unclear
    ]


READERS: Final[dict[str, Callable[[str], Iterator[Line]]]] = {
    ".md": prose,
    ".py": explanations,
    ".html": every_line,
    ".js": every_line,
    ".css": every_line,
}
SHOWN: Final = ("src/", "pages/")
"""The folders whose strings readers see."""
OF_ARTICLES: Final = ("src/routemap/questions/proposals/cue_table.py",)
"""Files whose strings are words of articles."""


def findings(path: Path, *, shown: bool) -> list[str]:
    """Return the corrections that a file needs, one line per word.

    ``shown`` says whether readers see the strings of Python code.
    """
    reader = strings if shown and path.suffix == ".py" else READERS[path.suffix]
    found = {
        f"line {number}: “{word[0]}”: use {better}": None
        for number, line in reader(path.read_text(encoding="utf-8"))
        for words, better in _WORDS.items()
        for word in words.finditer(line)
    }
    return list(found)


def scan(root: Path) -> dict[str, list[str]]:
    """Return the findings by file, sorted, without files that have none."""
    paths = [*root.glob("*.md"), *root.glob("*.py"), *root.glob("geodata/*.md")]
    paths += [path for folder in FOLDERS for path in (root / folder).rglob("*")]
    found = {}
    for path in paths:
        name = path.relative_to(root).as_posix()
        if path.suffix in READERS and "vendor" not in path.parts:
            shown = name.startswith(SHOWN) and name not in OF_ARTICLES
            found[name] = findings(path, shown=shown)
            if name.startswith("src/"):
                found[name] += names(path)
    return {name: found[name] for name in sorted(found) if found[name]}


def faults(root: Path) -> list[str]:
    """Return all findings, each with its file."""
    return [f"{name}: {finding}" for name, found in scan(root).items() for finding in found]


def main() -> int:
    """Print all findings; return 1 if there are any, else 0."""
    wrong = faults(ROOT)
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
