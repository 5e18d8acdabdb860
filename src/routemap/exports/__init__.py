"""Exports: one registry row per format, all written from one :class:`Extract`."""

from routemap.exports.extract import Extract, extract
from routemap.exports.registry import FORMATS, PURPOSES, Format, format_named

__all__ = ["FORMATS", "PURPOSES", "Extract", "Format", "extract", "format_named"]
