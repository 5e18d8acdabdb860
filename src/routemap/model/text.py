"""Clean text for display and comparison: unsafe, invisible and variant characters.

Unsafe characters are replaced before text is shown: control characters, which terminals interpret
and XML forbids; characters that change the direction of the surrounding text (Unicode TR 36,
section 3.3, https://www.unicode.org/reports/tr36/); unpaired surrogates and two noncharacters.

Invisible characters and variants of quotation marks and dashes are shown unchanged. They are
ignored or unified only where texts are compared.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

INSTEAD: Final = "\ufffd"
_UNSHOWN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# the same in UTF-8, except surrogates: valid UTF-8 text has none
_UNSHOWN_BYTES: Final = (
    re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"),
    re.compile(rb"\xc2[\x80-\x9f]"),
    re.compile(rb"\xe2\x80[\xaa-\xae]"),
    re.compile(rb"\xe2\x81[\xa6-\xa9]"),
    re.compile(rb"\xef\xbf[\xbe\xbf]"),
)
# Default_Ignorable_Code_Point: https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
_IGNORABLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_INVISIBLE: Final = re.compile(f"[{_IGNORABLE}]+")
# also white space, the empty Braille pattern, and code points that are never drawn
_NOTHING: Final = re.compile(f"[\\s{_IGNORABLE}\u2800\ufff9-\uffff]*")
# variants of plain quotation marks: Unicode's Quotation_Mark, primes and apostrophes
_QUOTES: Final = {
    "'": "`´ʹʻʼʽʾʿˈˊˋ՚׳‘’‚‛′‵‹›❛❜❟❮❯Ꞌꞌ",
    '"': "«»ʺˮ״“”„‟″‶❝❞❠⹂「」『』〝〞〟🙶🙷🙸",
}
_PLAIN_QUOTES: Final = {mark: plain for plain, marks in _QUOTES.items() for mark in marks}
_DASHES: Final = frozenset("−⁃˗")  # characters that Unicode does not class as dash punctuation


def shown(text: str) -> str:
    r"""Return text in which every unsafe character is replaced by U+FFFD.

    Examples
    --------
    >>> shown("plain"), shown("\x1b[31mred")
    ('plain', '�[31mred')
    """
    return _UNSHOWN.sub(INSTEAD, text)


def unshown(text: str) -> tuple[str, ...]:
    """Return the distinct characters that :func:`shown` replaces, such as ``U+202E``.

    Examples
    --------
    >>> unshown("\u202ered\u202e"), unshown("plain")
    (('U+202E',), ())
    """
    return tuple(dict.fromkeys(f"U+{ord(found):04X}" for found in _UNSHOWN.findall(text)))


def line_feeds(text: str) -> str:
    r"""Return text in which all line ends are line feeds.

    Examples
    --------
    >>> line_feeds("one\r\ntwo\rthree")
    'one\ntwo\nthree'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def one_line(text: str) -> str:
    r"""Return text on one line: every run of white space becomes one space.

    Examples
    --------
    >>> one_line("two\nlines\u2028and more")
    'two lines and more'
    """
    return " ".join(text.split())


def may_hold_unshown(content: bytes) -> bool:
    """Return whether UTF-8 text may contain unsafe characters; false means that it has none.

    The check covers all bytes at once, because few files have any. See :func:`shown`.
    """
    return any(pattern.search(content) for pattern in _UNSHOWN_BYTES)


def visible(text: str) -> str:
    r"""Return text without invisible characters (Unicode's default ignorable code points).

    Examples
    --------
    >>> visible("Tuman\u00adgang\u200b")
    'Tumangang'
    """
    return text if text.isascii() else _INVISIBLE.sub("", text)


def plain_quotes(text: str) -> str:
    """Return text in which all quotation marks and apostrophes are ``"`` or ``'``.

    Examples
    --------
    >>> print(plain_quotes("Russia’s «arms dealings»"))
    Russia's "arms dealings"
    """
    return replaced(text, {mark: _PLAIN_QUOTES[mark] for mark in set(text) & _PLAIN_QUOTES.keys()})


def plain_dashes(text: str) -> str:
    """Return text in which all dashes, hyphens and minus signs are ``-``.

    Examples
    --------
    >>> plain_dashes("Khasan–Tumangang, −5 °C")
    'Khasan-Tumangang, -5 °C'
    """
    found = {mark for mark in set(text) if mark in _DASHES or unicodedata.category(mark) == "Pd"}
    return replaced(text, dict.fromkeys(found, "-"))


def replaced(text: str, characters: dict[str, str]) -> str:
    """Return text in which the characters that are keys are replaced by their values.

    Examples
    --------
    >>> replaced("a–b", {"–": "-"})
    'a-b'
    """
    return text.translate({ord(old): new for old, new in characters.items()})


def shows_nothing(text: str) -> bool:
    r"""Return whether text consists only of white space and invisible characters.

    Examples
    --------
    >>> shows_nothing("\u200b \u3164"), shows_nothing("두만강")
    (True, False)
    """
    begins_plainly = "!" <= text[:1] <= "~"  # the usual case, checked first
    return not begins_plainly and _NOTHING.fullmatch(text) is not None


def shortened(value: str, limit: int = 80) -> str:
    r"""Return text on one line, cut to at most ``limit`` characters.

    Examples
    --------
    >>> shortened("two\nlines"), shortened("abcdef", limit=4)
    ('two lines', 'abc…')
    """
    flat = " ".join(value.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
