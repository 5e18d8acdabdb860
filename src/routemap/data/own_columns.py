"""Own columns, which a team has added to its files: valid names, and values as text.

They are copied unchanged from the files to the exports. No check, filter or map uses them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, Final

from routemap.model.text import line_feeds

MAX_OWN: Final = 50
"""Maximum number of own columns of one file."""
MAX_NAME: Final = 100
"""Maximum number of characters of an own column's name."""


def name_fault(name: str) -> str | None:
    r"""Return why the name of an own column is invalid, ``None`` if it is valid.

    Examples
    --------
    >>> name_fault("reviewed by"), name_fault("확인")
    (None, None)
    >>> name_fault("two\nlines")
    'the name has line breaks or characters that cannot be shown'
    """
    if not name.strip():
        return "the name is empty"
    if name != name.strip():
        return "the name begins or ends with white space"
    if len(name) > MAX_NAME:
        return f"the name has more than {MAX_NAME} characters"
    if not name.isprintable():
        return "the name has line breaks or characters that cannot be shown"
    return None


def json_text(value: Any) -> str:
    """Return a value of a GeoJSON property as text; lists and objects as compact JSON.

    Raises
    ------
    ValueError
        If the value is or contains a number that JSON does not allow.
    RecursionError
        If lists and objects are nested too deeply.

    Examples
    --------
    >>> json_text(" two "), json_text(None), json_text(1.5), json_text({"tags": ["서울", True]})
    ('two', '', '1.5', '{"tags":["서울",true]}')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return line_feeds(value).strip()
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("the value is not a number that JSON allows")
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every JSON object in a value, including the value itself."""
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            yield item
            left += item.values()
        elif isinstance(item, list):
            left += item
