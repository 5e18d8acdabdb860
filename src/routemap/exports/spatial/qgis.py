"""The QGIS styles of the layers of a GeoPackage, from the style table.

As on the map, colour shows the status, dashes show the basis of a line, and a ring shows the
uncertainty of a place of which only the town is known, unless the layer ``areas`` has its outline.
Countries have a name and no marker.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from routemap.exports.spatial.geopackage_tables import register
from routemap.map.style import AREA_STYLE, BASIS_STYLES, STATUS_STYLES, Style
from routemap.map.themes import THEMES

_DOCTYPE: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
_MARKER_MM: Final = "3.4"
_FILL: Final = 18  # opacity of the fill of an area, 0 to 255
_NO_COUNTRY: Final = "\"kind\" <> 'country'"
_PAPER: Final = THEMES[0].paper
# the definition that QGIS uses
_TABLE: Final = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30), update_time DATETIME
)
"""


def write_styles(database: sqlite3.Connection, made: str, outlined: Collection[str] | None) -> None:
    """Write the styles of the layers to a GeoPackage; QGIS applies them automatically.

    Parameters
    ----------
    database
        The GeoPackage.
    made
        Time of the export (ISO 8601).
    outlined
        Ids of the places in the layer ``areas``, ``None`` if there is no such layer.
    """
    styles = {"routes": route_style(), "places": place_style(outlined or ())}
    if outlined is not None:
        styles["areas"] = area_style()
    register(database, "layer_styles", "Styles of the layers for QGIS.")
    database.execute(_TABLE)
    database.executemany(
        "INSERT INTO layer_styles "
        "VALUES (NULL, '', '', ?, 'geom', 'Status', ?, '', 1, ?, '', '', ?)",
        [
            (layer, style, f"{layer.capitalize()} by status", made)
            for layer, style in styles.items()
        ],
    )


def route_style() -> str:
    """Return the QML style of the layer ``routes``."""
    document, rules, symbols = _document()
    for status in STATUS_STYLES:
        group = _rule(rules, f"\"status\" = '{status.key}'", status.label)
        for basis in BASIS_STYLES:
            symbol = _symbol(symbols, "line")
            _rule(group, f"\"drawn_as\" = '{basis.key}'", basis.label, symbol)
            _layer(symbol, "SimpleLine", _line(status.light, status.width, basis))
            if status.striped:
                _layer(symbol, "SimpleLine", _line(_PAPER, status.width / 3, basis))
    return _text(document)


def place_style(outlined: Collection[str] = ()) -> str:
    """Return the QML style of the layer ``places``; places in ``outlined`` have no ring."""
    keys = ", ".join(f"'{key}'" for key in outlined)
    ringed = f"\"precision\" <> 'exact' AND {_NO_COUNTRY}"
    if keys:
        ringed += f' AND "id" NOT IN ({keys})'
    document, rules, symbols = _document()
    for status in STATUS_STYLES:
        symbol = _symbol(symbols, "marker")
        _rule(rules, f"\"status\" = '{status.key}'", status.label, symbol)
        ring = {
            "name": "circle",
            "color": "0,0,0,0",
            "outline_color": _colour(status.light),
            "outline_style": "dash",
            "outline_width": f"{AREA_STYLE.width:g}",
            "outline_width_unit": "Pixel",
            "size": "1",
            "size_unit": "RenderMetersInMapUnits",
        }
        _layer(
            symbol,
            "SimpleMarker",
            ring,
            size='2000 * "uncertainty_km"',
            enabled=ringed,
        )
        dot = {
            "name": "circle",
            "color": _colour(status.light),
            "outline_color": _colour(_PAPER),
            "outline_width": "1.5",
            "outline_width_unit": "Pixel",
            "size": _MARKER_MM,
            "size_unit": "MM",
        }
        _layer(symbol, "SimpleMarker", dot, enabled=_NO_COUNTRY)
    document.append(_names())
    return _text(document)


def area_style() -> str:
    """Return the QML style of the layer ``areas``: a dashed outline with a light fill."""
    document, rules, symbols = _document()
    for status in STATUS_STYLES:
        symbol = _symbol(symbols, "fill")
        _rule(rules, f"\"status\" = '{status.key}'", status.label, symbol)
        look = {
            "color": _colour(status.light, _FILL),
            "style": "solid",
            "outline_color": _colour(status.light),
            "outline_style": "dash",
            "outline_width": f"{AREA_STYLE.width:g}",
            "outline_width_unit": "Pixel",
        }
        _layer(symbol, "SimpleFill", look)
    return _text(document)


