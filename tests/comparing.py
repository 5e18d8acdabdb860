"""Where two sources stand on each feature, by its id."""

from __future__ import annotations

import numpy as np

from routemap.questions.compare import VERDICTS, compared_codes
from routemap.questions.selection import Selection


def compared_features(selection: Selection) -> dict[str, str]:
    """Return the verdict on every feature that either source makes a claim about."""
    found = compared_codes(selection)
    ids = selection.dataset.features.index
    return {
        str(ids[place]): VERDICTS[found[place]] for place in np.flatnonzero(found >= 0).tolist()
    }
