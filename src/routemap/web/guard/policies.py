"""The areas of the server: which addresses are open, how they are fenced, and what is counted.

Every rule about addresses reads this one table, so that the login, the headers, the limits and
the log cannot disagree about what an address is. What no row names is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from routemap.data.settings import METRICS, Setting
from routemap.web.base_path import base_path

PAGE: Final = "page"
COMPONENT: Final = "component"
PREVIEW: Final = "preview"
NOTICE: Final = "notice"
DATA: Final = "data"


@dataclass(frozen=True)
class Area:
    """Addresses that are treated alike.

    Attributes
    ----------
    key, meaning
        A name for the log, and a sentence.
    pattern
        What an address below the base must match as a whole.
    is_open
        Whether it is served without signing in where there is a login: only what holds no data.
    document
        Which content security policy it has: a key of :data:`routemap.web.guard.headers.POLICIES`.
    rate
        Which limit counts its requests: a key of :data:`routemap.web.guard.limits.RATES`, or none.
    is_logged
        Whether requests that succeed are written to the log.
    is_offered
        Whether it is served at all: Streamlit has routes that this dashboard does not use.
    switch
        The setting that must be 1 for it to be served, if there is one.
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

    @property
    def is_served(self) -> bool:
        """Whether it is served with the settings as they are."""
        return self.is_offered and (self.switch is None or self.switch.number() == 1)

    def holds(self, path: str) -> bool:
        """Return whether a path, as it is below the base, is in this area."""
        return re.fullmatch(self.pattern, path, re.DOTALL) is not None


AREAS: Final = (
    Area(
        "sign-in",
        "Streamlit's way to the identity provider and back.",
        r"/auth/(login|logout)|/oauth2callback",
        is_open=True,
        rate="api",
    ),
    Area(
        "socket",
        "The socket of a page. Its script asks who the reader is before it reads any data.",
        r"/_stcore/stream",
        is_open=True,
        is_logged=False,
    ),
    Area(
        "probe",
        "Whether Streamlit runs, and what hosts may frame it; browsers ask below every page.",
        r"(/[^/]+)*/_stcore/(health|host-config)",
        is_open=True,
        is_logged=False,
    ),
    Area(
        "component",
        "The code of the map component and of our own, the same for everybody.",
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
        "Whether the server is alive; what it holds, for who may come in.",
        "/health",
        rate="data",
    ),
    Area("export", "A selection as a file.", r"/api/export/.+", rate="export"),
    Area("docs", "The data routes, to read.", "/api/docs", document=PREVIEW, rate="api"),
    Area("api", "The data routes.", r"/api(/.*)?|/share/view\.json", rate="api"),
    Area("picture", "The picture of a link preview.", r"/share/picture\.png", rate="picture"),
    Area("preview", "A view as crawlers read it.", r"/share", document=PREVIEW, rate="picture"),
    Area(
        "current",
        "Which data is shown; every open page asks it every other second.",
        r"/data/current\.json",
        is_logged=False,
    ),
    Area("data", "Map data and evidence by revision.", r"/data/.+", rate="data"),
    Area("media", "Files that pages offer.", r"/media/.+", rate="data"),
    Area(
        "metrics",
        "What Streamlit counts of itself.",
        r"/_stcore/metrics",
        rate="api",
        switch=METRICS,
    ),
    Area(
        "upload",
        "Files that readers send; no page takes any.",
        r"/_stcore/upload_file/.+",
        is_offered=False,
    ),
    Area(
        "agent",
        "Programs that steer a page; they have the API.",
        r"/_stcore/agent/.+",
        is_offered=False,
    ),
    Area(
        "script check",
        "Whether the script runs without error; /health says more.",
        r"/_stcore/script-health-check",
        is_offered=False,
    ),
)
OTHER: Final = Area("other", "Whatever no other row names.", ".*", document=PAGE, rate="data")


def page_area(names: Iterable[str]) -> Area:
    """Return the area of the pages: Streamlit's shell, which holds no data.

    Parameters
    ----------
    names
        The addresses of the pages besides the first one.
    """
    pages = "|".join(re.escape(name) for name in names)
    return Area(
        PAGE,
        "The shell of a page, the same for everybody; what it shows comes by the socket.",
        rf"/?|/({pages})/?",
        is_open=True,
        document=PAGE,
        is_logged=False,
    )


@dataclass(frozen=True)
class Addresses:
    """The areas of a server that stands below a base path."""

    base: str
    areas: tuple[Area, ...]

    def area(self, scope: Mapping[str, Any]) -> Area:
        """Return the area of an ASGI scope."""
        path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
        if not path.startswith(self.base):
            return OTHER
        return self.named(path.removeprefix(self.base))

    def named(self, path: str) -> Area:
        """Return the area of a path as it is below the base."""
        return next((area for area in self.areas if area.holds(path)), OTHER)


def addresses(base: str, pages: Iterable[str]) -> Addresses:
    """Return the areas of a server.

    Parameters
    ----------
    base
        Streamlit's ``server.baseUrlPath``.
    pages
        The addresses of the pages besides the first one.
    """
    root = base_path(base)
    return Addresses(root, (page_area(pages), *AREAS))
