"""What changes with the question: a tiny group that tells the browser what to show.

The features themselves are fetched once by the browser from an immutable address; a rerun
sends one character per feature.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final, Literal

import folium
from branca.element import MacroElement
from folium.template import Template

from routemap.maps.base import packed
from routemap.query import OFFLINE
from routemap.vocabulary import Status

HIDDEN: Final = "."
CODES: Final = {
    Status.ASSERTED: "a",
    Status.DISPUTED: "d",
    Status.DENIED: "x",
    Status.BACKGROUND: "b",
}

COMPARISON_CODES: Final = {"first": "1", "second": "2", "both": "3", "contradicting": "4"}

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class MapState:
    """Everything that the map needs to know about one selection.

    Attributes
    ----------
    data_url
        Address of ``features.json``, relative to the page that shows the map. It is
        immutable: a new revision of the data has a new address.
    evidence_url
        Address below which ``<id>.json`` answers with the claims of one feature.
    shown
        One character per feature, in the order of ``features.json``: see :func:`code`.
    query
        The query as URL parameters, without ``?``.
    selected
        Id of the selected feature.
    view
        Latitude, longitude (degrees, WGS 84) and zoom; ``None`` fits what is shown.
    basemap
        Key of :data:`routemap.maps.base.BASEMAPS`; an unknown one means the offline one.
    theme
        ``None`` follows the reader's system.
    compare
        Names of the two claim sources that are compared; ``shown`` then holds
        the characters of :data:`COMPARISON_CODES`.
    """

    data_url: str
    evidence_url: str
    shown: str
    query: str = ""
    selected: str | None = None
    view: tuple[float, float, float] | None = None
    basemap: str = OFFLINE
    theme: Theme | None = None
    compare: tuple[str, str] | None = None


def code(status: Status | None, *, denials_hidden: bool = False) -> str:
    """Return the character that stands for one feature in :attr:`MapState.shown`.

    Parameters
    ----------
    status
        Status of the feature within the selection, ``None`` where it is not shown.
    denials_hidden
        Whether denials of it exist that the reader's filters hide. It is told only of
        features that look undisputed: asserted ones and background.

    Examples
    --------
    >>> code(Status.ASSERTED), code(Status.ASSERTED, denials_hidden=True), code(None)
    ('a', 'A', '.')
    """
    if status is None:
        return HIDDEN
    letter = CODES[status]
    marked = denials_hidden and status in (Status.ASSERTED, Status.BACKGROUND)
    return letter.upper() if marked else letter


class Show(MacroElement):
    """Calls ``routemap.show`` with the map that its feature group is on."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "routemap.show("
        '{{ this._parent._parent.get_name() }}, {{ this.state }}, "{{ this.shown }}"'
        ");"
        "{% endmacro %}"
    )

    def __init__(self, state: MapState) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "RouteMapShow"
        plain = asdict(state)
        plain["data"] = plain.pop("data_url")
        plain["evidence"] = plain.pop("evidence_url")
        # beside the packed state: it is long, and Base64 would hide from the socket's compression
        # what repeats in it
        self.shown = plain.pop("shown")
        self.state = packed(plain)


def evidence_group(state: MapState) -> folium.FeatureGroup:
    """Return the group to hand to ``st_folium(feature_group_to_add=...)``.

    It draws nothing by itself: its script calls ``routemap.show`` with ``state``, which
    compares it with what is on the map. Text in ``state`` reaches the browser unchanged and
    is never part of the script.
    """
    group = folium.FeatureGroup(control=False)
    group.add_child(Show(state))
    return group
