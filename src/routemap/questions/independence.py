"""How far the claim sources about a feature depend on each other.

It follows from what the data says: which body a source belongs to, who relayed its words, which
article is a reprint, and which statement is in several articles. Nothing is rated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset


@dataclass(frozen=True)
class Independence:
    """What the sources of some claims share.

    Attributes
    ----------
    bodies
        Name of each body to which several of the sources belong, and the names of these.
    relayed
        Name of each source whose claims were all relayed, and the names of who relayed them.
    reprints
        How many of the claims are in a reprint of another article.
    repeated
        How many of the claims are in further articles too; each counts once.
    """

    bodies: tuple[tuple[str, tuple[str, ...]], ...]
    relayed: tuple[tuple[str, tuple[str, ...]], ...]
    reprints: int
    repeated: int

    @property
    def says_anything(self) -> bool:
        """Whether the sources share anything."""
        return bool(self.bodies or self.relayed or self.reprints or self.repeated)


def independence(dataset: Dataset, positions: Ints) -> Independence:
    """Return what the sources of the claims at some positions share.

    Only claims that affirm or deny count, as in the sentence on the status.
    """
    codes, names = dataset.codes, dataset.source_names
    taken = positions[(codes.affirming | codes.denying)[positions]]
    sources = list(dict.fromkeys(codes.source[taken].tolist()))
    members: dict[int, list[int]] = {}
    for source in sources:
        members.setdefault(dataset.source_bodies[source][0], []).append(source)
    cells = dataset.claims["relayed_by"].to_numpy()
    relayed = []
    for source in sources:
        own = cells[taken[codes.source[taken] == source]]
        if all(own):
            keys = dict.fromkeys(key for cell in own for key in cell)
            relayed.append((names[source], tuple(dataset.sources["name"][list(keys)])))
    also_in = dataset.claims["also_in"].to_numpy()[taken]
    return Independence(
        bodies=tuple(
            (names[body], tuple(names[source] for source in own if source != body))
            for body, own in members.items()
            if len(own) > 1
        ),
        relayed=tuple(relayed),
        reprints=int(np.count_nonzero(codes.reprint_of[codes.article[taken]] >= 0)),
        repeated=sum(map(bool, also_in)),
    )
