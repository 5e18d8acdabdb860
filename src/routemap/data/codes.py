"""The claims of a dataset as numbers, so that a query takes milliseconds at any size.

Every reference becomes the position of the record it refers to, every value of a closed list a
position or a bit. The arrays are built once per revision; filters and statuses are lookups in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from routemap.model.claim_terms import EVIDENCE, OCCURRED, PHASES
from routemap.model.terms import Vocabulary
from routemap.model.vocabulary import AFFIRMING, CARGO, DENYING, MODES, STANCES

if TYPE_CHECKING:
    from routemap.data.dataset import Dataset

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Bits = NDArray[np.uint64]

FORWARD, BACKWARD = 1, 2
"""Bits of the directions of a route: from its start to its end, and the other way."""


@dataclass(frozen=True)
class Codes:
    """Positions and bits per claim, feature and mention.

    A mention is one feature in one claim, in the order of ``Dataset.about``. A topic is one feature
    under one allegation; denials apply to the other claims of the same topic.

    Attributes
    ----------
    source, article, allegation, stance
        Per claim: the position in the table or closed list, -1 for none.
    withdrawn
        Per claim: whether its article was retracted.
    affirming, denying
        Per claim: whether it affirms or denies its allegation. A withdrawn claim does neither.
    undecided
        Per claim: whether it speaks about its allegation and takes no side, and is not withdrawn.
    publisher
        Per article: the position in ``publishers``, which is sorted by name.
    published, reprint_of, corrected_by
        Per article: its first day as a proleptic ordinal, and the positions of its original and
        of its correction, -1 for none.
    cargo, evidence, modes
        Per claim: one bit per cargo, per kind of evidence, and per mode that it names or that a
        route that it is about has.
    phase
        Per claim: the position of its phase in the closed list.
    checked
        Per claim: whether a second reader has checked it.
    affirms, denies
        Per mention: whether its claim affirms or denies.
    direction
        Per mention: :data:`FORWARD` or :data:`BACKWARD` if its claim says that something moved
        along the route or against it, 0 if it says neither.
    topic
        Per mention: the number of its topic.
    topic_feature, topic_allegation
        Per topic: the positions of its feature and its allegation, -1 for none.
    broader
        Per allegation: positions of the broader ones, nearest first.
    part, larger
        The same as pairs: an allegation, and one that it is a part of.
    """

    source: Ints
    article: Ints
    allegation: Ints
    stance: Ints
    withdrawn: Bools
    affirming: Bools
    denying: Bools
    undecided: Bools
    publisher: Ints
    published: Ints
    reprint_of: Ints
    corrected_by: Ints
    publishers: tuple[str, ...]
    cargo: Bits
    evidence: Bits
    modes: Bits
    phase: Ints
    checked: Bools
    affirms: Bools
    denies: Bools
    direction: Ints
    topic: Ints
    topic_feature: Ints
    topic_allegation: Ints
    broader: tuple[Ints, ...]
    part: Ints
    larger: Ints
    _first_mention: Ints
    _claims_by_feature: Ints

    @cached_property
    def stances(self) -> Bits:
        """Per claim: the bit of its stance, in the same form as ``cargo`` and ``modes``."""
        return _as_bits(self.stance)

    @cached_property
    def phases(self) -> Bits:
        """Per claim: the bit of its phase."""
        return _as_bits(self.phase)

    @cached_property
    def second_reader(self) -> Bits:
        """Per claim: the bit of the value of :data:`routemap.model.claim_terms.CHECKED`."""
        return _as_bits(np.where(self.checked, 0, 1))

    def claims_of(self, feature: int) -> Ints:
        """Return the positions of the claims about a feature, in file order."""
        start, end = self._first_mention[feature : feature + 2]
        return self._claims_by_feature[start:end]


def encode(dataset: Dataset) -> Codes:
    """Return the claims of a dataset as numbers."""
    claims, articles = dataset.claims, dataset.articles
    stance = _positions(claims["stance"], STANCES.keys)
    allegation = _positions(claims["allegation"], dataset.allegations.index)
    article = _positions(claims["article"], articles.index)
    withdrawn = (articles["retracted_on"] != "").to_numpy(dtype=bool)[article]
    affirming = members(AFFIRMING, STANCES.keys)[stance] & ~withdrawn
    denying = members(DENYING, STANCES.keys)[stance] & ~withdrawn
    no_side = (term.key for term in STANCES.terms if term.clause)
    publisher, publishers = pd.factorize(articles["publisher"], sort=True)
    claim, feature = dataset.about
    mode = _positions(dataset.features["mode"], MODES.keys)
    modes = np.zeros(len(claims), dtype=np.uint64)
    of_routes = mode[feature] >= 0
    bits = np.left_shift(np.uint64(1), mode[feature][of_routes].astype(np.uint64))
    np.bitwise_or.at(modes, claim[of_routes], bits)
    named = bits_of_cells(claims["mode"], MODES)
    # a claim that names a means of transport says more than a route without one
    modes = np.where(named > 0, (modes & ~bits_of(["unspecified"], MODES)) | named, modes)
    topics = feature * (len(dataset.allegations) + 1) + allegation[claim] + 1
    unique, topic = np.unique(topics, return_inverse=True)
    by_feature = np.argsort(feature, kind="stable")
    counts = np.bincount(feature, minlength=len(dataset.features))
    position = {str(key): place for place, key in enumerate(dataset.allegations.index)}
    broader = tuple(
        np.array([position[parent] for parent in dataset.broader[str(key)]], dtype=np.int64)
        for key in dataset.allegations.index
    )
    return Codes(
        source=_positions(claims["source"], dataset.sources.index),
        article=article,
        allegation=allegation,
        stance=stance,
        withdrawn=withdrawn,
        affirming=affirming,
        denying=denying,
        undecided=members(no_side, STANCES.keys)[stance] & ~withdrawn,
        publisher=np.asarray(publisher, dtype=np.int64),
        published=dataset.days(articles["published"]).first,
        reprint_of=_positions(articles["reprint_of"], articles.index),
        corrected_by=_positions(articles["corrected_by"], articles.index),
        publishers=tuple(map(str, publishers)),
        cargo=bits_of_cells(claims["cargo"], dataset.case.terms(CARGO)),
        evidence=bits_of_cells(claims["evidence"], EVIDENCE),
        phase=_positions(claims["phase"].where(claims["phase"] != "", OCCURRED), PHASES.keys),
        checked=(claims["checked_by"] != "").to_numpy(dtype=bool),
        modes=modes,
        affirms=affirming[claim],
        denies=denying[claim],
        direction=_directions(dataset),
        topic=topic,
        topic_feature=unique // (len(dataset.allegations) + 1),
        topic_allegation=unique % (len(dataset.allegations) + 1) - 1,
        broader=broader,
        part=np.repeat(np.arange(len(broader)), [len(chain) for chain in broader]),
        larger=np.concatenate([np.zeros(0, dtype=np.int64), *broader]),
        _first_mention=np.concatenate([[0], np.cumsum(counts)]),
        _claims_by_feature=claim[by_feature],
    )


def _directions(dataset: Dataset) -> Ints:
    """Return :attr:`Codes.direction`: countries of a claim against those of the ends of a route."""
    claim, feature = dataset.about
    found = np.zeros(len(claim), dtype=np.int64)
    said = dataset.claims["direction"].to_numpy(dtype=object)
    country, routes = dataset.places["country"], dataset.routes
    for mention in np.flatnonzero((said[claim] != "") & (feature >= len(dataset.places))):
        route = routes.iloc[feature[mention] - len(dataset.places)]
        ends = country[route["from"]], country[route["to"]]
        begin, _, end = said[claim[mention]].partition("-")
        if ends in ((begin, end), (end, begin)):
            found[mention] = FORWARD if ends == (begin, end) else BACKWARD
    return found


def members(wanted: Iterable[str], known: Sequence[str] | pd.Index) -> Bools:
    """Return, for each known key, whether it is wanted, followed by ``False``.

    The last value is for position -1 (none), so that the result can be indexed with positions
    directly.

    Examples
    --------
    >>> members({"b", "unknown"}, ["a", "b"])
    array([False,  True, False])
    """
    found = np.zeros(len(known) + 1, dtype=bool)
    places = _positions(list(wanted), known)
    found[places[places >= 0]] = True
    return found


def bits_of(wanted: Iterable[str], vocabulary: Vocabulary) -> np.uint64:
    """Return the bits of the wanted keys of a closed list; unknown keys have no bit.

    Examples
    --------
    >>> int(bits_of(["road", "no-such-mode"], MODES)) == 1 << MODES.keys.index("road")
    True
    """
    keys = vocabulary.keys
    return np.uint64(sum(1 << keys.index(key) for key in set(wanted) if key in keys))


def _positions(keys: Sequence[str] | pd.Series, known: Sequence[str] | pd.Index) -> Ints:
    index = known if isinstance(known, pd.Index) else pd.Index(known)
    return np.asarray(index.get_indexer(pd.Index(keys)), dtype=np.int64)


def _as_bits(positions: Ints) -> Bits:
    """Return one bit per position in a closed list, none for -1."""
    bit = np.left_shift(np.uint64(1), np.maximum(positions, 0).astype(np.uint64))
    bits: Bits = np.where(positions >= 0, bit, np.uint64(0))
    return bits


def bits_of_cells(cells: Iterable[tuple[str, ...]], vocabulary: Vocabulary) -> Bits:
    """Return the bits of each cell, in the form of :func:`bits_of`.

    Parameters
    ----------
    cells
        Keys of a closed list, several per cell.
    vocabulary
        The closed list.

    Examples
    --------
    >>> bits_of_cells([("road",), ()], MODES) == [bits_of(["road"], MODES), 0]
    array([ True,  True])
    """
    bits: dict[tuple[str, ...], np.uint64] = {}
    found = []
    for cell in cells:
        if cell not in bits:
            bits[cell] = bits_of(cell, vocabulary)
        found.append(bits[cell])
    return np.array(found, dtype=np.uint64)
