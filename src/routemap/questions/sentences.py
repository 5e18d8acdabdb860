"""Sentences about who takes which side, and what the filters hide.

Popups, the evidence panel, pictures, previews and exports all use them.
``exports/standalone/sentences.js`` writes the same sentences about a feature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.model.claim_terms import PENDING, PHASES
from routemap.model.vocabulary import (
    AFFIRMING,
    DENYING,
    KNOWN,
    STANCES,
    STATUSES,
    Status,
)
from routemap.questions.shared_sentences import WITHDRAWN

Keys = NDArray[np.object_]

PARTICIPLES: Final = {term.key: term.participle for term in STANCES.terms if term.participle}
CLAUSES: Final = {term.key: tuple(term.clause.split("|")) for term in STANCES.terms if term.clause}
"""What one and what several sources do whose stance takes no side, by stance."""
_STANCES: Final = np.array(STANCES.keys, dtype=object)
_NAMED: Final = 3  # how many names a sentence lists; the others are counted


@dataclass(frozen=True, eq=False)
class Statements:
    """The stances, allegations and sources of some claims, in the order of the statements.

    Attributes
    ----------
    stance, allegation, source, phase
        One value per claim: the key of the stance (``withdrawn`` for a withdrawn claim), and the
        positions in the dataset of the allegation (-1 for none) and the claim source, and in the
        closed list of the phase.
    names, bodies
        By position of a claim source: its name, and the body that it belongs to, as in
        :attr:`routemap.data.dataset.Dataset.source_bodies`. Without bodies, sentences count none.
    """

    stance: Keys
    allegation: Ints
    source: Ints
    phase: Ints
    names: Sequence[str]
    bodies: Sequence[tuple[int, bool]] = ()

    def where(self, mask: Bools) -> Statements:
        """Return the claims for which ``mask`` is true."""
        return Statements(
            self.stance[mask],
            self.allegation[mask],
            self.source[mask],
            self.phase[mask],
            self.names,
            self.bodies,
        )

    @property
    def denies(self) -> Bools:
        """Per claim: whether it denies."""
        return np.isin(self.stance, list(DENYING))

    @property
    def takes_side(self) -> Bools:
        """Per claim: whether it affirms or denies."""
        return np.isin(self.stance, [*AFFIRMING, *DENYING])

    @property
    def withdrawn(self) -> int:
        """How many claims are withdrawn."""
        return int((self.stance == Status.WITHDRAWN).sum())


def statements(dataset: Dataset, positions: Ints) -> Statements:
    """Return the claims at some positions of the dataset, which can be in any order."""
    codes = dataset.codes
    ordered = in_order(dataset, positions)
    stance = _STANCES[codes.stance[ordered]]
    return Statements(
        np.where(codes.withdrawn[ordered], str(Status.WITHDRAWN), stance),
        codes.allegation[ordered],
        codes.source[ordered],
        codes.phase[ordered],
        dataset.source_names,
        dataset.source_bodies,
    )


def in_order(dataset: Dataset, positions: Ints) -> Ints:
    """Return positions of claims by day of statement, else of publication, earliest first."""
    days = dataset.bounds[KNOWN].first[positions]
    return positions[np.argsort(days, kind="stable")]


def status_sentence(
    status: str, claims: Statements, *, hides_denials: bool = False, hides_assertions: bool = False
) -> str:
    """Return the sentence on the status of a feature, which counts claim sources by stance.

    A source counts once, under its latest stance. If the status is disputed, sources on the
    disputed allegations and on other allegations are counted separately. Withdrawn claims are
    mentioned, but no source counts for them.

    Parameters
    ----------
    status
        Key of the status, ``""`` if every claim is hidden.
    claims
        The claims about the feature, in the order of the statements.
    hides_denials, hides_assertions
        Whether the filters hide every claim of that side about one of the allegations.

    Examples
    --------
    >>> stance = np.array(["asserts", "denies"], dtype=object)
    >>> names, phase = ["Seoul", "Moscow"], np.array([3, 3])
    >>> claims = Statements(stance, np.array([7, 7]), np.array([0, 1]), phase, names)
    >>> status_sentence("disputed", claims)
    'Disputed: asserted by 1 source, denied by 1.'
    """
    if not status:
        return "The filters hide every claim about it."
    sided = claims.where(claims.takes_side)
    missing = _missing(sided, hides_denials=hides_denials, hides_assertions=hides_assertions)
    if status == Status.WITHDRAWN:
        return f"{STATUSES.label(status)}: every claim in view is of a retracted article.{missing}"
    if status == Status.ASSERTED:
        missing = f"{_against_others(sided, hides_denials=hides_denials)}{missing}"
    ending = f" {WITHDRAWN.of(claims.withdrawn)}".rstrip()
    return f"{_sides(status, claims, missing)}{_phase(claims)}{_undecided(claims)}{ending}"


def _sides(status: str, claims: Statements, missing: str) -> str:
    label = STATUSES.label(status)
    sided = claims.where(claims.takes_side)
    if not len(sided.stance):
        said = "context only; no claim in view says that anything moved"
        if _undecided(claims):
            said = "no source in view affirms or denies it"
        return f"{label}: {said}.{missing}"
    if status != Status.DISPUTED:
        # the denials in view are of other allegations, and are counted with them
        own = sided.where(~sided.denies) if status == Status.ASSERTED else sided
        counts = counted_sources(own)
        ending = missing or " No assertion in view."
        return f"{counts[0].upper()}{counts[1:]}.{ending}{_both_sides(sided)}"
    denied, affirmed = sided.allegation[sided.denies], sided.allegation[~sided.denies]
    contested = np.isin(sided.allegation, np.intersect1d(denied, affirmed))
    if not contested.any():
        # the denials are of a broader allegation, which is named elsewhere
        counts = counted_sources(sided.where(~sided.denies))
        said = f"{label}: {counts}; denied as part of a broader allegation."
        return f"{said}{missing}{_both_sides(sided)}"
    elsewhere = counted_sources(sided.where(~contested))
    others = f" On other allegations: {elsewhere}." if elsewhere else ""
    disputed = counted_sources(sided.where(contested))
    return f"{label}: {disputed}.{others}{missing}{_both_sides(sided)}"


def _phase(claims: Statements) -> str:
    """Return the sentence on claims that do not say that anything moved, ``""`` if one does."""
    affirming = claims.phase[np.isin(claims.stance, list(AFFIRMING))]
    if not len(affirming) or affirming.max() >= len(PENDING):
        return ""
    return f" {PHASES.terms[int(affirming.max())].clause}"


def _undecided(claims: Statements) -> str:
    return undecided_sentence(claims.stance, claims.source)


def undecided_sentence(stance: Keys, source: Ints) -> str:
    """Return how many sources take no side, by what they say instead, ``""`` if none.

    Parameters
    ----------
    stance, source
        Per claim: the key of the stance, and the position of the claim source.

    Examples
    --------
    >>> undecided_sentence(np.array(["finds_none", "denies"], dtype=object), np.array([0, 1]))
    ' 1 source found no sign of it.'
    """
    found = []
    for key, clause in CLAUSES.items():
        number = len(np.unique(source[stance == key]))
        if number:
            found.append(
                f" {number:,} {'source' if number == 1 else 'sources'} {clause[number > 1]}."
            )
    return "".join(found)


def counted_sources(claims: Statements) -> str:
    """Return how many claim sources take each stance. A source counts under its latest stance.

    Background claims do not count. If sources of one stance belong to the same body, the number of
    bodies is named as well.

    Examples
    --------
    >>> stance = np.array(["reports", "denies", "asserts"], dtype=object)
    >>> zeros, names = np.zeros(3, int), ["", "", ""]
    >>> counted_sources(Statements(stance, zeros, np.array([1, 2, 1]), zeros, names))
    'asserted by 1 source, denied by 1'
    >>> bodies = [(0, True), (0, True), (0, True)]
    >>> stance = np.array(["asserts", "denies", "asserts"], dtype=object)
    >>> counted_sources(Statements(stance, zeros, np.array([1, 2, 0]), zeros, names, bodies))
    'asserted by 2 sources of 1 government, denied by 1'
    """
    sided = claims.where(claims.takes_side)
    latest = dict(zip(sided.source.tolist(), sided.stance.tolist(), strict=True))
    parts: list[str] = []
    for key, word in PARTICIPLES.items():
        own = [source for source, stance in latest.items() if stance == key]
        if own:
            bodies = _bodies(own, claims.bodies)
            noun = "" if parts and not bodies else " source" if len(own) == 1 else " sources"
            parts.append(f"{word} by {len(own):,}{noun}{bodies}")
    return ", ".join(parts)


def _bodies(sources: Sequence[int], bodies: Sequence[tuple[int, bool]]) -> str:
    """Return of how many bodies some sources are, ``""`` if each is of its own."""
    found = {bodies[source] for source in sources} if bodies else ()
    if not found or len(found) == len(sources):
        return ""
    one, many = (
        ("government", "governments")
        if all(is_government for _, is_government in found)
        else ("body", "bodies")
    )
    return f" of {len(found):,} {one if len(found) == 1 else many}"


def _missing(sided: Statements, *, hides_denials: bool, hides_assertions: bool) -> str:
    # with both sides in view, "it" would not say which allegation lacks one
    has_both = bool(sided.denies.any() and not sided.denies.all())
    asserted, denied = (
        ("what is asserted here", "what is denied here") if has_both else ("it", "it")
    )
    hidden = [
        *([f"who asserts {denied}"] if hides_assertions else []),
        *([f"who denies {asserted}"] if hides_denials else []),
    ]
    return f" The filters hide {' and '.join(hidden)}." if hidden else ""


def _against_others(sided: Statements, *, hides_denials: bool) -> str:
    """Return who denies other allegations than the asserted ones, and that nobody denies these."""
    others = counted_sources(sided.where(sided.denies))
    same = " of the same allegation" if others else ""
    none = "" if hides_denials else f" No denial{same} in view."
    return f"{none} On other allegations: {others}." if others else none


def _both_sides(sided: Statements) -> str:
    """Return who changed sides on one allegation, and who takes different sides on two."""
    sides: dict[int, dict[int, list[bool]]] = {}
    for source, allegation, denies in zip(
        sided.source.tolist(), sided.allegation.tolist(), sided.denies.tolist(), strict=True
    ):
        sides.setdefault(source, {}).setdefault(allegation, []).append(denies)
    changed, mixed = [], []
    for source, by_allegation in sides.items():
        if any(len(set(taken)) == 2 for taken in by_allegation.values()):
            changed.append(source)
        elif len({taken[-1] for taken in by_allegation.values()}) == 2:
            mixed.append(source)
    said = ""
    if changed:
        said += f" Changed sides: {_listed(changed, sided.names)}."
    if mixed:
        said += f" Affirms one allegation and denies another: {_listed(mixed, sided.names)}."
    return said


def _listed(sources: Sequence[int], names: Sequence[str]) -> str:
    more = f" and {len(sources) - _NAMED} more" if len(sources) > _NAMED else ""
    return ", ".join(names[source] for source in sources[:_NAMED]) + more
