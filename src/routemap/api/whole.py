"""What a call is answered from: the extract of its query, as exports are made from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from routemap.api.call import Call
from routemap.api.shapes import claim_object
from routemap.codes import Ints
from routemap.evidence import in_order
from routemap.exports.extract import Extract, extract
from routemap.selection import denials_of, select


def whole(call: Call) -> Extract:
    """Return the extract that a call asks for: what its query leaves, with every denial of it."""
    return extract(
        select(call.asked.dataset, call.asked.query),
        made=datetime.now(UTC),
        address=call.address,
        watch=call.watch,
    )


def provenance(extracted: Extract) -> dict[str, str]:
    """Return what an answer says of itself; when it was made stands in its ``Date`` header."""
    return {key: text for key, text in extracted.provenance.items() if key != "made"}


def claim_objects(extracted: Extract, positions: Ints) -> list[dict[str, Any]]:
    """Return claims, by their positions in the dataset, as JSON objects."""
    return [claim_object(row) for row in extracted.claims_at(positions).to_dict("records")]


def left_behind(extracted: Extract, positions: Ints) -> list[dict[str, Any]]:
    """Return the denials of what claims allege that are not among these claims themselves.

    A page that shows an allegation carries them, so that no page leaves without them.
    """
    dataset = extracted.dataset
    denials = denials_of(dataset, positions)
    denials[positions] = False
    return claim_objects(extracted, in_order(dataset, np.flatnonzero(denials)))
