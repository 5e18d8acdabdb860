"""README names every format, in the words of the registry."""

from __future__ import annotations

from pathlib import Path

from routemap.exports import FORMATS

README = Path(__file__).parents[2] / "README.md"


def test_the_table_of_formats_is_the_registry() -> None:
    section = README.read_text(encoding="utf-8").split("## Take it away\n")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("| `")]
    assert table == [
        f"| `{row.key}` | {row.label} | {row.meaning} | {row.opens_in} |" for row in FORMATS
    ]
