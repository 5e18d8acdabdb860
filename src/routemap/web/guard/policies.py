"""The areas of the server: which addresses are public, and their policies, limits and logging.

The login, the headers, the limits and the log all use this table, so they cannot disagree about an
address. Addresses that are in no row are closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from routemap.data.settings import LARGEST_BODY, LARGEST_DRAFT, LARGEST_UPLOAD, METRICS, Setting
from routemap.model.roles import MAKE, Action
from routemap.web.base_path import base_path

PAGE: Final = "page"
COMPONENT: Final = "component"
PREVIEW: Final = "preview"
NOTICE: Final = "notice"
FEED: Final = "feed"
FEED_ADDRESS: Final = "feed address"
DRAFTS: Final = "drafts"
DATA: Final = "data"


@dataclass(frozen=True)
class Area:
    """A group of addresses with the same rules.

    Attributes
    ----------
    key, meaning
        A name for the log, and a description in one sentence.
    pattern
        Regular expression that matches a complete path below the base.
    is_open
        Whether it is public even if there is a login. Only for addresses without data.
    document
        Its content security policy: a key of :data:`routemap.web.guard.headers.POLICIES`.
    rate
        The limit that counts its requests: a key of :data:`routemap.web.guard.limits.RATES`, or
        ``""`` for no limit.
    is_logged
        Whether successful requests are written to the log.
    is_offered
        Whether it is served at all. Streamlit has routes that this dashboard does not use.
    switch
        The setting that must be 1 for it to be served, if there is one.
    largest_body
        The setting of the largest body of a request, in bytes.
    action
        What somebody must be allowed to do to use it, ``None`` if every reader may. Only for
        requests of pages of the dashboard.
    """

    key: str
    meaning: str
    pattern: str
    is_open: bool = False
    document: str = DATA
    rate: str = ""
    is_logged: bool = True
    is_offered: bool = True
    switch: Setting | None = None
    largest_body: Setting = LARGEST_BODY
    action: Action | None = None

    @property
    def is_served(self) -> bool:
        """Whether it is served with the current settings."""
        return self.is_offered and (self.switch is None or self.switch.number() == 1)

    def holds(self, path: str) -> bool:
        """Return whether a path below the base is in this area."""
        return re.fullmatch(self.pattern, path, re.DOTALL) is not None


AREAS: Final = (
    Area(
        "sign-in",
        "Streamlit's redirects to the identity provider and back.",
        r"/auth/(login|logout)|/oauth2callback",
        is_open=True,
        rate="api",
    ),
    Area(
        "socket",
        "The WebSocket of a page. Its script checks the reader before it reads any data.",
        r"/_stcore/stream",
        is_open=True,
        is_logged=False,
    ),
    Area(
        "probe",
        "Streamlit's health and its allowed hosts; browsers request them below every page.",
        r"(/[^/]+)*/_stcore/(health|host-config)",
        is_open=True,
        is_logged=False,
    ),
    Area(
        "component",
        "The code of the map component and of the dashboard's own, the same for everybody.",
        r"/component/.+|/_stcore/bidi-components/.+",
        is_open=True,
        document=COMPONENT,
        is_logged=False,
    ),
    Area(
        "asset",
        "Scripts, styles, fonts and the outline of land, the same for everybody.",
        r"/(assets|static)/.+|/favicon\.png|/manifest\.json",
        is_open=True,
        is_logged=False,
    ),
    Area(
        "health",
        "Whether the server runs; details of the data only for readers with access.",
        "/health",
        rate="data",
    ),
    Area(
        "ready",
        "Whether readers may be sent to the server, without details; balancers request it often.",
        "/ready",
        is_open=True,
        is_logged=False,
    ),
    Area("export", "A selection as a file.", r"/api/export/.+", rate="export"),
    Area("docs", "The API documentation.", "/api/docs", document=PREVIEW, rate="api"),
    Area(
        FEED,
        "The changes of a view, for feed readers, which cannot sign in: a token opens it, too.",
        r"/feed\.(atom|json)",
        rate="export",
    ),
    Area(
        FEED_ADDRESS,
        "The token of a reader's feeds, to make, renew and revoke.",
        r"/share/feeds\.json",
        rate="api",
    ),
    Area(
        DRAFTS,
        "Drafts of programs: a token opens it, and a sign-in in a browser does not.",
        "/api/drafts",
        rate="drafts",
        largest_body=LARGEST_DRAFT,
    ),
    Area("api", "The API.", r"/api(/.*)?|/share/view\.json", rate="api"),
    Area("picture", "The picture of a link preview.", r"/share/picture\.png", rate="picture"),
    Area("preview", "A link preview of a view.", r"/share", document=PREVIEW, rate="picture"),
    Area(
        "current",
        "The mark of the current data; every open page requests it every two seconds.",
        r"/data/current\.json",
        is_logged=False,
    ),
    Area("data", "Map data and evidence by revision, and media files.", r"/data/.+", rate="data"),
    Area("media", "Files for download from pages.", r"/media/.+", rate="data"),
    Area(
        "metrics",
        "Streamlit's metrics of itself.",
        r"/_stcore/metrics",
        rate="api",
        switch=METRICS,
    ),
    Area(
        "upload",
        "Uploads of saved pages, by those who may make drafts.",
        r"/_stcore/upload_file/.+",
        rate="drafts",
        largest_body=LARGEST_UPLOAD,
        action=MAKE,
    ),
    Area(
        "agent",
        "Streamlit's interface for programs that control a page; programs have the API.",
        r"/_stcore/agent/.+",
        is_offered=False,
    ),
    Area(
        "script check",
        "Whether the script runs without error; /health shows more.",
        r"/_stcore/script-health-check",
        is_offered=False,
    ),
)
OTHER: Final = Area("other", "All other addresses.", ".*", document=PAGE, rate="data")


def page_area(names: Iterable[str]) -> Area:
    """Return the area of the pages: Streamlit's shell, which contains no data.

    Parameters
    ----------
    names
        The addresses of all pages except the first.
    """
    pages = "|".join(re.escape(name) for name in names)
    return Area(
        PAGE,
        "The shell of a page, the same for everybody; its content comes through the WebSocket.",
        rf"/?|/({pages})/?",
        is_open=True,
        document=PAGE,
        is_logged=False,
    )


@dataclass(frozen=True)
class Addresses:
    """The areas of a server, and its base path."""

    base: str
    areas: tuple[Area, ...]

    def area(self, scope: Mapping[str, Any]) -> Area:
        """Return the area of the request in an ASGI scope."""
        path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
        if not path.startswith(self.base):
            return OTHER
        return self.named(path.removeprefix(self.base))

    def named(self, path: str) -> Area:
        """Return the area of a path below the base."""
        return next((area for area in self.areas if area.holds(path)), OTHER)


def addresses(base: str, pages: Iterable[str]) -> Addresses:
    """Return the areas of a server.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``.
    pages
        The addresses of all pages except the first.
    """
    root = base_path(base)
    return Addresses(root, (page_area(pages), *AREAS))
