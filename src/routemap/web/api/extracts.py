"""The extract of a request: the same data from which exports are made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from routemap.data.codes import Ints
from routemap.exports.extract import Extract, extract
from routemap.exports.own_columns import own_of_claims, own_rows
from routemap.questions.selection import select
from routemap.questions.sentences import in_order
from routemap.questions.statuses import denials_of
from routemap.web.api.json_objects import claim_object
from routemap.web.api.request import ApiRequest


def full_extract(call: ApiRequest) -> Extract:
    """Return the extract of a request: the result of its query, with all denials of it."""
    return extract(
        select(call.validated.dataset, call.validated.query),
        made=datetime.now(UTC),
        address=call.address,
        watch=call.watch,
        held_back=call.store.held_back,
    )


def provenance(extracted: Extract) -> dict[str, str]:
    """Return the provenance of a response, without its time, which the ``Date`` header has."""
    return {key: text for key, text in extracted.provenance.items() if key != "made"}


def with_denials(
    extracted: Extract, positions: Ints
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return claims as JSON objects, and the other denials of their allegations.

    Every page includes the denials of its allegations, so that no page is one-sided.

    Parameters
    ----------
    extracted
        The extract of the claims.
    positions
        Positions of the claims in the dataset.

    Returns
    -------
    claims, denials
        The claims in the given order, and the denials that are not among them.
    """
    dataset = extracted.dataset
    denials = denials_of(dataset, positions)
    denials[positions] = False
    elsewhere = in_order(dataset, np.flatnonzero(denials))
    every = np.concatenate([positions, elsewhere])
    rows = extracted.claims_at(every).to_dict("records")
    own = own_rows(own_of_claims(dataset, every))
    objects = [claim_object(row, own_cells) for row, own_cells in zip(rows, own, strict=True)]
    return objects[: len(positions)], objects[len(positions) :]
