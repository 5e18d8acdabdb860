"""Time of the core functions without a server: reading, restarting, selecting, comparing."""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from routemap.data import cache
from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.data.text_search import prepare
from routemap.model.vocabulary import CARGO, MODES, STANCES
from routemap.questions.changes import changes
from routemap.questions.query import Query
from routemap.questions.selection import select

_QUERIES = 300


@dataclass(frozen=True)
class CoreTimes:
    """Times in seconds, and counts; ``select`` is sorted.

    ``changes`` is the comparison with a state in which every hundredth claim was corrected.
    """

    claims: int
    features: int
    cold: float
    warm: float
    select: tuple[float, ...]
    changes: float


def measure(folder: Path) -> CoreTimes:
    """Measure a data folder in two processes: with an empty cache, and with a filled one."""
    with tempfile.TemporaryDirectory() as place:
        cold = _process(folder, place, queries=0)
        warm = _process(folder, place, queries=_QUERIES)
    return CoreTimes(
        claims=int(cold["claims"]),
        features=int(cold["features"]),
        cold=cold["seconds"],
        warm=warm["seconds"],
        select=tuple(sorted(warm["select"])),
        changes=warm["changes"],
    )


def random_query(dataset: Dataset, chance: random.Random) -> Query:
    """Return a query with one to three filters of any kind."""
    days = sorted(date(2022 + chance.randrange(4), chance.randint(1, 12), 15) for _ in range(2))
    filters: dict[str, object] = {
        "first": days[0],
        "last": days[1],
        "source": tuple(chance.sample(list(dataset.sources.index), 2)),
        "allegation": (chance.choice(list(dataset.allegations.index)),),
        "publisher": (chance.choice(dataset.codes.publishers),),
        "article": (chance.choice(list(dataset.articles.index)),),
        "stance": (chance.choice(STANCES.keys),),
        "cargo": (chance.choice(CARGO.keys),),
        "mode": (chance.choice(MODES.keys),),
        "text": chance.choice(("port", "railway horses", "두만강", "Хасан", "no such word")),
    }
    chosen = chance.sample(sorted(filters), chance.randint(1, 3))
    return Query(**{key: filters[key] for key in chosen})  # type: ignore[arg-type]


def corrected(dataset: Dataset) -> Dataset:
    """Return a state in which every hundredth claim has another note, some another stance."""
    claims = dataset.claims.copy()
    edited = claims.index[::100]
    claims.loc[edited, "note"] = "Corrected."
    claims.loc[edited[::10], "stance"] = "denies"
    other = replace(dataset, claims=claims)
    _ = other.codes, other.bounds  # a dataset that is shown has them
    return other


def _process(folder: Path, place: str, queries: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.core", str(folder), "--queries", str(queries)]
    done = subprocess.run(
        command, env={**os.environ, cache.VARIABLE: place}, check=True, capture_output=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Measure one start in this process and print the result as JSON."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queries", type=int, default=0)
    options = parser.parse_args()
    begun = time.perf_counter()
    loaded = load(options.folder)
    dataset = loaded.dataset
    whole = select(dataset, Query())
    features = len(whole.status_codes)
    seconds = time.perf_counter() - begun
    chance = random.Random(7)
    times = []
    prepare(dataset)
    for _ in range(options.queries):
        query = random_query(dataset, chance)
        begun = time.perf_counter()
        _ = select(dataset, query).status_codes
        times.append(time.perf_counter() - begun)
    other = corrected(dataset)
    begun = time.perf_counter()
    changes(dataset, other)
    compared = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "claims": len(dataset.claims),
                "features": features,
                "seconds": seconds,
                "problems": len(loaded.problems),
                "select": times,
                "changes": compared,
            }
        )
    )


if __name__ == "__main__":
    main()
