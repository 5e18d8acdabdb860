"""The two sides of an allegation: which claim sources affirm it, which deny it, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.model.dates import in_words
from routemap.model.vocabulary import AFFIRMING, DENYING, STANCES
from routemap.questions.matrix import AllegationSummary

_NAMED: Final = 2  # how many relaying sources are listed; more are counted


NO_SIDE: Final = {"declines": "○", "finds_none": "∅"}
"""The signs of sources that take no side, by stance; those of the style table."""


@dataclass(frozen=True)
class Speaker:
    """One claim source on one side of an allegation.

    Attributes
    ----------
    source, name
        Id and name of the claim source.
    denies
        Whether it denies the allegation; otherwise it affirms it.
    stance, stance_label
        Key and label of the stance of its latest claim on this side.
    said, latest
        Dates in words of its first and its latest claim on this side. ``said`` is ``undated`` if
        it has no date, and ``latest`` is ``""`` if it is the same.
    claim, claims
        Id of its earliest claim on this side, and how many claims it makes on it.
    is_first
        Whether it was the first source on this side.
    relayed
        Who relayed its claims, ``""`` if it made any of them itself.
    turned
        ``later`` if it took the other side before, ``earlier`` if it took the other side
        afterwards, ``""`` if it has only been on this side.
    rank
        The place of its first claim on this side among all claims about the allegation.
    """

    source: str
    name: str
    denies: bool
    stance: str
    stance_label: str
    said: str
    latest: str
    claim: str
    claims: int
    is_first: bool
    relayed: str
    turned: str
    rank: int

    @property
    def takes_side(self) -> bool:
        """Whether it affirms or denies."""
        return self.stance in AFFIRMING or self.stance in DENYING

    @property
    def sign(self) -> str:
        """The sign of its stance if it takes no side, else ``""``."""
        return NO_SIDE.get(self.stance, "")

    @property
    def details(self) -> tuple[str, ...]:
        """What a list of speakers says about it beside its name."""
        stance = "" if self.stance in ("asserts", "denies") else self.stance_label.lower()
        when = f"{self.said}, latest {self.latest}" if self.latest else self.said
        return tuple(
            part
            for part in (
                ", ".join(filter(None, (stance, when))),
                f"{self.claims:,} claims" if self.claims > 1 else "",
                f"relayed by {self.relayed}" if self.relayed else "",
                "first" if self.is_first else "",
            )
            if part
        )

    @property
    def change(self) -> str:
        """How it changed sides, ``""`` if it did not."""
        if not self.turned:
            return ""
        other = "affirmed" if self.denies else "denied"
        return f"Changed sides: {other} it {'before' if self.turned == 'later' else 'later'}"


@dataclass(frozen=True)
class Cell:
    """What one claim source says about one allegation.

    Attributes
    ----------
    sign
        ``+`` if it affirms the allegation, ``−`` if it denies it, ``±`` if it has done both,
        the sign of its latest stance if it takes no side.
    words
        Source, stances, dates and numbers of claims in words.
    claim
        Id of its earliest claim.
    """

    sign: str
    words: str
    claim: str


@dataclass(frozen=True)
class Sides:
    """The claim sources that speak about an allegation, in the order of their first claims.

    ``undecided`` are those that take no side, some of which may take one in other claims.
    """

    affirming: tuple[Speaker, ...]
    denying: tuple[Speaker, ...]
    undecided: tuple[Speaker, ...]

    @property
    def cells(self) -> Mapping[str, Cell]:
        """What each claim source says, by source id."""
        by_source: dict[str, list[Speaker]] = {}
        for speaker in (*self.affirming, *self.denying, *self.undecided):
            by_source.setdefault(speaker.source, []).append(speaker)
        return {source: _cell(own) for source, own in by_source.items()}


def _cell(own: Sequence[Speaker]) -> Cell:
    said = "; ".join(
        " · ".join((f"{_verb(speaker)}{first}", *others))
        for speaker in own
        for first, *others in [speaker.details]
    )
    taken = {speaker.denies for speaker in own if speaker.takes_side}
    sign = "±" if len(taken) > 1 else "−" if True in taken else "+" if taken else own[-1].sign
    earliest = min(own, key=lambda speaker: speaker.rank)
    return Cell(sign, f"{own[0].name}: {said}", earliest.claim)


def _verb(speaker: Speaker) -> str:
    if not speaker.takes_side:  # its details begin with the stance
        return ""
    return f"{'denies' if speaker.denies else 'affirms'}, "


def sides(item: AllegationSummary) -> Sides:
    """Return the claim sources that speak about an allegation, by side."""
    codes = item.dataset.codes
    source = codes.source[item.positions]
    affirming, denying = codes.affirming[item.positions], codes.denying[item.positions]
    denied_last = dict(zip(source.tolist(), denying.tolist(), strict=True))
    both = set(source[affirming].tolist()) & set(source[denying].tolist())
    undecided = codes.undecided[item.positions]

    def side(taken: Bools, *, denies: bool) -> tuple[Speaker, ...]:
        ranks = np.flatnonzero(taken)
        first = _first(item.dataset, item.positions[ranks])
        found = []
        for who, own in _by_source(source[ranks], ranks).items():
            turned = "later" if denied_last[who] == denies else "earlier"
            turned = turned if who in both and taken is not undecided else ""
            found.append(_speaker(item, own, denies=denies, first=first, turned=turned))
        return tuple(found)

    return Sides(
        side(affirming, denies=False), side(denying, denies=True), side(undecided, denies=False)
    )


def _by_source(source: Ints, ranks: Ints) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for who, rank in zip(source.tolist(), ranks.tolist(), strict=True):
        found.setdefault(who, []).append(rank)
    return found


def _first(dataset: Dataset, positions: Ints) -> int:
    """Return the position of the claim that was said first, -1 if none is dated.

    A vague date counts by its last day, because a statement of “2022” can be later than one
    of May 2022.
    """
    bounds = dataset.bounds["said"]
    dated = positions[bounds.known[positions]]
    return int(dated[np.argmin(bounds.last[dated])]) if len(dated) else -1


def _speaker(
    item: AllegationSummary, ranks: Sequence[int], *, denies: bool, first: int, turned: str
) -> Speaker:
    """Return a claim source with its claims on one side.

    ``ranks`` are the places of its claims in ``item.positions``, and ``first`` is the position
    of the first claim of any source on this side.
    """
    dataset = item.dataset
    claims, sources, codes = dataset.claims, dataset.sources, dataset.codes
    positions, said = item.positions[ranks], claims["said"].to_numpy()
    own_first, last = _first(dataset, positions), int(positions[-1])
    begun = in_words(said[own_first]) if own_first >= 0 else "undated"
    latest = in_words(said[last]) if said[last] else ""
    stance = STANCES.keys[codes.stance[last]]
    return Speaker(
        source=str(sources.index[codes.source[last]]),
        name=dataset.source_names[codes.source[last]],
        denies=denies,
        stance=stance,
        stance_label=STANCES.label(stance),
        said=begun,
        latest="" if latest == begun else latest,
        claim=str(claims.index[positions[0]]),
        claims=len(positions),
        is_first=own_first >= 0 and own_first == first,
        relayed=_relayed(dataset, positions),
        turned=turned,
        rank=ranks[0],
    )


def _relayed(dataset: Dataset, positions: Ints) -> str:
    cells = dataset.claims["relayed_by"].to_numpy()[positions]
    if not all(cells):
        return ""
    names = [
        dataset.sources["name"][key] for key in dict.fromkeys(key for cell in cells for key in cell)
    ]
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names):,} sources"
