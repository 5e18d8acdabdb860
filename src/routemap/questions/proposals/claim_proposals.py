"""What the words around an excerpt propose for the cells of its claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from routemap.data.dataset import Dataset
from routemap.model.columns import SEPARATOR, split_cell
from routemap.model.dates import in_words
from routemap.model.vocabulary import AFFIRMING, STANCES
from routemap.questions.facts import NAMES
from routemap.questions.proposals.proposals import Proposals

_COLUMN: Final = {"places": "features", "routes": "features", "vessels": "vessels"}
"""The column of a claim that names a record of a table."""


@dataclass(frozen=True)
class ClaimProposal:
    """A value that is proposed for a cell of a claim; a person accepts it or not.

    Attributes
    ----------
    column
        The column of ``claims.csv``.
    value
        The id, term or date.
    label
        The value in words.
    reason
        Why it is proposed, in a sentence without full stop.
    is_added
        Whether accepting it adds it to the values of the cell instead of replacing them.
    """

    column: str
    value: str
    label: str
    reason: str
    is_added: bool = False


def claim_proposals(
    found: Proposals, start: int, end: int, dataset: Dataset, cells: Mapping[str, str]
) -> tuple[ClaimProposal, ...]:
    """Return what is proposed for the claim of an excerpt.

    Parameters
    ----------
    found
        What the text of the article proposes.
    start, end
        Where the excerpt is in that text, in code points. The sentences that it touches count.
    dataset
        The data, for the names of records.
    cells
        The cells of the claim. What they already have is not proposed.
    """
    inside = [s for s in found.sentences if s.start < end and s.end > start]
    first = min([start, *(s.start for s in inside)])
    last = max([end, *(s.end for s in inside)])

    def near(item: object) -> bool:
        return bool(first <= getattr(item, "start", -1) < last)

    # who denies speaks on a day, but nothing happened on it
    stances = {cells.get("stance") or cue.stance for cue in filter(near, found.cues)} - {""}
    columns = ("happened", "said") if not stances or stances & AFFIRMING else ("said",)
    rows = [
        *_stances(found, near, dataset),
        *_names(found, near, dataset),
        *_days(found, near, columns),
    ]
    seen: dict[tuple[str, str], ClaimProposal] = {}
    for row in rows:
        if row.value not in split_cell(cells.get(row.column, "")):
            seen.setdefault((row.column, row.value), row)
    return tuple(seen.values())


Near = Callable[[object], bool]


def _stances(found: Proposals, near: Near, dataset: Dataset) -> Iterator[ClaimProposal]:
    for cue in filter(near, found.cues):
        reason = f"the text has “{cue.words}”"
        if cue.stance:
            yield ClaimProposal("stance", cue.stance, STANCES.label(cue.stance), reason)
        if cue.source:
            name = str(dataset.sources["name"][cue.source])
            yield ClaimProposal("source", cue.source, name, f"{reason} beside this name")


def _names(found: Proposals, near: Near, dataset: Dataset) -> Iterator[ClaimProposal]:
    for name in filter(near, found.names):
        label = str(getattr(dataset, name.table)[NAMES[name.table]][name.record])
        reason = f"the text has “{name.name}”"
        if column := _COLUMN.get(name.table):
            yield ClaimProposal(column, name.record, label, reason, is_added=True)
        elif name.table == "sources":
            yield ClaimProposal("source", name.record, label, reason)


def _days(found: Proposals, near: Near, columns: Sequence[str]) -> Iterator[ClaimProposal]:
    for day in filter(near, found.days):
        words = in_words(day.edtf, preposition=False)
        reason = f"“{day.words}”: {day.rule}"
        for column in columns:
            yield ClaimProposal(column, day.edtf, f"{column.title()} {words}", reason)


def accepted(proposal: ClaimProposal, cells: Mapping[str, str]) -> str:
    """Return the cell of a claim after a proposal was accepted."""
    before = split_cell(cells.get(proposal.column, "")) if proposal.is_added else ()
    return SEPARATOR.join(dict.fromkeys([*before, proposal.value]))
