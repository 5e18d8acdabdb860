"""Known parameter names that are a part of an unknown one, such as ``source`` in ``source_id``."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+")
_COMMON: Final = 4  # letters; known names up to this length are parts of many names
# words that stand beside a known name in the names of filters
_OF_FILTERS: Final = frozenset(
    {
        "amp", "date", "dates", "day", "days", "month", "year", "time", "when", "event", "said",
        "happened", "published", "claim", "claims", "filter", "filters", "query", "map",
        "transport", "is", "in", "eq", "gt", "gte", "lt", "lte", "min", "max", "start", "end",
        "range",
    }
)  # fmt: skip
# of these, words that are also written together with a known name: “datefrom”, “&ampsource”
_JOINED: Final = ("date", "claim", "filter", "amp")
# words beside “source” and the like in the names that campaigns, social media and newsletters add;
# the lists of https://docs.clearurls.xyz have many of them
_OF_TRACKERS: Final = frozenset(
    {
        "act", "ad", "ads", "af", "aff", "affiliate", "analytics", "at", "camp", "campaign",
        "click", "cm", "cmp", "device", "dop", "email", "ex", "external", "fb", "from", "ga",
        "gad", "gclid", "gs", "hmb", "hs", "ig", "impression", "int", "internal", "itm", "lead",
        "link", "location", "mail", "mailing", "marketing", "mc", "medium", "mkt", "ml", "mtm",
        "newsletter", "nl", "ns", "origin", "otm", "partner", "piwik", "pk", "pos", "push",
        "rb", "redirect", "ref", "refer", "referer", "referral", "referrer", "rss", "sc",
        "session", "share", "shared", "sharing", "sms", "social", "sp", "spm", "sr",
        "subscriber", "track", "tracker", "tracking", "traffic", "trk", "tw", "twitter", "utm",
        "vd", "vero", "video", "vn", "wt", "xsec",
    }
)  # fmt: skip


def part_of(name: str, known: Collection[str]) -> str:
    """Return the last known name that is a word of an unknown one, or ``""``.

    Names that trackers add to links are not recognised. A short known name, such as ``from``, is
    only recognised beside words of filters, because many sites have it in other names.

    Examples
    --------
    >>> known = ["from", "source", "stance"]
    >>> [part_of(name, known) for name in ("source_id", "filter[stances]", "dateFrom", "fromdate")]
    ['source', 'stance', 'from', 'from']
    >>> [part_of(name, known) for name in ("utm_source", "__source", "sourceid", "share_from")]
    ['', '', '', '']
    """
    if name.startswith("_"):
        return ""
    words = _words(name)
    for word in reversed(words):
        singular = word.removesuffix("s")
        key = word if word in known or len(singular) < _COMMON else singular
        if key in known and _is_beside(key, {other for other in words if other != word}):
            return key
    return ""


def _words(name: str) -> list[str]:
    """Return the words of a name in lower case, in any style of writing."""
    words = [word.lower() for word in _WORDS.findall(name)]
    if len(words) != 1:
        return words
    (word,) = words
    ends = [(joint, word.removeprefix(joint)) for joint in _JOINED]
    ends += [(word.removesuffix(joint), joint) for joint in _JOINED]
    return next((list(pair) for pair in ends if word not in pair and all(pair)), words)


def _is_beside(key: str, others: Collection[str]) -> bool:
    """Return whether a filter with this known name can have the other words in its name."""
    if len(key) <= _COMMON:
        return all(word in _OF_FILTERS for word in others)
    return not any(word in _OF_TRACKERS for word in others)
