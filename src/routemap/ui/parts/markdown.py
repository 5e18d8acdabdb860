"""Text that Streamlit must not take for Markdown: of files and links, in labels and messages."""

from __future__ import annotations

import re
from typing import Final

_MARKDOWN: Final = re.compile(r"""[\\`*_{}\[\]()<>#+\-.!|~$:&^="']""")
# What Streamlit replaces after Markdown was read, where no backslash helps: icons and emoji
# between colons, addresses (https:, www., name@), arrows and other signs of two characters.
_REPLACED: Final = re.compile(r"[:@](?=\S)|www(?=\.)|[-<>~](?=[-=>])", re.IGNORECASE)
_JOINER: Final = "\u2060"  # shows nothing and keeps a line from being broken


def plain(text: str) -> str:
    r"""Return text as Markdown that shows it as it is, on one line.

    Examples
    --------
    >>> plain("*not* a_list")
    '\\*not\\* a\\_list'
    """
    line = _REPLACED.sub(rf"\g<0>{_JOINER}", " ".join(text.split()))
    return _MARKDOWN.sub(r"\\\g<0>", line)
