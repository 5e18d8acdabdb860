"""Articles that their publisher has retracted."""

from __future__ import annotations

import csv
import random
from pathlib import Path


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
