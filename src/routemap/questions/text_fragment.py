"""Links that open a page at a quotation."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

_FRAGMENT_WORDS: Final = 5


def text_fragment(url: str, excerpt: str, prefix: str, suffix: str) -> str:
    """Return a link that opens a page at a quotation.

    Source: URL Fragment Text Directives, WICG
    (https://wicg.github.io/scroll-to-text-fragment/). A long quotation is given by its first and
    last words. Browsers skip white space between the parts, so they need no space at their ends.

    Examples
    --------
    >>> text_fragment("https://a.example/x", "not true", "calling it", "at all")
    'https://a.example/x#:~:text=calling%20it-,not%20true,-at%20all'
    """
    words = excerpt.split()
    if len(words) > 2 * _FRAGMENT_WORDS:
        start, end = " ".join(words[:_FRAGMENT_WORDS]), " ".join(words[-_FRAGMENT_WORDS:])
        target = f"{_directive(start)},{_directive(end)}"
    else:
        target = _directive(" ".join(words))
    before = f"{_directive(prefix)}-," if prefix else ""
    after = f",-{_directive(suffix)}" if suffix else ""
    return f"{url.partition('#')[0]}#:~:text={before}{target}{after}"


def _directive(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
