"""The pages of the dashboard, in the order of the navigation: one row per file in ``pages/``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from routemap.model.roles import MAKE, SEE, Action

_FOLDER: Final = Path(__file__).resolve().parents[3] / "pages"


@dataclass(frozen=True)
class PageRow:
    """A page.

    Attributes
    ----------
    address
        Its address below the dashboard, ``""`` for the first page.
    title
        Its title in the navigation and in the browser.
    is_listed
        Whether the navigation lists it. Other pages are opened by links that name what they show.
    action
        What a person must be allowed to do for the navigation to list it, ``None`` for everybody.
    has_filters
        Whether its sidebar has the filters.
    """

    address: str
    title: str
    is_listed: bool = True
    action: Action | None = None
    has_filters: bool = True

    @property
    def file(self) -> Path:
        """The script of the page."""
        return _FOLDER / f"{self.address or 'map'}.py"


PAGES: Final = (
    PageRow("", "Map"),
    PageRow("claims", "Who says what"),
    PageRow("allegation", "Allegation", is_listed=False),
    PageRow("articles", "Articles"),
    PageRow("changes", "What changed"),
    PageRow("add", "Add a report", action=MAKE, has_filters=False),
    PageRow("drafts", "Drafts", action=SEE, has_filters=False),
    PageRow("export", "Export"),
    PageRow("data", "Data"),
    PageRow("about", "About"),
)
WITHOUT_FILTERS: Final = frozenset(page.address for page in PAGES if not page.has_filters)
ADDRESSES: Final = tuple(page.address for page in PAGES if page.address)


def page_named(address: str) -> PageRow:
    """Return the page with an address.

    Raises
    ------
    LookupError
        If there is none.
    """
    return {page.address: page for page in PAGES}[address]
