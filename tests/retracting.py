"""Articles that their publisher has retracted."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from tests.conftest import Rows, claim, small_rows


def retract_some(folder: Path, chance: random.Random) -> None:
    """Retract about a third of the articles of a data folder."""
    path = folder / "articles.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if chance.random() < 0.3:
            row["retracted_on"] = row["published"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


CORRECTION = {
    "id": "correction", "title": "A correction", "publisher": "The Paper", "published": "2022-12",
    "url": "https://paper.example/correction", "language": "en",
}  # fmt: skip


def retracted(*claims: str) -> Rows:
    """Return the small folder with some of its claims in a retracted article."""
    rows = small_rows()
    withdrawn = {
        **rows["articles"][0], "id": "withdrawn", "url": "https://paper.example/withdrawn",
        "retracted_on": "2022-12-01", "corrected_by": "correction",
        "archived_url": "https://archive.example/withdrawn", "original_title": "Оружие",
        "language": "ru",
    }  # fmt: skip
    rows["articles"] += [withdrawn, CORRECTION]
    for row in rows["claims"]:
        if row["id"] in claims:
            row["article"] = "withdrawn"
    if not claims:
        rows["claims"].append(claim("c5", article="withdrawn", features="lane"))
    return rows
