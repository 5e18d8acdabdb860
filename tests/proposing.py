"""The datasets whose names are looked for in texts, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.data.paths import SHIPPED
from tests.cases import STRAIT


@cache
def _loaded(folder: Path) -> Dataset:
    return load(folder).dataset


def shipped() -> Dataset:
    return _loaded(SHIPPED)


def strait() -> Dataset:
    return _loaded(STRAIT)
