"""Put a picture together: where its parts stand, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from routemap.exports.extract import Extract
from routemap.exports.picture.frame import at_view, fitting
from routemap.exports.picture.furniture import draw_foot, draw_north, draw_scale, foot_height
from routemap.exports.picture.ground import draw_ground
from routemap.exports.picture.sheet import Box, Sheet
from routemap.exports.picture.subject import extent, subject
from routemap.maps.base import HOME
from routemap.maps.style import GROUNDS

_GROUNDS: Final = {ground.key: ground for ground in GROUNDS}


@dataclass(frozen=True)
class Layout:
    """Where the parts of a picture stand, in units of the sheet; ``unit`` is in pixels."""

    unit: float
    panel: Box
    map: Box
    foot: Box


def layout(width: int, height: int) -> Layout:
    """Return where parts stand: a column beside the map, or above it where the sheet is tall."""
    unit = min(width / 960, height / 500)
    across, down = width / unit, height / unit
    foot = down - foot_height(across)
    return Layout(unit, (0, 0, 236, foot), (236, 0, across, foot), (0, foot, across, down))


def compose(extract: Extract, width: int, height: int, ground_key: str, kind: str) -> bytes:
    """Return a picture; see :func:`routemap.exports.picture.picture`."""
    extract.watch(0.0)
    ground = _GROUNDS[ground_key]
    where = layout(width, height)
    shown = subject(extract.asked)
    view = extract.query.view
    frame = at_view(where.map, view) if view else fitting(where.map, extent(shown, HOME))
    sheet = Sheet(width / where.unit, height / where.unit)
    with sheet.inside(frame.box):
        draw_ground(sheet, frame, ground)
    extract.watch(0.3)
    draw_scale(sheet, frame, ground)
    draw_north(sheet, frame, ground)
    draw_foot(sheet, extract, where.foot, ground)
    extract.watch(0.6)
    return sheet.file(kind, where.unit, ground.paper, metadata(extract, kind))


def metadata(extract: Extract, kind: str) -> dict[str, Any]:
    """Return what a file says of itself, under the keys of its kind."""
    own = extract.provenance
    rights = f"{own['credits']}; {own['licences']}"
    about = f"{own['query_in_words']}. Data revision {own['revision']}, made {own['made']}."
    match kind:
        case "png":  # https://www.w3.org/TR/png-3/#11keywords
            return {
                "Title": own["title"],
                "Description": about,
                "Copyright": rights,
                "Source": own["link"],
                "Creation Time": own["made"],
                "Software": "Route Map",
            }
        case "svg":  # Dublin Core
            return {
                "Title": own["title"],
                "Description": about,
                "Rights": rights,
                "Source": own["link"],
                "Identifier": own["revision"],
                "Date": own["made"],
                "Creator": "Route Map",
                "Language": "en",
            }
        case _:
            return {
                "Title": own["title"],
                "Author": "Route Map",
                "Subject": f"{about} {own['link']}",
                "Keywords": rights,
                "Creator": "Route Map",
                "Producer": "Route Map",
                "CreationDate": extract.made,
                "ModDate": extract.made,
            }
