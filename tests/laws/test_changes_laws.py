"""For random edits, what changed equals a plain comparison of the two folders."""

from __future__ import annotations

import csv
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Rows, claim, examples, place, small_rows, write_rows
from tests.plain import Plain

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.data.record_changes import RecordChange, record_changes
from routemap.model.draft import Change
from routemap.model.tables import TABLES
from routemap.questions.change_counts import counts_in_words
from routemap.questions.change_sentences import change_items
from routemap.questions.changes import changes

STANCES = ("asserts", "denies", "reports", "background")


def edited(rows: Rows, chance: random.Random) -> Rows:
    """Rows after one to six random edits."""
    for number in range(chance.randint(1, 6)):
        table = chance.choice(["claims", "claims", "claims", "sources", "places", "allegations"])
        row = chance.choice(rows[table]) if rows[table] else None
        kind = chance.choice(["add", "remove", "note", "stance", "order"])
        if kind == "add":
            key = f"new{number}{chance.randint(0, 99)}"
            if table == "claims":
                rows[table].append(claim(key, stance=chance.choice(STANCES), features="lane"))
            elif table == "places":
                rows[table].append(place(key, (chance.uniform(130, 131), 42.0)))
            else:
                rows[table].append({"id": key, "name": key, "kind": "media", "statement": key})
        elif kind == "remove" and table == "claims" and row:
            rows[table].remove(row)
        elif kind == "note" and row:
            row["note"] = f"note {chance.randint(0, 3)}"
        elif kind == "stance" and table == "claims" and row:
            row["stance"] = chance.choice(STANCES)
        elif kind == "order":
            chance.shuffle(rows[table])
    return rows


def records(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Every record of a folder by table and id, read with csv and json alone."""
    found = {}
    for table in TABLES:
        path = folder / table.file
        if not path.exists():
            continue
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        else:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            rows = [{**item["properties"], "geometry": item["geometry"]} for item in features]
        for row in rows:
            found[table.name, row["id"]] = row
    return found


def applied(dataset: Dataset, done: tuple[RecordChange, ...]) -> dict[Any, dict[str, Any]]:
    """The records of a dataset after some changes."""
    found = dict(contents(dataset))
    for item in done:
        key = item.table, item.record
        if item.change is Change.REMOVED:
            del found[key]
            continue
        found[key] = {**found.get(key, {}), **{field.key: field.new for field in item.fields}}
        found[key] = {name: value for name, value in found[key].items() if value not in ("", ())}
    return found


def contents(dataset: Dataset) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The records of a dataset by table and id, with the values that are known."""
    for table in TABLES:
        for key, row in getattr(dataset, table.name).to_dict("index").items():
            yield (table.name, key), {k: v for k, v in row.items() if v not in ("", ())}


@examples(8)
@given(st.integers(0, 10**6))
def test_changes_equal_a_plain_comparison_of_the_files(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place_of_both:
        before = write_rows(Path(place_of_both) / "before", small_rows())
        after = write_rows(Path(place_of_both) / "after", edited(small_rows(), chance))
        old, new = load(before).dataset, load(after).dataset
        was, now = records(before), records(after)
        found = changes(old, new)
        plain = Counter(
            (table, "added" if (table, key) not in was else "removed" if (table, key) not in now
             else "changed")
            for table, key in {**was, **now}
            if was.get((table, key)) != now.get((table, key))
        )  # fmt: skip
        assert Counter((item.table, str(item.change)) for item in found.records) == plain
        words = counts_in_words(found)
        for (table, change), number in plain.items():
            if table == "claims":
                assert f"{number} " in words
                assert str(change) in words
        assert bool(words) == bool(plain)
        old_status, new_status = Plain(before).statuses(""), Plain(after).statuses("")
        differing = {
            key for key in {*old_status, *new_status} if old_status.get(key) != new_status.get(key)
        }
        assert {item.feature for item in found.statuses} == differing
        for item in found.statuses:
            assert (item.old, item.new) == (
                old_status.get(item.feature), new_status.get(item.feature)
            )  # fmt: skip
        items = change_items(found)
        assert sum(item.kind == "status" for item in items) == len(differing)
        assert sum(item.kind == "removal" for item in items) == sum(
            number for (_, change), number in plain.items() if change == "removed"
        )
        assert applied(old, record_changes(old, new)) == dict(contents(new))
        assert record_changes(new, new) == ()
