"""The format of amounts, and what numbers with commas, points and spaces can mean."""

from __future__ import annotations

import re
from typing import Final

from routemap.data.checks.faults import Fault

NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_LARGEST: Final = 1e12
# one point before three digits can also separate thousands; not after 0, as in 0.125
_DOUBTFUL: Final = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})")
# signs between groups of three digits: the one that separates thousands, then the decimal sign
_GROUPED: Final = (
    (re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}"), ",", "."),
    (re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}"), ".", ","),
    (re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?"), " ", ","),
    (re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]+)?"), "'", ","),
)
_ONE_COMMA: Final = re.compile(r"([0-9]+),([0-9]+)")
_SPACES: Final = re.compile(r"\s+")


def amount_fault(value: str) -> Fault | None:
    """Return what is wrong with an amount, ``None`` if it is valid.

    Examples
    --------
    >>> amount_fault("1,234,567").message
    'the value must be a number such as 8000, zero or more; write “1234567”'
    >>> amount_fault("8.000").fixed, amount_fault("30.5"), amount_fault("0.125")
    ('8', None, None)
    """
    if found := _DOUBTFUL.fullmatch(value):
        before, digits = found.groups()
        read = f"{before}.{digits}".rstrip("0").rstrip(".")
        # with a fourth digit it is certain that the point is a decimal sign
        plain = read if len(read) < len(value) else f"{value}0"
        message = (
            f"the point may separate thousands; write “{before}{digits}” if it does, “{plain}” if "
            "it is a decimal sign"
        )
        return Fault("value-thousands", message, read)
    if NUMBER.fullmatch(value) and 0 <= float(value) <= _LARGEST:
        return None
    message = f"the value must be a number such as 8000, zero or more{_hint(value)}"
    return Fault("value-number", message)


def _hint(value: str) -> str:
    """Return how to write a number with commas, points and spaces; both ways if there are two."""
    text = _SPACES.sub(" ", value).replace("’", "'")
    for pattern, thousands, decimal in _GROUPED:
        if pattern.fullmatch(text):
            return f"; write “{text.replace(thousands, '').replace(decimal, '.')}”"
    if found := _ONE_COMMA.fullmatch(text):
        before, digits = found.groups()
        read = f"{before}.{digits}".rstrip("0").rstrip(".")
        if before.startswith("0"):
            return f"; write “{read}”"
        return (
            f"; write “{read}” if the comma is a decimal sign, “{before}{digits}” if it separates "
            "thousands"
        )
    return ""
