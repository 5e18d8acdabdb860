"""Text of articles made fit for files: what no format can hold is taken out."""

from __future__ import annotations

import re
from typing import Final

# what XML 1.0, section 2.2, does not count as a character; SQLite ends texts at NUL as well
_UNFIT: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit(text: str) -> str:
    r"""Return text without characters that nobody can read, its lines ended by line feeds.

    Examples
    --------
    >>> fit("bell\x07 and NUL\x00, 두만강\r\n")
    'bell and NUL, 두만강\n'
    """
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
