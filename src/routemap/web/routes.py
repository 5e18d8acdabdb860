"""All HTTP routes that are added to Streamlit's own."""

from __future__ import annotations

from starlette.routing import BaseRoute

from routemap.web.api import api_routes
from routemap.web.assets import asset_routes
from routemap.web.feed_address import feed_address_routes
from routemap.web.feeds import feed_routes
from routemap.web.map_data import data_routes
from routemap.web.media import media_routes
from routemap.web.ready import ready_routes
from routemap.web.share import share_routes


def routes(base: str = "") -> list[BaseRoute]:
    """Return the HTTP routes to add to Streamlit's own.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``. Streamlit applies it to its own routes only, so it
        is part of every path here. A single ``Mount`` would hide Streamlit's routes below it.
    """
    return [
        *asset_routes(base),
        *data_routes(base),
        *api_routes(base),
        *share_routes(base),
        *feed_routes(base),
        *feed_address_routes(base),
        *media_routes(base),
        *ready_routes(base),
    ]
