"""Data routes beside the dashboard: one row per route in :mod:`routemap.api.entries`."""

from routemap.api.kinds import Kind
from routemap.api.routes import Served, UnsafePaths, api_routes

__all__ = ["Kind", "Served", "UnsafePaths", "api_routes"]
