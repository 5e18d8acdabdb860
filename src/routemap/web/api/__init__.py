"""The HTTP API: one row per endpoint in :mod:`routemap.web.api.route_table`."""

from routemap.web.api.mount import UnsafePaths, api_routes

__all__ = ["UnsafePaths", "api_routes"]
