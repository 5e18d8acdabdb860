"""Data routes beside the dashboard: one row per route in :mod:`routemap.web.api.route_table`."""

from routemap.web.api.kinds import Kind
from routemap.web.api.mount import Served, UnsafePaths, api_routes

__all__ = ["Kind", "Served", "UnsafePaths", "api_routes"]
