"""The evidence layer: a small group that contains the state of the map for a query.

The browser fetches the features once, from an immutable address. After that, each rerun sends
only one character per feature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final, Literal

import folium
from branca.element import MacroElement
from folium.template import Template

from routemap.map.base import packed
from routemap.model.basemaps import OFFLINE

HIDDEN: Final = "."
DENIALS, ASSERTIONS, BOTH = "denials", "assertions", "assertions and denials"
STATES: Final[Mapping[str, tuple[str, str]]] = {
    "a": ("asserted", ""),
    "A": ("asserted", DENIALS),
    "d": ("disputed", ""),
    "x": ("denied", ""),
    "X": ("denied", ASSERTIONS),
    "b": ("background", ""),
    "B": ("background", DENIALS),
    "C": ("background", ASSERTIONS),
    "D": ("background", BOTH),
    "1": ("first", ""),
    "2": ("second", ""),
    "3": ("both", ""),
    "4": ("contradicting", ""),
    "5": ("first", DENIALS),
    "6": ("second", DENIALS),
    "7": ("both", DENIALS),
    "e": ("first", ASSERTIONS),
    "f": ("second", ASSERTIONS),
    "g": ("both", ASSERTIONS),
    "h": ("first", BOTH),
    "i": ("second", BOTH),
    "j": ("both", BOTH),
}
"""Meaning of the characters of :attr:`MapState.shown`: the look of a feature, and the side that
the filters hide. The browser receives this table."""
_CODES: Final = {state: letter for letter, state in STATES.items()}

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class MapState:
    """The state of the map for one selection.

    Attributes
    ----------
    data_url
        Address of ``features.json``, relative to the page that shows the map. It is
        immutable: a new revision of the data has a new address.
    evidence_url
        Address of the evidence: ``<id>.json`` below it has the claims of one feature.
    shown
        One character per feature, in the order of ``features.json``: a key of :data:`STATES`,
        or :data:`HIDDEN`.
    query
        The query as URL parameters, without ``?``.
    selected
        Id of the selected feature.
    view
        Latitude, longitude (degrees, WGS 84) and zoom; ``None`` fits the shown features.
    basemap
        Key of :data:`routemap.model.basemaps.BASEMAPS`; unknown keys select the offline basemap.
    theme
        ``None`` follows the reader's system.
    compare
        Names of the two compared claim sources; ``shown`` then has looks of the comparison.
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


def code(look: str, *, denials_hidden: bool = False, assertions_hidden: bool = False) -> str:
    """Return the character for one feature in :attr:`MapState.shown`.

    Parameters
    ----------
    look
        Key of a status or of a comparison, ``""`` if the feature is not shown.
    denials_hidden, assertions_hidden
        Whether the filters hide all denials, or all assertions, of the feature. Ignored for
        looks that show both sides.

    Examples
    --------
    >>> code("asserted"), code("asserted", denials_hidden=True), code("")
    ('a', 'A', '.')
    """
    if not look:
        return HIDDEN
    hides = {(True, False): DENIALS, (False, True): ASSERTIONS, (True, True): BOTH}.get(
        (denials_hidden, assertions_hidden), ""
    )
    return _CODES.get((look, hides), _CODES[look, ""])


class Show(MacroElement):
    """Call ``routemap.show`` with the map of its feature group."""

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
        # not part of the packed state: it is long, and the compression of the WebSocket cannot
        # find repetitions in Base64
        self.shown = plain.pop("shown")
        self.state = packed(plain)


def evidence_group(state: MapState) -> folium.FeatureGroup:
    """Return the group for ``st_folium(feature_group_to_add=...)``.

    The group has no layers. Its script calls ``routemap.show`` with ``state``, which updates the
    map. Text in ``state`` reaches the browser unchanged and never becomes part of the script.
    """
    group = folium.FeatureGroup(control=False)
    group.add_child(Show(state))
    return group
