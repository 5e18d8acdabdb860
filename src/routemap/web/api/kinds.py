"""What kinds of routes there are: whoever guards, counts or limits requests does so by kind."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a route answers with."""

    ASSET = "asset"  # scripts, styles and base maps: the same for everybody, without data
    DESCRIPTION = "description"  # what the API is and how it is asked
    DATA = "data"  # what a query leaves, and the map's data
    EXPORT = "export"  # a whole file, which may take long to make
    SHARE = "share"  # what crawlers read of a view, and its picture
    HEALTH = "health"  # whether the server can answer, for whoever watches it
