"""The team's own columns in exported tables: their keys and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.exports.claim_fields import CLAIM_FIELDS
from routemap.exports.feature_fields import FEATURE_FIELDS
from routemap.exports.fields import Field
from routemap.exports.provenance import ROW_PROVENANCE

PREFIX: Final = "own_"
_MEANING: Final = "Own column of the team: {}"
# columns of claims and features alike, so that no own column is taken for one of them, and names
# that a format gives to columns of its own
_TAKEN: Final = (
    *(field.key for field in (*CLAIM_FIELDS, *FEATURE_FIELDS)),
    *ROW_PROVENANCE,
    *("area", "fid", "geom", "geometry", "bbox", "claims", "rowid"),
)


def own_keys(names: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Return the key of each own column in exported tables, by name.

    The key is the name. If another column already has that key, :data:`PREFIX` is added in front.
    Upper and lower case count as equal, as in SQL.

    Examples
    --------
    >>> own_keys(["reviewer", "Status", "own_status"], ["status"])
    {'reviewer': 'reviewer', 'Status': 'own_Status', 'own_status': 'own_own_status'}
    """
    used, keys = {key.casefold() for key in taken}, {}
    for name in names:
        key = name
        while key.casefold() in used:
            key = f"{PREFIX}{key}"
        used.add(key.casefold())
        keys[name] = key
    return keys


def own_fields(keys: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of own columns, from the result of :func:`own_keys`."""
    return tuple(
        Field(key, f"{name} (own column)", _MEANING.format(name)) for name, key in keys.items()
    )


def _taken(dataset: Dataset) -> tuple[str, ...]:
    return (*_TAKEN, *dataset.name_columns[1:])


def claim_keys(dataset: Dataset) -> dict[str, str]:
    """Return the keys of the own columns of claims."""
    return own_keys(dataset.own["claims"].columns, _taken(dataset))


def feature_keys(dataset: Dataset) -> dict[str, str]:
    """Return the keys of own properties; places and routes share the key of a common name."""
    names = dict.fromkeys([*dataset.own["places"].columns, *dataset.own["routes"].columns])
    return own_keys(names, _taken(dataset))


def own_of_claims(dataset: Dataset, positions: Ints) -> pd.DataFrame:
    """Return the own columns of claims at given positions, under their original names."""
    return dataset.own["claims"].iloc[positions]


def own_of_features(dataset: Dataset, positions: Ints) -> pd.DataFrame:
    """Return the own properties of features at given positions in ``dataset.features``.

    Rows are in the order of the positions. Properties of the other kind of feature are ``""``.
    """
    parts = [dataset.own["places"], dataset.own["routes"]]
    if not any(len(part.columns) for part in parts):
        return pd.DataFrame(index=dataset.features.index[positions])
    return pd.concat(parts).iloc[positions].fillna("")


def own_rows(own: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows of own columns as dicts by name, with a fast path for no columns."""
    return own.to_dict("records") if len(own.columns) else [{} for _ in range(len(own))]


def own_of_records(dataset: Dataset, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the own columns of given records of a table, in order, under their names."""
    own = dataset.own[table]
    return own.loc[rows.index] if len(own.columns) else pd.DataFrame(index=rows.index)
