"""The part of a web address that identifies the page, for comparing addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

# parameters that say where a reader came from, and do not change the page
_TRACKERS: Final = (
    *("utm_", "fbclid=", "gclid=", "yclid=", "igshid=", "mc_cid=", "mc_eid=", "ns_mchannel="),
    *("ns_campaign=", "cmpid="),
)
# spellings of an address that usually show the same page: what is replaced, and by what
_SPELLINGS: Final = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"^([^/?]*[^/?.])\.(?=[:/?]|$)", r"\1"),  # a full stop after the host
        (r"^(?:m|mobile|amp)\.(?=[^/?]+\.)", ""),
        (r"/amp(?=/|\?|$)", ""),
        (r"\.amp(?=\?|$)", ""),
        (r"/(?:index|default)\.(?:html?|php|aspx?)(?=\?|$)", ""),
        # not a number, which could be the page
        (r"(?<=[?&])(?:ref|source|src)=[A-Za-z_.-]*(?=&|$)", ""),
        (r"(?<=[?&])(?:(?:outputType|output|mode|view)=amp|amp(?:=1|=true)?)(?=&|$)", ""),
        (r"&+(?=&|$)|(?<=\?)&+", ""),
        (r"\?$", ""),
    )
)
# the Internet Archive: https://archive.org/help/wayback_api.php
_WAYBACK: Final = re.compile(
    r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(https?://.+)", re.IGNORECASE
)


@lru_cache(maxsize=1 << 17)  # each edit compares the addresses of all articles again
def page_address(url: str) -> str:
    """Return an address without the parts that do not change the page.

    These are the scheme, ``www.``, capital letters of the host, its usual port, the final slash,
    the fragment, the order of parameters, parameters of trackers, and whether letters of the path
    are written with percent signs. An address that cannot be parsed is returned unchanged.

    Examples
    --------
    >>> page_address("HTTP://www.Paper.example/arms/?b=2&utm_source=x&a=1#top")
    'paper.example/arms?a=1&b=2'
    >>> page_address("https://paper.example/%D0%B0") == page_address("http://paper.example/а")
    True
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    pairs = sorted(p for p in parts.query.split("&") if p and not p.lower().startswith(_TRACKERS))
    query = f"?{'&'.join(pairs)}" if pairs else ""
    return f"{host}{unquote(parts.path).rstrip('/')}{query}"


@lru_cache(maxsize=1 << 17)
def usual_address(url: str) -> str:
    """Return an address that is usually the same for all spellings of the address of a page.

    It ignores more than :func:`page_address`: versions for phones, names of index pages, where a
    reader came from, and the archive. Two pages can have the same, so it only says what to check.

    Examples
    --------
    >>> usual_address("https://m.paper.example./arms/amp/index.html?ref=home&outputType=amp")
    'paper.example/arms'
    >>> usual_address("https://web.archive.org/web/2024/https://paper.example/arms")
    'paper.example/arms'
    >>> usual_address("https://paper.example/view?ref=123")
    'paper.example/view?ref=123'
    """
    address = page_address(archived_address(url) or url)
    for pattern, by in _SPELLINGS:
        address = pattern.sub(by, address)
    path, mark, query = address.partition("?")
    return f"{path.rstrip('/')}{mark}{query}"


def archived_address(url: str) -> str:
    """Return the address of the page that an address of the Internet Archive shows, or ``""``.

    Examples
    --------
    >>> archived_address("https://web.archive.org/web/20240503120000/https://paper.example/arms")
    'https://paper.example/arms'
    """
    found = _WAYBACK.fullmatch(url)
    return found[1] if found else ""
