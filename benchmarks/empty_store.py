"""A database with an empty store, which is that of the dashboard in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from benchmarks.postgres import Server, postgres
from routemap.data import source
from routemap.data.load import VARIABLE
from routemap.data.settings import SOURCE, STANDBY
from routemap.data.store.store_source import StoreSource


@contextmanager
def empty_store(folder: Path) -> Iterator[tuple[Server, StoreSource]]:
    """Start a database with an empty store, and yield both; ``source_of(folder)`` is this store.

    Parameters
    ----------
    folder
        The data folder, which has what is not in a store.
    """
    with postgres() as server:
        uri = server.create("benchmark")
        variables = {VARIABLE: str(folder), SOURCE.key: uri, STANDBY.key: ""}
        with patch.dict(os.environ, variables):
            made = source.source_of(folder)
            if not isinstance(made, StoreSource):
                raise TypeError(f"{SOURCE.key} is not a store")
            made.prepare()
            try:
                yield server, made
            finally:
                made.store.close()
