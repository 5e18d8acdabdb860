"""The documentation lists every format, with the texts of the registry."""

from __future__ import annotations

from pathlib import Path

from routemap.exports import FORMATS

ROOT = Path(__file__).parents[2]
EXPORTING = ROOT / "docs" / "exporting.md"


def test_the_table_of_formats_is_the_registry() -> None:
    section = EXPORTING.read_text(encoding="utf-8").split("## Formats\n")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("| `")]
    assert table == [
        f"| `{row.key}` | {row.label} | {row.meaning} | {row.opens_in} |" for row in FORMATS
    ]


def test_readme_has_the_number_of_formats() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"The Export page writes {len(FORMATS)} formats" in readme
