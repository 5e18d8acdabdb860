"""Who says what: how many claim sources take which side on every allegation, and since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.model.arrangements import DISPUTED_FIRST
from routemap.model.dates import in_words, parse
from routemap.model.vocabulary import DENYING, STANCES, Status
from routemap.questions.evidence import Broader, broader_denials
from routemap.questions.selection import Selection
from routemap.questions.sentences import PARTICIPLES, undecided_sentence

_DENIALS_LAST: Final = sorted(PARTICIPLES, key=lambda stance: stance in DENYING)


@dataclass(frozen=True, eq=False)
class AllegationSummary:
    """The claim sources on each side of one allegation.

    Attributes
    ----------
    allegation, statement, note
        Id, statement and editor's note of the allegation.
    status
        ``asserted``, ``denied`` or ``disputed``.
    sentence
        How many sources take each stance, and since when.
    broader
        Denials of broader allegations, which also deny this one.
    latest
        ISO date of the latest statement, ``""`` if none is dated.
    sides
        Pairs of a label such as ``Denied by`` and the names of sources.
    dataset, positions
        The data, and the positions of the claims about the allegation in the order in which they
        were said, undated ones first.
    """

    allegation: str
    statement: str
    note: str
    status: str
    sentence: str
    broader: tuple[Broader, ...]
    latest: str
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    dataset: Dataset
    positions: Ints

    @cached_property
    def sources(self) -> tuple[int, ...]:
        """The positions of the claim sources that make a claim about it."""
        return tuple(np.unique(self.dataset.codes.source[self.positions]).tolist())

    @property
    def speakers(self) -> int:
        """The number of claim sources that make a claim about it."""
        return len(self.sources)

    @cached_property
    def deniers(self) -> int:
        """The number of claim sources whose latest statement denies it."""
        codes = self.dataset.codes
        latest = dict(
            zip(
                codes.source[self.positions].tolist(),
                codes.denying[self.positions].tolist(),
                strict=True,
            )
        )
        return sum(latest.values())


def allegation_summaries(
    selection: Selection, most: int | None = None
) -> tuple[AllegationSummary, ...]:
    """Return the allegations that claims of a selection are about, in file order.

    With ``most``, only the first ``most`` are returned. Context and withdrawn claims do not count.
    """
    dataset, codes = selection.dataset, selection.dataset.codes
    taken = _spoken(selection)
    taken = taken[codes.allegation[taken] >= 0]
    said = dataset.bounds["known"].first
    order = np.lexsort((said[taken], codes.allegation[taken]))
    taken = taken[order]
    bounds = np.searchsorted(codes.allegation[taken], np.arange(len(dataset.allegations) + 1))
    names = dataset.sources["name"].to_numpy()
    rows = dataset.allegations[["statement", "note"]].to_dict("records")
    about_any = np.flatnonzero(np.diff(bounds))[:most].tolist()
    return tuple(
        _summary(selection, place, rows[place], taken[bounds[place] : bounds[place + 1]], names)
        for place in about_any
    )


def allegation_summary(selection: Selection, allegation: int) -> AllegationSummary | None:
    """Return the summary of one allegation, ``None`` if no source speaks about it.

    ``allegation`` is its position in the table of allegations.
    """
    dataset, codes = selection.dataset, selection.dataset.codes
    taken = _spoken(selection)
    about = taken[codes.allegation[taken] == allegation]
    if not len(about):
        return None
    taken = about[np.argsort(dataset.bounds["known"].first[about], kind="stable")]
    row = dataset.allegations[["statement", "note"]].iloc[allegation].to_dict()
    return _summary(selection, allegation, row, taken, dataset.sources["name"].to_numpy())


def count_allegations(selection: Selection) -> int:
    """Return the number of allegations that :func:`allegation_summaries` finds."""
    codes = selection.dataset.codes
    taken = _spoken(selection)
    return int(np.count_nonzero(np.bincount(codes.allegation[taken] + 1)[1:]))


def rows_and_rest(
    found: tuple[AllegationSummary, ...],
) -> tuple[tuple[AllegationSummary, ...], tuple[AllegationSummary, ...]]:
    """Return the allegations that are rows of a matrix by claim sources, and the rest.

    The rest are those of one source that speaks about no other allegation: each would add a row
    and a column for a single cell.
    """
    about = Counter(source for item in found for source in item.sources)
    rest = {item.allegation for item in found if item.speakers == 1 and about[item.sources[0]] == 1}
    return (
        tuple(item for item in found if item.allegation not in rest),
        tuple(item for item in found if item.allegation in rest),
    )


def _spoken(selection: Selection) -> Ints:
    """Return the positions of the claims of a selection that affirm, deny or take no side."""
    codes = selection.dataset.codes
    return np.flatnonzero(selection.mask & (codes.affirming | codes.denying | codes.undecided))


def _summary(
    selection: Selection,
    allegation: int,
    row: Mapping[Hashable, Any],
    positions: Ints,
    names: np.ndarray[tuple[int], np.dtype[np.object_]],
) -> AllegationSummary:
    dataset, codes = selection.dataset, selection.dataset.codes
    stance, source = codes.stance[positions], codes.source[positions]
    affirmed, denied = bool(codes.affirming[positions].any()), bool(codes.denying[positions].any())
    broader = broader_denials(selection, [allegation])
    said = dataset.bounds["said"].first[positions]
    sides: list[tuple[str, tuple[str, ...]]] = []
    parts: list[str] = []
    for key in _DENIALS_LAST:
        word = PARTICIPLES[key]
        of_side = stance == STANCES.keys.index(key)
        speakers = dict.fromkeys(source[of_side].tolist())
        if not speakers:
            continue
        sides.append((f"{word.capitalize()} by", tuple(names[who] for who in speakers)))
        noun = "" if parts else " source" if len(speakers) == 1 else " sources"
        dated = positions[of_side & (said > 0)]
        since = f" since {_month(_day(dataset, dated[0]))}" if len(dated) else ""
        parts.append(f"{word} by {len(speakers)}{noun}{since}")
    counts = ", ".join(parts)
    sentence = f"{counts[0].upper()}{counts[1:]}." if counts else ""
    sentence = f"{sentence}{_undecided(stance, source)}".strip()
    return AllegationSummary(
        allegation=str(dataset.allegations.index[allegation]),
        statement=row["statement"],
        note=row["note"],
        status=Status.DISPUTED
        if affirmed and (denied or broader)
        else Status.DENIED
        if denied
        else Status.ASSERTED
        if affirmed
        else Status.BACKGROUND,
        sentence=sentence,
        broader=broader,
        latest=_day(dataset, positions[-1]) if said[-1] > 0 else "",
        sides=tuple(sides),
        dataset=dataset,
        positions=positions,
    )


def _undecided(stance: Ints, source: Ints) -> str:
    keys = np.array(STANCES.keys, dtype=object)
    return undecided_sentence(keys[stance], source)


def _day(dataset: Dataset, position: int) -> str:
    first = parse(dataset.claims["said"].iloc[position]).first
    return first.isoformat() if first else ""


def _month(day: str) -> str:
    return in_words(day[:7], preposition=False)


_SORTS: Final[Mapping[str, Callable[[AllegationSummary], tuple[object, ...]]]] = {
    "latest": lambda item: (item.latest,),
    "sources": lambda item: (item.speakers,),
    DISPUTED_FIRST: lambda item: (
        item.status == Status.DISPUTED,
        item.deniers,
    ),
}


def ordered(found: tuple[AllegationSummary, ...], order: str) -> tuple[AllegationSummary, ...]:
    """Return summaries in an order of :data:`routemap.model.arrangements.ORDERS`."""
    if order not in _SORTS:
        return found
    return tuple(sorted(found, key=_SORTS[order], reverse=True))
