"""The public address of a dashboard, as a setting or an argument gives it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from routemap.model.errors import AddressError

_LONGEST_HOST: Final = 255  # RFC 1035, section 2.3.4
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def read_address(text: str, name: str) -> str:
    """Return the address of a dashboard, with a trailing slash.

    Parameters
    ----------
    text
        An http or https address without user, query and fragment.
    name
        Name of the setting or argument, for the message.

    Raises
    ------
    AddressError
        If the text is no such address.

    Examples
    --------
    >>> read_address("https://map.example/routes", "--address")
    'https://map.example/routes/'
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError as error:
        raise AddressError(_invalid(text, name)) from error
    plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in ("http", "https") or not is_host(parts.netloc) or not plain:
        raise AddressError(_invalid(text, name))
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def is_host(text: str) -> bool:
    """Return whether a text is a host name or address, with or without a port."""
    return len(text) <= _LONGEST_HOST and bool(_HOST.fullmatch(text))


def _invalid(text: str, name: str) -> str:
    return (
        f"{name} must be the address of the dashboard, such as "
        f"https://map.example/routes/, found “{text[:80]}”"
    )
