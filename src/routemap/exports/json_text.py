"""JSON as bytes, without spaces between its parts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any


def compact_json(value: Any) -> bytes:
    """Return a value as JSON in UTF-8; numbers that JSON does not have are errors.

    Examples
    --------
    >>> compact_json({"name": "Tumangang", "claims": [1, 2]})
    b'{"name":"Tumangang","claims":[1,2]}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def with_items(head: Any, items: Iterable[bytes]) -> bytes:
    """Return ``head`` as JSON, with items that are JSON in its last empty list.

    Examples
    --------
    >>> with_items({"total": 2, "items": []}, [b"1", b"2"])
    b'{"total":2,"items":[1,2]}'
    """
    before, after = compact_json(head).rsplit(b"[]", 1)
    return b"".join([before, b"[", b",".join(items), b"]", after])