def _document() -> tuple[ET.Element, ET.Element, ET.Element]:
    """Return a QML document with empty elements for rules and symbols."""
    root = ET.Element("qgis", version="3.22", styleCategories="AllStyleCategories")
    temporal = {
        "enabled": "0",
        "mode": "2",  # a field for the start and one for the end
        "startField": "first_day",
        "endField": "last_day",
        "limitMode": "1",
    }
    ET.SubElement(root, "temporal", temporal)
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0")
    rules = ET.SubElement(renderer, "rules", key="root")
    symbols = ET.SubElement(renderer, "symbols")
    ET.SubElement(root, "previewExpression").text = '"name"'
    return root, rules, symbols


def _rule(
    parent: ET.Element, condition: str, label: str, symbol: ET.Element | None = None
) -> ET.Element:
    key = f"{parent.get('key')}-{len(parent)}"
    rule = ET.SubElement(parent, "rule", key=key, filter=condition, label=label)
    if symbol is not None:
        rule.set("symbol", symbol.get("name", ""))
    return rule


def _symbol(symbols: ET.Element, kind: str) -> ET.Element:
    return ET.SubElement(symbols, "symbol", name=str(len(symbols)), type=kind, alpha="1")


def _layer(symbol: ET.Element, kind: str, options: Mapping[str, str], **computed: str) -> None:
    """Add a layer to a symbol; ``computed`` properties are QGIS expressions."""
    attributes = {"class": kind, "enabled": "1", "pass": "0", "locked": "0"}
    layer = ET.SubElement(symbol, "layer", attributes)
    _options(layer, options.items())
    if computed:
        defined = ET.SubElement(layer, "data_defined_properties")
        root = ET.SubElement(defined, "Option", type="Map")
        ET.SubElement(root, "Option", name="name", value="", type="QString")
        properties = ET.SubElement(root, "Option", name="properties", type="Map")
        for name, expression in computed.items():
            own = ET.SubElement(properties, "Option", name=name, type="Map")
            ET.SubElement(own, "Option", name="active", value="true", type="bool")
            ET.SubElement(own, "Option", name="expression", value=expression, type="QString")
            ET.SubElement(own, "Option", name="type", value="3", type="int")
        ET.SubElement(root, "Option", name="type", value="collection", type="QString")


def _options(parent: ET.Element, options: Iterable[tuple[str, str]]) -> None:
    root = ET.SubElement(parent, "Option", type="Map")
    for name, value in options:
        ET.SubElement(root, "Option", name=name, value=value, type="QString")


def _line(colour: str, width: float, basis: Style) -> dict[str, str]:
    dash = ";".join(f"{length:g}" for length in basis.dash)
    return {
        "line_color": _colour(colour),
        "line_width": f"{width:g}",
        "line_width_unit": "Pixel",
        "line_style": "solid",
        "use_custom_dash": "1" if dash else "0",
        "customdash": dash or "5;2",
        "customdash_unit": "Pixel",
        "capstyle": "round",
        "joinstyle": "round",
    }


def _names() -> ET.Element:
    labelling = ET.Element("labeling", type="simple")
    settings = ET.SubElement(labelling, "settings", calloutType="simple")
    ink = {"fieldName": "name", "fontSize": "8", "textColor": _colour(THEMES[0].ink)}
    style = ET.SubElement(settings, "text-style", ink)
    halo = {"bufferDraw": "1", "bufferSize": "0.8", "bufferColor": _colour(_PAPER)}
    ET.SubElement(style, "text-buffer", halo)
    ET.SubElement(settings, "placement", placement="6", dist="1.5")
    return labelling


def _colour(code: str, opacity: int = 255) -> str:
    """Return ``#rrggbb`` as a QGIS colour: r,g,b,a."""
    return ",".join(str(int(code[at : at + 2], 16)) for at in (1, 3, 5)) + f",{opacity}"


def _text(document: ET.Element) -> str:
    return f"{_DOCTYPE}\n{ET.tostring(document, encoding='unicode')}\n"
