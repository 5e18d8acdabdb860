"""The sizes and limits of the map and of pictures are in one table, which both read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from routemap.exports import picture
from routemap.map.drawing_rules import rule_table
from routemap.map.scripts import ASSETS

NUMBER = re.compile(r"(?<![\w.#$])\d+(?:\.\d+)?(?![\w.])")
# numbers in the scripts that only happen to be in the table too, and how often they occur
COINCIDENCES = Counter(
    {
        ("basemap.js", 1.1): 1,  # width of a border of the outline
        ("clustered_features.js", 2.5): 1,  # pixels between lines that a click selects together
        ("clusters.js", 60): 2,  # margins of the view that a disc opens
        ("declutter.js", 0.75): 1,  # half the width of the name of a country, which is larger
        ("declutter.js", 60): 4,  # margins of the view
        ("legend.js", 2.4): 1,  # width of a sample
        ("legend.js", 34): 1,  # width of a sample's box
        ("line.js", 16): 2,  # width of the line that receives clicks
        ("link.js", 60): 1,  # milliseconds
        ("link.js", 300): 1,  # milliseconds
        ("shared_lines.js", 0.4): 1,  # share of the width within which a line is hit
        ("spots.js", 0.01): 1,  # pixels of a move that is not visible
        ("spots.js", 1.5): 1,  # half turns to the top
        ("track.js", 1.5): 1,  # pixels by which a line is simplified
    }
)
# the browser receives the groups that result from this distance, not the distance
ONLY_ON_THE_SERVER = {"together"}


def without_comments(path: Path) -> str:
    text = re.sub(r"/\*(?s:.*?)\*/|//.*", "", path.read_text(encoding="utf-8"))
    return re.sub(r'"[^"\n]*"', "", text)


def numbers(value: object) -> Iterator[float]:
    match value:
        case int() | float():
            yield abs(value)
        case dict():
            for one in value.values():
                yield from numbers(one)
        case list() | tuple():
            for one in value:
                yield from numbers(one)


def test_no_number_of_the_table_is_repeated_in_the_scripts() -> None:
    # one half and small integers occur everywhere
    telling = {number for number in numbers(rule_table()) if number > 10 or number % 1} - {0.5}
    assert len(telling) > 40
    found = Counter(
        (path.name, float(number))
        for path in ASSETS.glob("*.js")
        for number in NUMBER.findall(without_comments(path))
        if float(number) in telling
    )
    assert found == COINCIDENCES


@pytest.mark.parametrize("rule", rule_table())
def test_both_sides_read_every_number_of_the_table(rule: str) -> None:
    browser = "\n".join(without_comments(path) for path in ASSETS.glob("*.js"))
    folders = [Path(picture.__file__).parent, ASSETS.parent]
    modules = [path for folder in folders for path in folder.glob("*.py")]
    server = "\n".join(
        path.read_text(encoding="utf-8") for path in modules if path.name != "drawing_rules.py"
    )
    for name in rule_table()[rule]:
        python = re.sub(r"([A-Z])", lambda found: f"_{found[1].lower()}", name)
        assert re.search(rf"(?:RULE|rule)\.{python}\b", server), f"no picture reads {rule}.{python}"
        used = rf"(?:[rR]ule|rules\.\w+)\.{name}\b"
        unpacked = rf"\{{[^}}]*\b{name}\b[^}}]*\}} = (?:constants\.rules|\w*[rR]ule)\b"
        read = re.search(f"{used}|{unpacked}", browser)
        assert read or name in ONLY_ON_THE_SERVER, f"no script reads {rule}.{name}"
