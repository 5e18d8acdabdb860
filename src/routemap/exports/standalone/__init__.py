"""A map in one file: opens from disk in any browser, asks nothing of the network."""

from routemap.exports.standalone.page import MOST_CLAIMS, to_html

__all__ = ["MOST_CLAIMS", "to_html"]
