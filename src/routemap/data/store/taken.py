"""The records of a store at one revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from routemap.data.reading.snapshot import Snapshot


@dataclass(frozen=True)
class Taken:
    """The records of a store at one revision.

    Attributes
    ----------
    number
        Number of the revision, 0 if the store never had a record.
    at, author, message
        When it was committed, by whom and why.
    snapshot
        The files that a folder with these records would have, in canonical form.
    tables
        The records as text by table, as in the store: the checks may find faults.
    ends
        By table with a CSV file: the position after each line of a record in the file; the first
        value is the position after the header.
    """

    number: int
    at: datetime | None
    author: str
    message: str
    snapshot: Snapshot
    tables: Mapping[str, pa.Table]
    ends: Mapping[str, NDArray[np.int64]]
