"""Writing of measurements into ``docs/benchmarks.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from routemap.data.load import SHIPPED

PAGE: Final = SHIPPED.parent / "docs" / "benchmarks.md"


def write_table(name: str, text: str, page: Path = PAGE) -> None:
    """Replace the text between the markers ``<!-- name -->`` and ``<!-- /name -->`` of a page.

    Raises
    ------
    ValueError
        If the page does not have each marker exactly once.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    old = page.read_text(encoding="utf-8")
    if old.count(begin) != 1 or old.count(end) != 1:
        raise ValueError(f"{page.name} must have {begin} and {end} exactly once")
    before, _, rest = old.partition(begin)
    after = rest.partition(end)[2]
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
