"""The formats of single values: what is wrong with a value of each kind of column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from routemap.data.checks.amounts import NUMBER, amount_fault
from routemap.data.checks.faults import Fault
from routemap.data.checks.geometry import geometry_fault
from routemap.data.reading.footprint import footprint_of
from routemap.model.columns import Column, Kind
from routemap.model.countries import COUNTRIES
from routemap.model.dates import parse
from routemap.model.errors import DateError
from routemap.model.media_table import ENDINGS, FOLDER, FOOTPRINTS, format_of
from routemap.model.suggest import suggestion

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID: Final = 80
# subtags of letters and digits, the first of two or three letters (BCP 47, RFC 5646)
_LANGUAGE: Final = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_IMO: Final = re.compile(r"[0-9]{7}")
_NAMED_IMO: Final = re.compile(r"(?i:IMO)[ :-]*([0-9]{7})")
_MMSI: Final = re.compile(r"[0-9]{9}")
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_FURTHEST: Final = 20_040  # km: half of the Earth's circumference
# characters that an address cannot have (RFC 3986), and that browsers interpret differently
_NO_URL: Final = re.compile(r"[\s\x00-\x20\x7f\"<>\\`\ufffd]")


_NO_ADDRESS: Final = Fault(
    "value-url", "the value must be a web address that starts with https:// or http://"
)


def value_fault(column: Column, value: str) -> Fault | None:
    """Return what is wrong with one value of a column, ``None`` if it is valid.

    References are not looked up.

    Examples
    --------
    >>> value_fault(Column("imo", "IMO number", "", Kind.IMO), "9179843").message
    'the check digit of the IMO number should be 2; one of the digits is wrong'
    """
    return _FAULTS[column.kind](column, value)


def _id_fault(_column: Column, value: str) -> Fault | None:
    if len(value) <= _LONGEST_ID and _ID.fullmatch(value):
        return None
    if len(value) <= _LONGEST_ID and _ID.fullmatch(value.lower()):
        return Fault("value-case", "the id has capital letters", value.lower())
    message = f"use lower-case letters, digits and single hyphens, at most {_LONGEST_ID} characters"
    return Fault("value-id", message)


def _term_fault(column: Column, value: str) -> Fault | None:
    vocabulary = column.vocabulary
    if vocabulary is None:
        return None
    keys = vocabulary.keys
    if value in keys:
        return None
    folded = value.casefold()
    for key in keys:
        if folded == key.casefold():
            return Fault("value-case", f"the value differs from “{key}” in capital letters", key)
    named = [key for key, label in vocabulary.labels.items() if folded == label.casefold()]
    hint = f"; write “{named[0]}”" if named else suggestion(value, keys)
    if vocabulary.standard:
        return Fault("value-term", f"“{value}” is not a code of {vocabulary.standard}{hint}")
    return Fault("value-term", f"“{value}” is not one of {', '.join(keys)}{hint}")


def _date_fault(_column: Column, value: str) -> Fault | None:
    try:
        parse(value)
    except DateError as error:
        return Fault("value-date", str(error))
    return None


def _number_fault(_column: Column, value: str) -> Fault | None:
    if not NUMBER.fullmatch(value):
        return Fault("value-number", "the value must be a number such as 0.5")
    if 0 <= float(value) <= _FURTHEST:
        return None
    return Fault("value-number", f"the value must be between 0 and {_FURTHEST:,}")


def _hash_fault(_column: Column, value: str) -> Fault | None:
    if _HASH.fullmatch(value):
        return None
    if _HASH.fullmatch(value.lower()):
        return Fault("value-case", "the hash has capital letters", value.lower())
    message = "use the 64 hexadecimal digits of a SHA-256 hash, as `routemap archive` writes them"
    return Fault("value-hash", message)


def _url_fault(_column: Column, value: str) -> Fault | None:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return _NO_ADDRESS
    if parts.scheme not in ("http", "https") or not parts.hostname or _NO_URL.search(value):
        return _NO_ADDRESS
    # https://paper.example@other.example/ leads to other.example
    if "@" in parts.netloc:
        return Fault("value-url", "the address must not have a user name (an @ before the path)")
    return None


def _amount_fault(_column: Column, value: str) -> Fault | None:
    return amount_fault(value)


def _direction_fault(_column: Column, value: str) -> Fault | None:
    begin, _, end = value.partition("-")
    if begin in COUNTRIES.keys and end in COUNTRIES.keys and begin != end:
        return None
    if value != value.upper() and _direction_fault(_column, value.upper()) is None:
        return Fault("value-case", "the codes of countries have capital letters", value.upper())
    return Fault(
        "value-direction",
        "the value must be the codes of two countries, from and to, such as DNK-SWE",
    )


def language_fault(value: str) -> Fault | None:
    """Return what is wrong with a language tag, ``None`` if it may be one."""
    if _LANGUAGE.fullmatch(value):
        return None
    return Fault("value-language", "the value must be a language tag such as ko, ru or zh-Hans")


def _imo_fault(_column: Column, value: str) -> Fault | None:
    """Return what is wrong with an IMO number.

    Source: IMO resolution A.1117(30). The last digit is that of the sum of the first six digits,
    multiplied by 7, 6, 5, 4, 3 and 2.
    """
    if bare := _NAMED_IMO.fullmatch(value):
        return Fault("value-imo", "write the seven digits only", bare[1])
    if not _IMO.fullmatch(value):
        return Fault("value-imo", "the IMO number must have seven digits")
    if value.startswith("0"):
        return Fault("value-imo", "an IMO number does not begin with 0")
    total = sum(int(digit) * weight for digit, weight in zip(value, range(7, 1, -1), strict=False))
    if total % 10 == int(value[-1]):
        return None
    return Fault(
        "value-imo",
        f"the check digit of the IMO number should be {total % 10}; one of the digits is wrong",
    )


def _mmsi_fault(_column: Column, value: str) -> Fault | None:
    if _MMSI.fullmatch(value):
        return None
    return Fault("value-mmsi", "the MMSI must have nine digits")


def _file_fault(_column: Column, value: str) -> Fault | None:
    """Return what is wrong with the name of a file, which a page and a server will use."""
    if not _FILE.fullmatch(value) or ".." in value:
        return Fault(
            "value-file",
            f"use a name of letters, digits, “.”, “_” and “-” without a folder, such as pier.png, "
            f"and put the file into the folder {FOLDER}",
        )
    if format_of(value) is None:
        return Fault("value-file", f"the name must end in one of {', '.join(ENDINGS)}")
    return None


def _geojson_fault(_column: Column, value: str) -> Fault | None:
    try:
        geometry = footprint_of(value)
    except ValueError:
        return Fault(
            "value-geometry",
            'the value must be a GeoJSON geometry such as {"type": "Point", "coordinates": '
            "[12.5, 55.7]}, longitude first",
        )
    fault = geometry_fault(FOOTPRINTS, geometry)
    return Fault("value-geometry", fault) if fault else None


def _no_fault(_column: Column, _value: str) -> Fault | None:
    return None


_FAULTS: Final[Mapping[Kind, Callable[[Column, str], Fault | None]]] = {
    Kind.ID: _id_fault,
    Kind.TEXT: _no_fault,
    Kind.EDTF: _date_fault,
    Kind.TERM: _term_fault,
    Kind.REFERENCE: _no_fault,
    Kind.NUMBER: _number_fault,
    Kind.URL: _url_fault,
    Kind.SHA256: _hash_fault,
    Kind.QUANTITY: _no_fault,
    Kind.AMOUNT: _amount_fault,
    Kind.DIRECTION: _direction_fault,
    Kind.LANGUAGE: lambda _column, value: language_fault(value),
    Kind.IMO: _imo_fault,
    Kind.MMSI: _mmsi_fault,
    Kind.FILE: _file_fault,
    Kind.GEOJSON: _geojson_fault,
}
"""Per kind of column: what is wrong with one value."""
