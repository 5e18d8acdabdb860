"""Settings of the middleware: one row per environment variable.

docs/operating.md has the same table; a test fails if they differ.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final

from routemap.model.errors import SettingError

# a source of frame-ancestors, Content Security Policy Level 3, section 6.4.2; ";" and "," end it
_ANCESTOR: Final = re.compile(r"'self'|\*|https?://(\*\.)?[A-Za-z0-9.-]+(:(\d{1,5}|\*))?")
_NONE: Final = "'none'"


@dataclass(frozen=True)
class Setting:
    """An environment variable, its default and its meaning."""

    key: str
    default: str
    meaning: str

    def text(self) -> str:
        """Return the current value as text."""
        return os.environ.get(self.key, "").strip() or self.default

    def number(self) -> int:
        """Return the current value as a whole number.

        Raises
        ------
        SettingError
            If the value is not a whole number of at most nine digits.
        """
        text = self.text()
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise SettingError(
                f"{self.key} must be a whole number of at least 0; found “{text[:40]}”"
            )
        return int(text)


RATE_DATA: Final = Setting(
    "ROUTEMAP_RATE_DATA",
    "600",
    "Map data and evidence: requests per minute and client, counted by each process; 0 is "
    "unlimited.",
)
RATE_API: Final = Setting(
    "ROUTEMAP_RATE_API",
    "240",
    "API: requests per minute and client, counted by each process; 0 is unlimited.",
)
RATE_EXPORT: Final = Setting(
    "ROUTEMAP_RATE_EXPORT",
    "80",
    "Exports and feeds: requests of each per minute and client, counted by each process; 0 is "
    "unlimited.",
)
RATE_PICTURE: Final = Setting(
    "ROUTEMAP_RATE_PICTURE",
    "60",
    "Link previews: requests per minute and client, counted by each process; 0 is unlimited.",
)
RATE_DRAFTS: Final = Setting(
    "ROUTEMAP_RATE_DRAFTS",
    "60",
    "Drafts that programs send: requests per minute and client, counted by each process; 0 is "
    "unlimited.",
)
RATE_MESSAGES: Final = Setting(
    "ROUTEMAP_RATE_MESSAGES",
    "3000",
    "Messages of open pages per minute and client, counted by each process; more are delayed; 0 is "
    "unlimited.",
)
EXPORTS: Final = Setting(
    "ROUTEMAP_EXPORTS",
    "20",
    "Exports that one client may request of a process at once; one is made at a time; 0 is "
    "unlimited.",
)
LONGEST_ADDRESS: Final = Setting(
    "ROUTEMAP_LONGEST_ADDRESS", "8000", "Longest path and query of a request, in bytes."
)
MOST_PARAMETERS: Final = Setting(
    "ROUTEMAP_MOST_PARAMETERS", "500", "Most parameters of a request, repeated ones included."
)
LARGEST_BODY: Final = Setting(
    "ROUTEMAP_LARGEST_BODY", "65536", "Largest body of a request, in bytes."
)
LARGEST_DRAFT: Final = Setting(
    "ROUTEMAP_LARGEST_DRAFT",
    "5000000",
    "Largest body of a request that sends a draft, in bytes.",
)
LARGEST_UPLOAD: Final = Setting(
    "ROUTEMAP_LARGEST_UPLOAD",
    "21000000",
    "Largest body of a request that uploads a saved page, in bytes.",
)
REQUEST_SECONDS: Final = Setting(
    "ROUTEMAP_REQUEST_SECONDS",
    "20",
    "Seconds within which a request must be complete; 0 is unlimited.",
)
STOP_NOTICE: Final = Setting(
    "ROUTEMAP_STOP_NOTICE",
    "0",
    "Seconds for which a server that is asked to end (SIGTERM) still serves everything, while "
    "`/ready` says so to balancers.",
)
STOP_SECONDS: Final = Setting(
    "ROUTEMAP_STOP_SECONDS",
    "20",
    "Most seconds for which a server that is asked to end waits until requested exports are done "
    "and fetched.",
)
METRICS: Final = Setting(
    "ROUTEMAP_METRICS", "0", "1 serves Streamlit's metrics at `/_stcore/metrics`, to everybody."
)
FRAME_ANCESTORS: Final = Setting(
    "ROUTEMAP_FRAME_ANCESTORS",
    "",
    "Sites that may embed the map, such as `https://news.example https://*.desk.example`; "
    "`*` is every site, `'none'` is none. By default every site may embed a public copy, and none "
    "a private one.",
)
HISTORY_DAYS: Final = Setting(
    "ROUTEMAP_HISTORY_DAYS",
    "0",
    "Days for which an earlier revision of the data is kept; 0 is unlimited. Named revisions stay.",
)
HISTORY_MEGABYTES: Final = Setting(
    "ROUTEMAP_HISTORY_MEGABYTES",
    "1000",
    "Megabytes that the kept revisions of a data folder may take; 0 is unlimited. Named revisions "
    "stay.",
)
EDITORS: Final = Setting(
    "ROUTEMAP_EDITORS",
    "",
    "Who may publish drafts: addresses and domains of the login, such as "
    "`name@desk.example @newsroom.example`; or `loopback` on a copy without a login, for browsers "
    "and programs on the machine of the server.",
)
CONTRIBUTORS: Final = Setting(
    "ROUTEMAP_CONTRIBUTORS",
    "",
    "Who may make drafts, but not publish them: addresses and domains of the login.",
)
SOURCE: Final = Setting(
    "ROUTEMAP_SOURCE",
    "",
    "Address of a [store](replicas-and-store.md#3-store) in PostgreSQL, without a password, such "
    "as `postgresql://routemap@db.example/routemap`. By default the data folder is read.",
)
STANDBY: Final = Setting(
    "ROUTEMAP_STANDBY",
    "",
    "Address of a streaming standby of the store, from which records are read. Changes still go to "
    "the store.",
)
SETTINGS: Final = (
    SOURCE,
    STANDBY,
    EDITORS,
    CONTRIBUTORS,
    FRAME_ANCESTORS,
    RATE_DATA,
    RATE_API,
    RATE_EXPORT,
    RATE_PICTURE,
    RATE_DRAFTS,
    RATE_MESSAGES,
    EXPORTS,
    LONGEST_ADDRESS,
    MOST_PARAMETERS,
    LARGEST_BODY,
    LARGEST_DRAFT,
    LARGEST_UPLOAD,
    REQUEST_SECONDS,
    STOP_NOTICE,
    STOP_SECONDS,
    METRICS,
    HISTORY_DAYS,
    HISTORY_MEGABYTES,
)


def frame_ancestors(*, is_private: bool) -> str:
    """Return the sites that may embed the map, in the form of a content security policy.

    Raises
    ------
    SettingError
        If the setting contains an invalid source.
    """
    text = FRAME_ANCESTORS.text()
    if not text:
        return "'self'" if is_private else "*"
    sources = text.split()
    if sources == [_NONE]:
        return text
    for source in sources:
        if not _ANCESTOR.fullmatch(source):
            raise SettingError(
                f"{FRAME_ANCESTORS.key} must be sites such as https://news.example, separated by "
                f"spaces, or * or 'self' or 'none'; found “{source[:60]}”"
            )
    return " ".join(sources)
