"""The state of the map for a query.

The browser fetches the features once, from an immutable address. After that, each rerun sends
only one character per feature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from routemap.model.basemaps import OFFLINE

HIDDEN: Final = "."
DENIALS, ASSERTIONS, BOTH = "denials", "assertions", "assertions and denials"
STATES: Final[Mapping[str, tuple[str, str]]] = {
    "a": ("asserted", ""),
    "A": ("asserted", DENIALS),
    "E": ("asserted", ASSERTIONS),
    "F": ("asserted", BOTH),
    "d": ("disputed", ""),
    "G": ("disputed", DENIALS),
    "H": ("disputed", ASSERTIONS),
    "I": ("disputed", BOTH),
    "x": ("denied", ""),
    "X": ("denied", ASSERTIONS),
    "b": ("background", ""),
    "B": ("background", DENIALS),
    "C": ("background", ASSERTIONS),
    "D": ("background", BOTH),
    "w": ("withdrawn", ""),
    "W": ("withdrawn", DENIALS),
    "Y": ("withdrawn", ASSERTIONS),
    "Z": ("withdrawn", BOTH),
    "1": ("first", ""),
    "2": ("second", ""),
    "3": ("both", ""),
    "4": ("contradicting", ""),
    "o": ("contradicting", DENIALS),
    "p": ("contradicting", ASSERTIONS),
    "r": ("contradicting", BOTH),
    "5": ("first", DENIALS),
    "6": ("second", DENIALS),
    "7": ("both", DENIALS),
    "e": ("first", ASSERTIONS),
    "f": ("second", ASSERTIONS),
    "g": ("both", ASSERTIONS),
    "h": ("first", BOTH),
    "i": ("second", BOTH),
    "j": ("both", BOTH),
    "n": ("appeared", ""),
    "s": ("shifted", ""),
    "k": ("dropped", ""),
    "m": ("edited", ""),
    "u": ("same", ""),
    "q": ("existing", ""),
}
"""Meaning of the characters of :attr:`MapState.shown`: the look of a feature, and the side that
the filters hide. The browser receives this table."""
_CODES: Final = {state: letter for letter, state in STATES.items()}

LOOKS: Final = ("status", "comparison", "difference", "drawing")
"""The tables of the style table that have looks of features."""
Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class MapState:
    """The state of the map for one selection.

    Attributes
    ----------
    data_url
        Address of ``features.json``, relative to the page that shows the map. It is
        immutable: a new revision of the data has a new address.
    ahead_url
        Address that answers with what a query shows; see :mod:`routemap.web.map_data`. ``""`` if
        the map shows another selection than that of the query.
    evidence_url
        Address of the evidence: ``<id>.json`` below it has the claims of one feature.
    shown
        One character per feature, in the order of ``features.json``: a key of :data:`STATES`,
        or :data:`HIDDEN`.
    marks
        One hexadecimal digit per feature: the phase and the directions of the movement, as in
        :func:`routemap.questions.movement.marks`; ``""`` if all are 0.
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
    looks
        The table of the looks in ``shown``: a key of :data:`LOOKS`.
    sketch
        What is drawn on a map to draw on, as in :mod:`routemap.map.drawing_map`. ``None`` on all
        other maps.
    """

    data_url: str
    ahead_url: str
    evidence_url: str
    shown: str
    marks: str = ""
    query: str = ""
    selected: str | None = None
    view: tuple[float, float, float] | None = None
    basemap: str = OFFLINE
    theme: Theme | None = None
    compare: tuple[str, str] | None = None
    looks: str = "status"
    sketch: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the state as ``MapState`` of ``assets/types.js``, and ``shown``."""
        plain = asdict(self)
        plain["data"] = plain.pop("data_url")
        plain["ahead"] = plain.pop("ahead_url")
        plain["evidence"] = plain.pop("evidence_url")
        return plain


def code(look: str, *, denials_hidden: bool = False, assertions_hidden: bool = False) -> str:
    """Return the character for one feature in :attr:`MapState.shown`.

    Parameters
    ----------
    look
        Key of a status, a comparison, a difference or a drawing, ``""`` if the feature is not
        shown.
    denials_hidden, assertions_hidden
        Whether the filters hide all denials, or all assertions, of an allegation about the
        feature. Ignored for looks of differences and drawings.

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
