"""Values of several columns in words: amounts and directions."""

from __future__ import annotations

from routemap.model.claim_terms import UNITS
from routemap.model.countries import COUNTRIES


def amount_in_words(least: str, most: str, unit: str) -> str:
    """Return an amount in words, ``""`` if none is given.

    Parameters
    ----------
    least, most
        The cells ``amount_min`` and ``amount_max``: numbers, ``""`` if unknown.
    unit
        Key of :data:`routemap.model.claim_terms.UNITS`.

    Examples
    --------
    >>> amount_in_words("8000", "10000", "railcars"), amount_in_words("30", "30", "animals")
    ('8,000 to 10,000 railcars', '30 animals')
    >>> amount_in_words("1000", "", "containers"), amount_in_words("", "300", "")
    ('at least 1,000 containers', 'at most 300')
    """
    if not least and not most:
        return ""
    if least and most:
        low, high = _number(least), _number(most)
        number = low if low == high else f"{low} to {high}"
    else:
        number = f"at least {_number(least)}" if least else f"at most {_number(most)}"
    return f"{number} {UNITS.label(unit)}".strip()


def _number(text: str) -> str:
    number = float(text)
    return f"{int(number):,}" if number.is_integer() else f"{number:,}"


def direction_in_words(direction: str) -> str:
    """Return a direction in words, ``""`` if none is given.

    Examples
    --------
    >>> direction_in_words("PRK-RUS")
    'North Korea to Russia'
    """
    begin, _, end = direction.partition("-")
    return f"{COUNTRIES.label(begin)} to {COUNTRIES.label(end)}" if end else ""
