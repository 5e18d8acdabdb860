"""What has become of each place and route between two states of the data, for the map."""

from __future__ import annotations

import numpy as np

from routemap.data.codes import Ints
from routemap.model.differences import DIFFERENCES
from routemap.questions.changes import Changes


def difference_codes(found: Changes) -> Ints:
    """Return, per feature of the new state, what has become of it.

    Returns
    -------
    ndarray
        Positions in :data:`routemap.model.differences.DIFFERENCES`, -1 if no claim in view is
        about the feature in either state.
    """
    keys = DIFFERENCES.keys
    features = found.new.dataset.features.index
    was = found.old.status.reindex(features).notna().to_numpy()
    codes = np.where(found.new.status_codes >= 0, keys.index("same"), -1)
    edited = {item.record for item in found.records}
    for selection in (found.old, found.new):
        own = selection.claims.index.isin(list(edited))
        edited |= {key for cell in selection.claims["features"][own] for key in cell}
    codes[features.isin(list(edited)) & (codes >= 0)] = keys.index("edited")
    shifted = features.isin([item.feature for item in found.statuses])
    codes[shifted & (codes >= 0)] = keys.index("shifted")
    codes[~was & (codes >= 0)] = keys.index("appeared")
    codes[was & (codes < 0)] = keys.index("dropped")
    return codes
