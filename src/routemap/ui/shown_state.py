"""Which state of the data a page shows: the current one, an earlier one, or that of a draft."""

from __future__ import annotations

from dataclasses import dataclass

from routemap.data.load import Loaded
from routemap.data.repository import Repository
from routemap.model.errors import DraftError, UnknownDraftError, UnknownRevisionError
from routemap.model.roles import SEE
from routemap.questions.query import Query
from routemap.ui.permissions import may


@dataclass(frozen=True)
class ShownState:
    """The state of the data that a page shows.

    Attributes
    ----------
    loaded
        The data. If a draft cannot be applied, this is the current data.
    as_of, draft
        The fields of the query that lead to it, ``""`` for those that cannot be followed.
    notice
        Why the page shows the current state instead, ``""`` if it shows what was asked for.
    """

    loaded: Loaded
    as_of: str = ""
    draft: str = ""
    notice: str = ""


def shown_state(data: Repository, current: Loaded, query: Query) -> ShownState:
    """Return the state of the data that a query asks for, or the current one with a notice."""
    if query.draft:
        return _drafted(data, current, query.draft)
    if not query.as_of:
        return ShownState(current)
    try:
        return ShownState(data.as_of(query.as_of), as_of=query.as_of)
    except UnknownRevisionError as error:
        notice = f"The link asks for an earlier state of the data, but {error}. This is the "
        return ShownState(current, notice=f"{notice}current state.")


def _drafted(data: Repository, current: Loaded, draft: str) -> ShownState:
    if not may(SEE):
        notice = "The link opens a draft, which only contributors and editors can see. This is "
        return ShownState(current, notice=f"{notice}the published data.")
    try:
        return ShownState(data.through(draft), draft=draft)
    except UnknownDraftError as error:
        return ShownState(current, notice=f"The link opens a draft, but {error}.")
    except DraftError:  # the page “Drafts” says why, and what to do
        return ShownState(current, draft=draft)
