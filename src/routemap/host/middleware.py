"""The middleware of the server, configured for this deployment."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from routemap.data.load import data_folder
from routemap.data.settings import frame_ancestors
from routemap.data.source import source_of
from routemap.exports.working_folder import remove_left_folders
from routemap.host.failure import is_duplicate
from routemap.host.identity import login
from routemap.host.inline_scripts import component_hashes, page_hashes
from routemap.host.roles import roles
from routemap.host.stopping import stop_gently
from routemap.host.streamlit_internals import look_up_no_address
from routemap.host.styled_page import StyledPage
from routemap.map import tile_origins
from routemap.web.address import named_address
from routemap.web.api import UnsafePaths
from routemap.web.guard.client import OWN_MACHINE, PROXIES, trusted_proxies, trusts_proxy
from routemap.web.guard.connections import bound_connections
from routemap.web.guard.gate import Gate
from routemap.web.guard.headers import Headers, PolicyContext
from routemap.web.guard.limits import Limits
from routemap.web.guard.log import open_journal, record
from routemap.web.guard.policies import addresses
from routemap.web.guard.request_log import Requests
from routemap.web.guard.secure_cookies import SecureCookies
from routemap.web.guard.unknown_pages import UnknownPages
from routemap.web.guard.websocket import Sockets
from routemap.web.pages import ADDRESSES, PAGES


def middleware_stack(base: str) -> list[Middleware]:
    """Return the middleware of the server, outermost first.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``.

    Raises
    ------
    AddressError
        If ``ROUTEMAP_ADDRESS`` is not a valid address.
    AccessError
        If a login is configured but incomplete or insecure, or roles are invalid.
    SettingError
        If an environment variable has an invalid value.
    """
    bound_connections(st.get_option("server.maxWidgetStateSize") * 1_000_000)
    look_up_no_address()
    source_of(data_folder())  # an address of a store that cannot be used is named now
    found, areas = login(), addresses(base, ADDRESSES)
    context = PolicyContext(
        frame_ancestors(is_private=found is not None),
        page_hashes(),
        component_hashes,
        tile_origins(),
    )
    return [
        # uvicorn does the same, but does not match IPv4 proxies under mapped IPv6 addresses
        Middleware(
            ProxyHeadersMiddleware,
            trusted_hosts=trusted_proxies(os.environ.get(PROXIES, OWN_MACHINE)),
        ),
        Middleware(SecureCookies, homes=(named_address(), found.home if found else "")),
        # outside the following middleware, so that errors have headers and log lines too
        Middleware(Headers, addresses=areas, context=context),
        Middleware(Requests, addresses=areas),
        Middleware(Limits, addresses=areas, trusts_proxy=trusts_proxy()),
        Middleware(Sockets, addresses=areas),
        Middleware(
            UnknownPages,
            addresses=areas,
            pages={row.address: row.title for row in PAGES if row.is_listed and not row.action},
        ),
        Middleware(Gate, addresses=areas, login=found, pages=ADDRESSES, roles=roles()),
        Middleware(UnsafePaths, base=base),
        Middleware(StyledPage, addresses=areas),
    ]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Start the log, log who has access and who may change data, and prepare for the end."""
    open_journal(is_duplicate)
    stop_gently()
    remove_left_folders()
    found = login()
    if found is None:
        record("open", access="public", editors=roles().editing)
    else:
        found.ended.follow()
        access = found.access
        entries = len(access.people) + len(access.domains)
        nobody = not (access.everybody or entries)
        record(
            "open",
            access="private",
            admits="everybody who signs in" if access.everybody else f"{entries} on the list",
            editors=roles().editing,
            message="nobody has access: “allowed” in [routemap] is empty" if nobody else "",
        )
    yield
