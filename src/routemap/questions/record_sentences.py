"""What a record of the data is, in a sentence without ids."""

from __future__ import annotations

from typing import Final

from routemap.data.dataset import Dataset
from routemap.data.record_changes import CASE
from routemap.model.dates import in_words
from routemap.model.text import shortened
from routemap.model.vocabulary import STANCES
from routemap.questions.facts import NAMES
from routemap.questions.quoting import quoted
from routemap.questions.sentences import CLAUSES

_LABELS: Final = {"vessels": "ship", "areas": "outline of", "media": "image or track"}
"""What a record is called on screens, where that is not its name in the files."""


def record_sentence(dataset: Dataset, table: str, record: str) -> str:
    """Return what a record of the data is, such as “Place “A”.” or “A: denies “B”.”.

    Raises
    ------
    LookupError
        If the data does not have it.
    """
    if table == CASE:
        return "The description of the map."
    if table == "claims":
        return claim_sentence(dataset, record)
    named = {item.name: item.record for item in dataset.case.tables} | _LABELS
    label = named[table]
    # the id of an outline is that of its place
    holder = "places" if table == "areas" else table
    name = getattr(dataset, holder)[NAMES[holder]][record]
    return f"{label[:1].upper()}{label[1:]} {quoted(name)}."


def claim_sentence(dataset: Dataset, claim: str) -> str:
    """Return who says what, such as “A: denies “…”, 17 October 2023.”."""
    row = dataset.claims.loc[claim].to_dict()
    source, stance = dataset.sources["name"][row["source"]], row["stance"]
    said = f", {in_words(row['said'], preposition=False)}" if row["said"] else ""
    if not row["allegation"]:
        return f"{source}: {STANCES.label(stance).lower()}, “{shortened(row['excerpt'])}”{said}."
    statement = quoted(dataset.allegations["statement"][row["allegation"]])
    if stance in CLAUSES:
        return f"{source}: {STANCES.label(stance).lower()}, on {statement}{said}."
    return f"{source}: {STANCES.label(stance).lower()} {statement}{said}."
