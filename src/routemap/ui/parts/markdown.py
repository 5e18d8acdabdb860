"""Escape text of files and links for labels and messages, which Streamlit reads as Markdown."""

from __future__ import annotations

import re
from typing import Final

_MARKDOWN: Final = re.compile(r"""[\\`*_{}\[\]()<>#+\-.!|~$:&^="']""")
# Streamlit also replaces these after parsing Markdown, when a backslash has no effect: icons and
# emoji between colons, addresses (https:, www., name@), arrows and other signs of two characters.
_REPLACED: Final = re.compile(r"[:@](?=\S)|www(?=\.)|[-<>~](?=[-=>])", re.IGNORECASE)
_JOINER: Final = "\u2060"  # WORD JOINER: invisible, and prevents a line break


def plain(text: str) -> str:
    r"""Return Markdown that displays a text unchanged, on one line.

    Examples
    --------
    >>> plain("*not* a_list")
    '\\*not\\* a\\_list'
    """
    line = _REPLACED.sub(rf"\g<0>{_JOINER}", " ".join(text.split()))
    return _MARKDOWN.sub(r"\\\g<0>", line)
