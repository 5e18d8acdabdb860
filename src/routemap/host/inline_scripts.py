"""Hashes of the inline scripts that Streamlit and its map component put into their pages.

Only these run; a script that came in with the text of an article does not. Source of the form:
Content Security Policy Level 3, section 2.3.1 (hash-source).
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from functools import cache
from typing import Final

from routemap.host.streamlit_internals import PAGE_FILE, component_script
from routemap.host.styled_page import styled
from routemap.map import base_map
from routemap.web.map_data import assets_url

_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def page_hashes() -> tuple[str, ...]:
    """Return the hashes of the inline scripts of the page: Streamlit's, and the one added to it."""
    page = styled(PAGE_FILE.read_text(encoding="utf-8"))
    return tuple(_hashed(script) for script in _INLINE.findall(page))


def component_hashes() -> tuple[str, ...]:
    """Return the hash of the one inline script of the map component: that of the base map.

    There is none before a script has imported the component. It must not be imported here
    first: Streamlit serves only components that a running script declared.
    """
    return (_base_map_hash(),) if "streamlit_folium" in sys.modules else ()


@cache
def _base_map_hash() -> str:
    return _hashed(component_script(base_map(assets_url())))


def _hashed(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
