"""The Markdown pages of the project, and what they contain."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "geodata").glob("*.md")]
)


def name(page: Path) -> str:
    """Return the path of a page within the project, for test ids."""
    return str(page.relative_to(ROOT))


def tokens(page: Path) -> Iterator[Token]:
    """Yield the tokens of a page, those inside paragraphs included."""
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def links(page: Path) -> list[str]:
    """Return the targets of links and pictures."""
    found = (token.attrGet("href") or token.attrGet("src") for token in tokens(page))
    return [str(target) for target in found if target]


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub names them."""
    found: list[str] = []
    parsed = list(tokens(page))
    for opening, inline in itertools.pairwise(parsed):
        if opening.type != "heading_open":
            continue
        text = "".join(
            part.content for part in inline.children or () if part.type in ("text", "code_inline")
        )
        found.append(re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-"))
    counts = {slug: found.count(slug) for slug in found}
    again = {f"{slug}-{number}" for slug in found for number in range(1, counts[slug])}
    return counts.keys() | again


def code_spans(page: Path) -> list[str]:
    """Return the texts in backticks."""
    return [token.content for token in tokens(page) if token.type == "code_inline"]


def commands(page: Path) -> list[str]:
    """Return the shell commands of a page: one per line, without comments."""
    blocks = (token for token in tokens(page) if token.type == "fence" and token.info == "sh")
    lines = (line for block in blocks for line in block.content.replace("\\\n", " ").splitlines())
    plain = (" ".join(re.sub(r"(^|\s)#\s.*", "", line).split()) for line in lines)
    return [line for line in plain if line]


def files(page: Path) -> dict[str, str]:
    """Return the files that a page shows, by name: blocks with a name after their language."""
    named = (
        (token.info.partition(" ")[2].strip(), token.content)
        for token in tokens(page)
        if token.type == "fence"
    )
    return {name: content for name, content in named if name}


def first_cells(page: Path, heading: str) -> list[str]:
    """Return the first cells of the table below a second-level heading, without the header row."""
    section = page.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    return [row.split(" | ")[0].removeprefix("| ") for row in rows[2:]]
