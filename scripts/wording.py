"""Find words that are hard to understand, and suggest better ones: ``python scripts/wording.py``.

The script checks Markdown without code, docstrings and comments of Python, and HTML templates.
Files that still have such words are listed in ``scripts/wording.txt``, sorted. The list can only
become shorter: the script reports a listed file without findings, and findings in other files.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
LIST: Final = ROOT / "scripts" / "wording.txt"
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
Line = tuple[int, str]


def prose(text: str) -> Iterator[Line]:
    """Yield the lines of Markdown, without code, with their numbers."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, re.sub(r"`[^`]*`", "", line)


def explanations(text: str) -> Iterator[Line]:
    """Yield the lines of docstrings and comments of Python, with their numbers."""
    for node in ast.walk(ast.parse(text)):
        # docstrings, and the strings below constants that describe them
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield from enumerate(str(node.value.value).splitlines(), node.lineno)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def every_line(text: str) -> Iterator[Line]:
    """Yield all lines of a text, with their numbers."""
    yield from enumerate(text.splitlines(), 1)


READERS: Final[dict[str, Callable[[str], Iterator[Line]]]] = {
    ".md": prose,
    ".py": explanations,
    ".html": every_line,
}


def findings(path: Path) -> list[str]:
    """Return the corrections that a file needs, one line per word."""
    return [
        f"line {number}: “{found[0]}”: use {better}"
        for number, line in READERS[path.suffix](path.read_text(encoding="utf-8"))
        for words, better in _WORDS.items()
        for found in words.finditer(line)
    ]


def scan(root: Path) -> dict[str, list[str]]:
    """Return the findings by file, sorted, without files that have none."""
    paths = [*root.glob("*.md"), *root.glob("*.py"), *root.glob("geodata/*.md")]
    paths += [path for folder in FOLDERS for path in (root / folder).rglob("*")]
    found = {
        str(path.relative_to(root)): findings(path) for path in paths if path.suffix in READERS
    }
    return {name: found[name] for name in sorted(found) if found[name]}


def faults(root: Path, listed: list[str]) -> list[str]:
    """Return all faults: findings in files that are not listed, and unnecessary listed files."""
    found = scan(root)
    wrong = [
        f"{name}: {finding}" for name in found if name not in listed for finding in found[name]
    ]
    wrong += [
        f"scripts/wording.txt: {name} has no findings: remove the line"
        for name in listed
        if name not in found
    ]
    if listed != sorted(set(listed)):
        wrong.append("scripts/wording.txt: sort the lines and remove duplicates")
    return wrong


def main() -> int:
    """Print all faults; return 1 if there are any, else 0."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    wrong = faults(ROOT, [line for line in lines if line and not line.startswith("#")])
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
