"""Hashes of the inline scripts in the pages of Streamlit and of its map component.

The content security policy allows only these, so a script in the text of an article cannot run.
The format is from Content Security Policy Level 3, section 2.3.1 (hash-source).
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
from routemap.map.base import base_map
from routemap.web.assets import assets_url

_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def page_hashes() -> tuple[str, ...]:
    """Return the hashes of the page's inline scripts: Streamlit's own, and the added one."""
    page = styled(PAGE_FILE.read_text(encoding="utf-8"))
    return tuple(_hashed(script) for script in _INLINE.findall(page))


def component_hashes() -> tuple[str, ...]:
    """Return the hash of the map component's only inline script, which creates the base map.

    Empty until a script has imported the component. It must not be imported here first, because
    Streamlit serves only components that were declared by a running script.
    """
    return (_base_map_hash(),) if "streamlit_folium" in sys.modules else ()


@cache
def _base_map_hash() -> str:
    return _hashed(component_script(base_map(assets_url())))


def _hashed(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
