"""Characters that change what a reader sees without being seen themselves.

Text of files and links is shown as it stands but for these: control characters, which
terminals obey and XML forbids; those that turn the direction of the text around them
(Unicode TR 36, section 3.3, https://www.unicode.org/reports/tr36/); halves of surrogate pairs
and the two code points that are no characters.
"""

from __future__ import annotations

import re
from typing import Final

INSTEAD: Final = "\ufffd"
_UNSHOWN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# the same in UTF-8, surrogates aside: no UTF-8 text holds them
_UNSHOWN_BYTES: Final = (
    re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"),
    re.compile(rb"\xc2[\x80-\x9f]"),
    re.compile(rb"\xe2\x80[\xaa-\xae]"),
    re.compile(rb"\xe2\x81[\xa6-\xa9]"),
    re.compile(rb"\xef\xbf[\xbe\xbf]"),
)
# white space, Unicode's default ignorable code points, and letters that are drawn as nothing
_NOTHING: Final = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]*"
)


def shown(text: str) -> str:
    r"""Return text with a replacement character for each that must not reach a screen.

    Examples
    --------
    >>> shown("plain"), shown("\x1b[31mred")
    ('plain', '�[31mred')
    """
    return _UNSHOWN.sub(INSTEAD, text)


def unshown(text: str) -> tuple[str, ...]:
    """Return which characters :func:`shown` replaces, as ``U+202E``, each once."""
    return tuple(dict.fromkeys(f"U+{ord(found):04X}" for found in _UNSHOWN.findall(text)))


def may_hold_unshown(content: bytes) -> bool:
    """Return whether UTF-8 text may hold what :func:`shown` replaces; false means that it does not.

    A look at all bytes at once, because hardly any file holds any.
    """
    return any(pattern.search(content) for pattern in _UNSHOWN_BYTES)


def shows_nothing(text: str) -> bool:
    r"""Return whether text is empty to the eye, however long it is.

    Examples
    --------
    >>> shows_nothing("\u200b \u3164"), shows_nothing("두만강")
    (True, False)
    """
    begins_plainly = "!" <= text[:1] <= "~"  # as most texts do
    return not begins_plainly and _NOTHING.fullmatch(text) is not None
