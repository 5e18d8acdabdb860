"""The map in one file: opens from disk in any browser, without network requests."""

from routemap.exports.standalone.page import MOST_CLAIMS, to_html

__all__ = ["MOST_CLAIMS", "to_html"]
