"""One wrong character never removes a record from what readers see.

After the edit, every record is read under its id, or under another valid id with the same cells; or
the edit is held back.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.conftest import THOROUGH, Rows, claim, small_rows, write_rows

from routemap.data.load import Loaded, load, load_snapshot
from routemap.data.published import held_back
from routemap.data.reading.snapshot import Snapshot
from routemap.model.columns import Table
from routemap.model.tables import TABLES

TYPED = '",;x2\n'
SPREAD = 18  # edits of each file, besides those at the beginning of its rows
MOST = 1_000 if THOROUGH else 24  # edits of each file that are tried
FILES = ["places.geojson", "routes.geojson", "sources.csv", "articles.csv", "vessels.csv",
         "allegations.csv", "claims.csv", "media.csv"]  # fmt: skip


def rows() -> Rows:
    """Rows with everything that a separator, a quotation mark or a line break can tear apart."""
    found = small_rows()
    found["claims"][0].update(excerpt='He said, "no",\nand left', note='one\ntwo, "three"\n\nlast')
    found["claims"] += [
        claim("c5", stance="denies", excerpt='"Quoted" at first', note="a, b\nc"),
        claim("c6", stance="denies", excerpt='Words, "and" more', note="last; of all"),
    ]
    found["allegations"] += [
        {"id": "part", "statement": "Shells.", "part_of": "shells"},
        {"id": "by-rail", "statement": 'They "move", on rails'},
    ]
    return found


@cache
def good(folder: Path) -> Loaded:
    return load(write_rows(folder, rows()))


def edits(table: Table, text: str) -> Iterator[str]:
    """Yield texts of a file with one character deleted, added or replaced below its header."""
    chosen = random.Random(table.file)
    first = text.index("[" if table.geometry else "\n")
    begins = r'"id": "' if table.geometry else r"\n(?=\S)"
    starts = [found.end() for found in re.finditer(begins, text[first:])]
    at_rows = [first + at + step for at in starts for step in (-1, 0, 1)]
    after_ids = [text.find('"' if table.geometry else ",", first + at) for at in starts]
    spread = [chosen.randrange(first, len(text)) for _ in range(SPREAD)]
    for at in (at for at in (*at_rows, *after_ids, *spread) if first <= at < len(text)):
        typed = chosen.choice(TYPED)
        edit = chosen.choice(["", typed, f"{typed}{text[at]}"])
        yield f"{text[:at]}{edit}{text[at + 1 :]}"
    for start in starts:  # a stray quotation mark, a comma in an id, and no comma after it
        at = first + start
        end = text.find(",", at)
        yield f'{text[:at]}"{text[at:]}'
        yield f"{text[: at + 1]},{text[at + 1 :]}"
        yield f"{text[:end]}{text[end + 1 :]}"


def lost_silently(before: Loaded, after: Loaded) -> list[str]:
    """Return the records that are neither read under their id nor under another one."""
    lost = []
    for table in before.dataset.case.tables:
        was, now = getattr(before.dataset, table.name), getattr(after.dataset, table.name)
        gone, new = was.index.difference(now.index), now.index.difference(was.index)
        cells = [column.key for column in table.columns if column.key != "id"]
        for key in gone:
            same = [
                sum(was.at[key, name] == now.at[other, name] for name in cells) for other in new
            ]
            if max(same, default=0) < len(cells) - 1:  # the first cell may have its end
                lost.append(f"{table.record} {key}")
    return lost


@pytest.mark.parametrize("file", FILES)
def test_one_wrong_character_loses_no_record_without_being_held_back(
    file: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = good(tmp_path_factory.getbasetemp() / "one-character")
    (table,) = (table for table in TABLES if table.file == file)
    text = before.files[file].decode()
    tried = list(edits(table, text))
    if len(tried) > MOST:
        tried = random.Random(file).sample(tried, MOST)
    held = 0
    for edited in tried:
        files = {**before.files, file: edited.encode()}
        after = load_snapshot(Snapshot(files, {}, before.dataset.basemap))
        reasons = held_back(after, before)
        held += bool(reasons)
        assert reasons or not lost_silently(before, after), edited
    assert held
