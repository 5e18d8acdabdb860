"""The edge of the panel beside the map, which readers drag to resize or fold the panel.

On screens under 1100 px the panel is a sheet over the map, and its edge is a bar at the top. The
size of the panel stays in the browser, so it costs no rerun.
"""

from __future__ import annotations

from routemap.ui.parts.component import component
from routemap.ui.session import Key


def draw_panel_edge(about: str) -> None:
    """Draw the edge of the panel. Call it first in the panel's container.

    Parameters
    ----------
    about
        Ids of what the panel is about: a feature, a claim or ships; ``""`` if nothing is selected.
        If it changes, the panel scrolls back to its beginning. A narrow screen opens it for a link
        to something.
    """
    component("panel")(key=Key.PANEL_EDGE, data={"about": about})
