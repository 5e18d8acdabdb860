"""What stands before the dashboard and its routes, put together for this deployment."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.middleware import Middleware

from routemap.api import UnsafePaths
from routemap.guard.areas import addresses
from routemap.guard.gate import Gate
from routemap.guard.headers import Fence, Headers
from routemap.guard.journal import open_journal, record
from routemap.guard.limits import Limits
from routemap.guard.requests import Requests
from routemap.guard.settings import frame_ancestors, trusts_proxy
from routemap.guard.unknown_pages import UnknownPages
from routemap.maps import tile_origins
from routemap.ui.failure import is_told_elsewhere
from routemap.ui.identity import login
from routemap.ui.inline_scripts import component_hashes, page_hashes
from routemap.ui.pages import ADDRESSES, PAGES
from routemap.ui.styled_page import StyledPage


def entrance(base: str) -> list[Middleware]:
    """Return the middleware of the server, outermost first.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``.

    Raises
    ------
    AccessError
        Where a login was meant and would not hold.
    SettingError
        Where an environment variable holds something else than it takes.
    """
    found, areas = login(), addresses(base, ADDRESSES)
    fence = Fence(
        frame_ancestors(is_private=found is not None),
        page_hashes(),
        component_hashes,
        tile_origins(),
    )
    return [
        # refusals and failures have headers too, and everything has a line in the log
        Middleware(Headers, addresses=areas, fence=fence),
        Middleware(Requests, addresses=areas),
        Middleware(Limits, addresses=areas, trusts_proxy=trusts_proxy()),
        Middleware(UnknownPages, addresses=areas, pages={row.address: row.title for row in PAGES}),
        Middleware(Gate, addresses=areas, login=found, pages=ADDRESSES),
        Middleware(UnsafePaths, base=base),
        Middleware(StyledPage, addresses=areas),
    ]


@asynccontextmanager
async def opening(_app: object) -> AsyncIterator[None]:
    """Say in the log, once the server runs, who may come in."""
    open_journal(is_told_elsewhere)
    found = login()
    if found is None:
        record("open", access="public")
    else:
        access = found.access
        listed = len(access.people) + len(access.domains)
        record(
            "open",
            access="private",
            admits="everybody who signs in" if access.everybody else f"{listed} on the list",
            message="" if access.everybody or listed else "nobody may come in: [routemap] allowed",
        )
    yield
