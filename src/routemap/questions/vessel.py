"""A ship as readers see it: its names, its numbers, and the claims of a selection that name it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from routemap.data.codes import Ints
from routemap.model.countries import COUNTRIES
from routemap.questions.claim import other_names
from routemap.questions.selection import Selection
from routemap.questions.sentences import in_order


@dataclass(frozen=True, eq=False)
class VesselDetails:
    """One ship, and the claims about it in date order.

    Attributes
    ----------
    vessel
        Its id.
    name, names
        Its English name, and its other names as pairs of language and name.
    facts
        Pairs of label and text, such as its IMO number; only what is known.
    links
        Web addresses of its entries elsewhere.
    note
        The editor's note.
    positions
        Positions of the claims of the selection that name it, in the order of the statements.
    is_named
        Whether any claim of the data names it.
    """

    vessel: str
    name: str
    names: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    note: str
    positions: Ints
    is_named: bool


def vessel_details(selection: Selection, vessel: str) -> VesselDetails:
    """Return a ship with the claims of a selection that name it.

    Raises
    ------
    KeyError
        If the data has no such ship.
    """
    dataset = selection.dataset
    row = dataset.vessels.loc[vessel].to_dict()
    claim, ship = dataset.aboard
    at = dataset.vessels.index.get_indexer(pd.Index([vessel]))[0]
    named = claim[ship == at]
    known = (
        ("IMO number", row["imo"]),
        ("MMSI", row["mmsi"]),
        ("Flag", dataset.case.terms(COUNTRIES).label(row["flag"]) if row["flag"] else ""),
    )
    return VesselDetails(
        vessel=vessel,
        name=row["name"],
        names=other_names(dataset, row),
        facts=tuple((label, text) for label, text in known if text),
        links=row["links"],
        note=row["note"],
        positions=in_order(dataset, np.unique(named[selection.mask[named]])),
        is_named=bool(len(named)),
    )
