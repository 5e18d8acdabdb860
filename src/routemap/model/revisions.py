"""How a revision of the data is written, in files, links and commands."""

from __future__ import annotations

import re
from typing import Final

REVISION: Final = re.compile(r"[0-9a-f]{12}")
"""A revision: the first characters of a hash of its files."""
NAME: Final = re.compile(r"[a-z](?![0-9a-f]{11}$)[a-z0-9-]{0,39}")
"""A name that somebody gave to a revision. No name is a date or a revision."""
