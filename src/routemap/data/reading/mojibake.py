"""Detection of text with wrong or lost letters, such as UTF-8 that was read as Windows-1252."""

from __future__ import annotations

import re
from typing import Final

# the first byte of a letter as one character, followed by its other bytes as characters, in
# Windows-1252 or Windows-1251: no language has these sequences
_LATIN: Final = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ\ufffd"
_CYRILLIC: Final = "\u0080-\u00bfЂЃѓ‚„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґё№єјЅѕї\ufffd"
_SIGNS: Final = re.compile("[âÃÂÐÑêëìíРС\ufffd]")
_TWICE: Final = re.compile(
    "[âÃÂÐÑêëìíРС](?:"
    "(?<=â)€[\u0080-\u009f€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ¢£¤¥¦]"
    "|(?<=Ã)[\u0080-\u00bf€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]"
    "|(?<=Â)[\u00a0-\u00bf]"
    f"|(?<=[ÐÑ])[{_LATIN}][ÐÑ][{_LATIN}]"
    f"|(?<=[êëìí])[{_LATIN}]{{2}}"
    f"|(?<=[РС])[{_CYRILLIC}][РС][{_CYRILLIC}]"
    ")"
)
# EUC-KR has two bytes per syllable, Windows-1251 and KOI8-R have Russian letters from C0 on; read
# as Latin-1, both are long rows of signs and accented letters, which no language has
_HIGH: Final = re.compile("[\u00a1-\u00fe]{4,}")
_RUSSIAN: Final = re.compile("[À-ÖØ-öø-ÿ]{4,}")
_HANGUL: Final = re.compile("[가-힣]+")
_FEWEST: Final = 3  # distinct characters of a row; «»»» are not letters
# a row of two or three ? in place of a word, also in brackets
_LOST_WORD: Final = re.compile(r"(?<![^\s(\[“\"'])\?{2,3}(?![^\s)\],.;:”\"'])")
_QUESTION_MARKS: Final = re.compile(r"\?{4,}")
_NOTHING_ELSE: Final = re.compile(r"[?\s.,;()-]*\?\s?\?[?\s.,;()-]*")


def may_be_mojibake(text: str) -> bool:
    """Return whether a text has any of the letters that :func:`encoding_fault` checks."""
    return (_SIGNS.search(text) or _HIGH.search(text)) is not None


def encoding_fault(text: str) -> str | None:
    """Return what is wrong with the letters of a text, ``None`` if nothing is.

    Examples
    --------
    >>> encoding_fault("Café “Россия” 두만강역?")
    >>> encoding_fault("CafÃ©")
    'looks like UTF-8 that was read in another encoding; type or copy the text again'
    >>> encoding_fault("??? ??")
    'has ? where letters were lost; type or copy the text again'
    """
    if not text.isascii():
        if _TWICE.search(text):
            return "looks like UTF-8 that was read in another encoding; type or copy the text again"
        if any(map(_is_other_encoding, _HIGH.findall(text))):
            return "looks like text in another encoding that was read as Latin-1; save it as UTF-8"
        if "\ufffd" in text:
            return "has “\ufffd” where a letter was lost; type or copy the text again"
    if "??" in text and (_QUESTION_MARKS.search(text) or _NOTHING_ELSE.fullmatch(text)):
        return "has ? where letters were lost; type or copy the text again"
    return None


def lost_word(text: str) -> str | None:
    """Return that a word seems to have been lost, ``None`` if it does not.

    This is less certain than :func:`encoding_fault`: a headline can have “??” of its own.

    Examples
    --------
    >>> lost_word("Is it true??"), lost_word("really?? (no)")
    (None, None)
    >>> lost_word("Khasan (??)")
    'has ?? where a word may have been lost; type or copy the text again'
    """
    if "??" in text and _LOST_WORD.search(text):
        return "has ?? where a word may have been lost; type or copy the text again"
    return None


def _is_other_encoding(row: str) -> bool:
    """Return whether a row of signs and accented letters is Russian or Korean in other bytes."""
    if len(set(row)) < _FEWEST:
        return False
    if _RUSSIAN.search(row):
        return True
    korean = row.encode("latin-1").decode("euc_kr", "ignore")
    return bool(_HANGUL.fullmatch(korean)) and len(korean) == len(row) // 2
