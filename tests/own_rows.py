"""The small folder with own columns in every table."""

from __future__ import annotations

from typing import Any

from tests.conftest import Rows, small_rows

OWN: dict[str, list[dict[str, Any]]] = {
    "places": [
        {"fid": 1, "tags": ["서울", 1.5, None], "geometry": "by eye", "checked": True},
        {"fid": 2, "tags": None, "geometry": "", "checked": False},
        {"fid": 3, "tags": {"a": "b"}, "geometry": "", "checked": None},
    ],
    "routes": [{"checked": "twice", "status": "draft"}, {"checked": "", "status": ""}],
    "sources": [{"reviewer": "Kim"}, {"reviewer": ""}, {"reviewer": "김"}],
    "articles": [{"archive": "https://archive.example/1", "citation": "own words"}],
    "vessels": [{"owner": "unknown"}],
    "allegations": [{"Statement (ko)": "포탄"}, {"Statement (ko)": ""}],
    "claims": [
        {"status": "done", "confidence": "0.80", "self": "a; b", "link": "x"},
        {"status": "", "confidence": "high", "self": "", "link": ""},
        {"status": "open", "confidence": "", "self": "", "link": ""},
        {"status": "", "confidence": "", "self": "", "link": ""},
    ],
    "media": [{"camera": "unknown"}],
}


def own_rows() -> Rows:
    """Return new rows with own columns, some of them with the names of export columns."""
    rows = small_rows()
    for name, cells in OWN.items():
        for row, own in zip(rows[name], cells, strict=True):
            row["own"] = dict(own)
    return rows
