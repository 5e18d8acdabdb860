"""Who says what: the stance of every claim source on every allegation, and since when."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.model.dates import in_words, parse
from routemap.model.terms import Term, Vocabulary
from routemap.model.vocabulary import DENYING, STANCES, Status
from routemap.questions.evidence import Broader, broader_denials
from routemap.questions.selection import Selection
from routemap.questions.sentences import PARTICIPLES
from routemap.questions.statuses import AFFIRMS, DENIES

_DENIALS_LAST: Final = sorted(PARTICIPLES, key=lambda stance: stance in DENYING)


@dataclass(frozen=True)
class Cell:
    """What one claim source says about one allegation.

    Attributes
    ----------
    source, name
        Id and name of the claim source.
    stance, stance_label
        Key and label of the stance of its latest claim.
    latest
        Date of that claim in words, ``undated`` if it has none.
    claims
        The number of its claims about the allegation.
    changed
        Whether it has both affirmed and denied the allegation.
    first, first_said
        ``assertion`` or ``denial`` if it was the first source to take that side, else ``""``,
        and the date of that statement in words.
    """

    source: str
    name: str
    stance: str
    stance_label: str
    latest: str
    claims: int
    changed: bool
    first: str
    first_said: str


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
    def cells(self) -> Mapping[str, Cell]:
        """What each claim source says about it, by source id, in the order of first statements."""
        codes, said = self.dataset.codes, self.dataset.claims["said"]
        source, stance = codes.source[self.positions], codes.stance[self.positions]
        firsts = {
            int(codes.source[position]): (side, in_words(said.iloc[position]))
            for side, taken in (("denial", DENIES), ("assertion", AFFIRMS))
            for position in self._first(taken[stance])
        }
        names = self.dataset.sources["name"]
        cells = {}
        for who, claims in _by_source(source).items():
            key = str(self.dataset.sources.index[who])
            last = int(self.positions[claims[-1]])
            own = stance[claims]
            first, first_said = firsts.get(who, ("", ""))
            final = STANCES.keys[stance[claims[-1]]]
            cells[key] = Cell(
                source=key,
                name=names.iloc[who],
                stance=final,
                stance_label=STANCES.label(final),
                latest=in_words(said.iloc[last]) if said.iloc[last] else "undated",
                claims=len(claims),
                changed=bool(DENIES[own].any() and AFFIRMS[own].any()),
                first=first,
                first_said=first_said,
            )
        return cells

    def _first(self, taken: Bools) -> list[int]:
        """Return the position of the first claim of one side, in a list; empty if none is dated.

        A vague date counts by its last day, because a statement of “2022” can be later than one
        of May 2022. ``taken`` says per claim whether it is on that side.
        """
        bounds = self.dataset.bounds["said"]
        positions = self.positions[taken & bounds.known[self.positions]]
        order = np.argsort(bounds.last[positions], kind="stable")
        return [int(position) for position in positions[order[:1]]]

    @cached_property
    def speakers(self) -> int:
        """The number of claim sources that make a claim about it."""
        return len(np.unique(self.dataset.codes.source[self.positions]))

    @cached_property
    def deniers(self) -> int:
        """The number of claim sources whose latest statement denies it."""
        codes = self.dataset.codes
        latest = dict(
            zip(
                codes.source[self.positions].tolist(),
                DENIES[codes.stance[self.positions]].tolist(),
                strict=True,
            )
        )
        return sum(latest.values())


def allegation_summaries(
    selection: Selection, most: int | None = None
) -> tuple[AllegationSummary, ...]:
    """Return the allegations that claims of a selection are about, in file order.

    With ``most``, only the first ``most`` are returned. Background claims do not count.
    """
    dataset, codes = selection.dataset, selection.dataset.codes
    background = STANCES.keys.index("background")
    taken = selection.positions[codes.stance[selection.positions] != background]
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


def count_allegations(selection: Selection) -> int:
    """Return the number of allegations that :func:`allegation_summaries` finds."""
    codes = selection.dataset.codes
    background = STANCES.keys.index("background")
    taken = selection.positions[codes.stance[selection.positions] != background]
    return int(np.count_nonzero(np.bincount(codes.allegation[taken] + 1)[1:]))


def _summary(
    selection: Selection,
    allegation: int,
    row: Mapping[Hashable, Any],
    positions: Ints,
    names: np.ndarray[tuple[int], np.dtype[np.object_]],
) -> AllegationSummary:
    dataset, codes = selection.dataset, selection.dataset.codes
    stance, source = codes.stance[positions], codes.source[positions]
    affirmed, denied = bool(AFFIRMS[stance].any()), bool(DENIES[stance].any())
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
    sentence = ", ".join(parts)
    return AllegationSummary(
        allegation=str(dataset.allegations.index[allegation]),
        statement=row["statement"],
        note=row["note"],
        status=Status.DISPUTED
        if affirmed and (denied or broader)
        else Status.DENIED
        if denied
        else Status.ASSERTED,
        sentence=f"{sentence[0].upper()}{sentence[1:]}.",
        broader=broader,
        latest=_day(dataset, positions[-1]) if said[-1] > 0 else "",
        sides=tuple(sides),
        dataset=dataset,
        positions=positions,
    )


def _by_source(source: Ints) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, who in enumerate(source.tolist()):
        found.setdefault(who, []).append(place)
    return found


def _day(dataset: Dataset, position: int) -> str:
    first = parse(dataset.claims["said"].iloc[position]).first
    return first.isoformat() if first else ""


def _month(day: str) -> str:
    return in_words(day[:7], preposition=False)


ORDERS: Final = Vocabulary(
    "order",
    (
        Term("file", "Order of the data", "In the order of the file."),
        Term("latest", "Latest statement first", "By the day of the latest statement."),
        Term("sources", "Most sources first", "By the number of claim sources."),
        Term("disputed", "Most disputed first", "Disputed ones first, by the number of deniers."),
    ),
)
_SORTS: Final[Mapping[str, Callable[[AllegationSummary], tuple[object, ...]]]] = {
    "latest": lambda item: (item.latest,),
    "sources": lambda item: (item.speakers,),
    "disputed": lambda item: (
        item.status == Status.DISPUTED,
        item.deniers,
    ),
}


def ordered(found: tuple[AllegationSummary, ...], order: str) -> tuple[AllegationSummary, ...]:
    """Return summaries in an order of :data:`ORDERS`; an unknown order changes nothing."""
    if order not in _SORTS:
        return found
    return tuple(sorted(found, key=_SORTS[order], reverse=True))
