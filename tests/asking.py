"""Random queries for a data folder, as query strings."""

from __future__ import annotations

import random
from datetime import date, timedelta

from routemap.data.dataset import Dataset
from routemap.model.vocabulary import CARGO, DATE_MEANINGS, MODES, STANCES
from routemap.questions.query import Query

WORDS = (
    "port", "PORT railway", "두만강", "хасан", "tonnes", "agency 1", "spot 7", "no such word",
    "ministry's", "MINISTRY‘S", "“ministry”", "ministry−port", "minis\u200btry",
    "Place 0003", "장소 0003", "quay 1", "quay 2 tonnes", "port 부두이", "Место 0002",
    "quay 2 역", "port of Quay 1", "станция quay 2", "부두이 station", "quay", "harbour place 0003",
)  # fmt: skip


def random_query(dataset: Dataset, chance: random.Random) -> Query:
    """A query with one to four filters of any kind."""

    def some(keys) -> tuple[str, ...]:
        return tuple(sorted(chance.sample(list(keys), chance.randint(1, 2))))

    start = date(2022, 1, 1) + timedelta(days=chance.randrange(1400))
    filters = {
        "first": start,
        "last": start + timedelta(days=chance.randrange(400)),
        "by": chance.choice(DATE_MEANINGS.keys),
        "source": some(dataset.sources.index),
        "allegation": some(dataset.allegations.index),
        "article": some(dataset.articles.index),
        "publisher": some(sorted(set(dataset.articles["publisher"]))),
        "stance": some(STANCES.keys),
        "cargo": some(CARGO.keys),
        "mode": some(MODES.keys),
        "about": some(dataset.features.index),
        "text": chance.choice(WORDS),
    }
    chosen = chance.sample(sorted(filters), chance.randint(1, 4))
    if {"first", "last"} <= set(chosen):
        chosen.append("by")
    return Query(**{key: filters[key] for key in chosen})
