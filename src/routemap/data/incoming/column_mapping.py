"""Which columns of foreign files are which columns of the data: a small TOML file.

Each table of the file is named after a table of the data; :data:`FIELDS` has what it can contain.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from routemap.data.own_columns import name_fault
from routemap.data.paths import Use, using
from routemap.model.columns import Table
from routemap.model.errors import IncomingFileError
from routemap.model.suggest import suggestion
from routemap.model.tables import TABLES

_FROM: Final = "from"
_MAX_BYTES: Final = 1_000_000
_TABLES: Final = {table.name: table for table in TABLES}
MAPPING: Final = Use(lambda _: "", "give a TOML file such as the one in docs/drafts.md")


@dataclass(frozen=True)
class TableMapping:
    """How the rows of a foreign table become records of the data.

    Attributes
    ----------
    table
        The table of the data.
    source
        What the foreign table is called: a file without its ending, or a sheet, in lower case.
    columns
        The columns of the data by foreign column; none for a column that is left out.
    constants
        Values of columns where a row has none.
    values
        The values of the data by foreign value, by column of the data.
    separators
        What separates the values of a cell, by column of the data.
    keep
        The unknown columns that are kept as the team's own; ``None`` for all.
    point
        The foreign columns with longitude and latitude in degrees (WGS 84), if any.
    """

    table: Table
    source: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    separators: Mapping[str, str] = field(default_factory=dict)
    keep: frozenset[str] | None = frozenset()
    point: tuple[str, ...] = ()

    def keeps(self, name: str) -> bool:
        """Return whether an unknown column is kept."""
        return self.keep is None or name in self.keep


@dataclass(frozen=True)
class Field:
    """A field of a table in the mapping.

    ``read`` returns its value, given the table of the data, the value in the file, and where it is.
    """

    key: str
    meaning: str
    read: Callable[[Table, Any, str], Any]


def read_mapping(path: Path) -> tuple[TableMapping, ...]:
    """Return the mapping in a TOML file.

    Raises
    ------
    IncomingFileError
        If it is not valid; the message names the table, the field, and what is allowed.
    PathError
        If it cannot be read.
    """
    with using(path, MAPPING), path.open("rb") as file:
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise IncomingFileError(f"{path}: the mapping has more than {_MAX_BYTES:,} bytes")
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise IncomingFileError(f"{path}: the file is not valid TOML ({error})") from error
    return tuple(_mapping(name, found, str(path)) for name, found in document.items())


def _mapping(name: str, found: object, path: str) -> TableMapping:
    where = f"{path}, [{name}]"
    if name not in _TABLES:
        hint = suggestion(name, tuple(_TABLES))
        raise IncomingFileError(f"{where}: unknown table{hint}; tables are {', '.join(_TABLES)}")
    if not isinstance(found, dict):
        raise IncomingFileError(f"{where}: write a table, such as [{name}]")
    known = {row.key: row for row in FIELDS}
    read: dict[str, Any] = {"source": name}
    for key, value in found.items():
        if key not in known:
            hint = suggestion(key, tuple(known))
            raise IncomingFileError(
                f"{where}: unknown field “{key:.100}”{hint}; fields are {', '.join(known)}"
            )
        attribute = "source" if key == _FROM else key
        read[attribute] = known[key].read(_TABLES[name], value, f"{where}, {key}")
    mapping = TableMapping(_TABLES[name], **read)
    _check(mapping, where)
    return mapping


def _check(mapping: TableMapping, where: str) -> None:
    """Refuse columns that do not exist, or get their values from two columns."""
    targets = [key for keys in mapping.columns.values() for key in keys]
    for key in targets:
        if targets.count(key) > 1:
            raise IncomingFileError(f"{where}, columns: two columns become “{key}”; map one")
    for key in (*targets, *mapping.constants, *mapping.values, *mapping.separators):
        if key not in mapping.table.keys and not mapping.keeps(key):
            hint = suggestion(key, mapping.table.keys)
            raise IncomingFileError(
                f"{where}: “{key:.100}” is not a column of {mapping.table.file}{hint}; to have it "
                "as a column of your own, name it in “keep”"
            )
        if key not in mapping.table.keys and (fault := name_fault(key)):
            raise IncomingFileError(f"{where}: “{key:.100}”: {fault}")


def _name(_: Table, value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise IncomingFileError(f"{where}: write the name of a file or sheet in quotation marks")
    return value.strip().lower()


def _columns(_: Table, value: object, where: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, keys in _object(value, where).items():
        if isinstance(keys, str):
            found[name.strip()] = (keys,) if keys else ()
        else:
            found[name.strip()] = _texts(keys, f"{where}, {name:.100}")
    return found


def _by_column(_: Table, value: object, where: str) -> dict[str, str]:
    return {key: _text(item, f"{where}, {key:.100}") for key, item in _object(value, where).items()}


def _values(_: Table, value: object, where: str) -> dict[str, dict[str, str]]:
    return {
        key: {
            name: _text(item, f"{where}, {key:.100}, {name:.100}")
            for name, item in _object(pairs, f"{where}, {key:.100}").items()
        }
        for key, pairs in _object(value, where).items()
    }


def _separators(table: Table, value: object, where: str) -> dict[str, str]:
    found = _by_column(table, value, where)
    several = [column.key for column in table.columns if column.many]
    for key, text in found.items():
        if key not in several:
            raise IncomingFileError(
                f"{where}: “{key:.100}” has one value; columns with several are "
                f"{', '.join(several)}"
            )
        if not text:
            raise IncomingFileError(f"{where}, {key}: the separator is empty")
    return found


def _keep(_: Table, value: object, where: str) -> frozenset[str] | None:
    return None if value is True else frozenset(_texts(value, where))


def _point(table: Table, value: object, where: str) -> tuple[str, ...]:
    names = _texts(value, where)
    if "Point" not in table.geometry or len(names) != 2:
        raise IncomingFileError(
            f"{where}: name two columns of places, first the longitude and then the latitude"
        )
    return names


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise IncomingFileError(f'{where}: write a table, such as {{ Name = "name" }}')
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise IncomingFileError(f'{where}: write a list of names, such as ["Name"]')
    return tuple(value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise IncomingFileError(f"{where}: write a text in quotation marks")
    return value


FIELDS: Final = (
    Field(
        _FROM,
        "Name of the file without its ending, or of the sheet; by default that of the table.",
        _name,
    ),
    Field(
        "columns",
        'Your column, and the one in the data, or a list; `""` leaves it out.',
        _columns,
    ),
    Field("constants", "The value of a column where a row has none.", _by_column),
    Field("values", "Per column of the data: your value, and the one in the data.", _values),
    Field(
        "separators",
        "Per column of the data: what separates the values of a cell.",
        _separators,
    ),
    Field("keep", "The columns to keep as columns of your own, or `true` for all.", _keep),
    Field("point", "Your columns with the longitude and latitude of a place.", _point),
)
"""What a mapping can contain for a table. docs/drafts.md has the same table."""
