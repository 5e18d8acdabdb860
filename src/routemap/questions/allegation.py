"""One allegation with everything about it: sides, claims, places, and related allegations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.questions.matrix import AllegationSummary, allegation_summary
from routemap.questions.selection import Selection, recall
from routemap.questions.sentences import in_order
from routemap.questions.statuses import with_broader

Named = tuple[tuple[str, str], ...]  # pairs of id and statement


@dataclass(frozen=True)
class Allegation:
    """One allegation, and the claims about it.

    Attributes
    ----------
    allegation, statement, note
        Its id, statement and editor's note.
    item
        Both sides from every claim of the data, ``None`` if no claim takes a side.
    positions
        Positions of the claims that pass the filters, in the order in which they were said. They
        include denials of broader allegations.
    of_broader
        Per position: whether the claim denies a broader allegation.
    hidden
        How many claims the filters hide.
    broader, narrower
        The allegations that it is a part of, nearest first, and its direct parts.
    selection
        The selection of these claims, for the map. A denial of a broader allegation is shown at
        the places and routes that the allegation's own claims name.
    """

    allegation: str
    statement: str
    note: str
    item: AllegationSummary | None
    positions: Ints
    of_broader: Bools
    hidden: int
    broader: Named
    narrower: Named
    selection: Selection


def allegation_page(selection: Selection, key: str) -> Allegation:
    """Return an allegation with the claims about it that pass the filters of a selection.

    The filter by allegation is ignored. ``key`` is the id of an allegation of the data.
    """
    dataset = selection.dataset
    place = int(dataset.allegations.index.get_indexer(pd.Index([key]))[0])
    codes = dataset.codes
    own: Bools = codes.allegation == place
    wanted = with_broader(dataset, np.array([place]))
    of_broader = codes.denying & wanted[codes.allegation] & ~own
    about = own | of_broader
    wider = recall(dataset, replace(selection.query, allegation=()))
    shown = about & wider.mask
    positions = in_order(dataset, np.flatnonzero(shown))
    table = dataset.allegations
    parts = table["part_of"]
    return Allegation(
        allegation=key,
        statement=table["statement"][key],
        note=table["note"][key],
        item=allegation_summary(selection.everything, place),
        positions=positions,
        of_broader=of_broader[positions],
        hidden=int(about.sum() - shown.sum()),
        broader=_named(dataset, dataset.broader[key]),
        narrower=_named(dataset, parts.index[parts == key]),
        selection=Selection(
            query=selection.query,
            dataset=dataset,
            mask=shown,
            kept_denials=shown & (of_broader | wider.kept_denials),
            undated=0,
        ),
    )


def _named(dataset: Dataset, keys: Iterable[str]) -> Named:
    statements = dataset.allegations["statement"]
    return tuple((str(key), statements[key]) for key in keys)
