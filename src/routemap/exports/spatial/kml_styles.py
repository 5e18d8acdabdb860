"""The KML styles of statuses, from the style table.

KML has no dashed lines, so a schematic path is thin and half transparent, and an observed track is
wider than other lines. A country has a name and no marker. Markers are the built-in ones of the
program, because a custom marker would be an image that has to be downloaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from routemap.map.style import AREA_STYLE, STATUS_STYLES, Style

# by look: factor for the line width of the status, opacity (0 to 255), scale of the marker
_LOOKS: Final = {
    "line": (1.0, 255, 0.0),
    "observed": (1.5, 255, 0.0),
    "schematic": (0.6, 140, 0.0),
    "marker": (1.0, 255, 1.1),
    "name": (1.0, 255, 0.0),
    "ring": (0.5, 200, 0.0),
}
_FILL: Final = 18  # opacity of the fill of an area, 0 to 255


def style_of(feature: Mapping[Any, Any]) -> str:
    """Return the reference (``#id``) to the style of a place or route."""
    if feature["type"] == "route":
        look = feature["drawn_as"] if feature["drawn_as"] in _LOOKS else "line"
    else:
        look = "name" if feature["kind"] == "country" else "marker"
    return f"#{feature['status']}-{look}"


def styles() -> Iterator[ET.Element]:
    """Yield every style that placemarks refer to."""
    for status in STATUS_STYLES:
        for look in _LOOKS:
            yield _style(status, look)


def _style(status: Style, look: str) -> ET.Element:
    widen, opacity, scale = _LOOKS[look]
    width = AREA_STYLE.width if look == "ring" else status.width * widen
    colour = _colour(status.light, opacity)
    style = ET.Element("Style", id=f"{status.key}-{look}")
    icon = ET.SubElement(style, "IconStyle")
    ET.SubElement(icon, "color").text = colour
    ET.SubElement(icon, "scale").text = f"{scale:g}"
    line = ET.SubElement(style, "LineStyle")
    ET.SubElement(line, "color").text = colour
    ET.SubElement(line, "width").text = f"{width:g}"
    if look == "ring":
        ET.SubElement(ET.SubElement(style, "PolyStyle"), "color").text = _colour(
            status.light, _FILL
        )
    # by default the name is shown as HTML; the description already contains the escaped name
    balloon = ET.SubElement(style, "BalloonStyle")
    ET.SubElement(balloon, "text").text = "$[description]"
    return style


def _colour(code: str, opacity: int) -> str:
    """Return ``#rrggbb`` as a KML colour: aabbggrr."""
    return f"{opacity:02x}{code[5:7]}{code[3:5]}{code[1:3]}"
