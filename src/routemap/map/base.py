"""The base map, whose generated script is the same for every reader, query, revision and case.

streamlit-folium rebuilds the map whenever the script of the base map changes; the map then
flickers and loses its zoom, and the content security policy lists the hash of the script. So
nothing here depends on the query or the data. What depends on the query is in
:class:`routemap.map.map_state.MapState`, which the script takes from the page; what depends on the
case is in :func:`routemap.map.case_table.case_table`, which comes with the features.
"""

from __future__ import annotations

import base64
import json

import folium
from branca.element import MacroElement
from folium.template import Template

from routemap.map.zooms import MAX_ZOOM, MIN_ZOOM


def packed(value: object) -> str:
    """Return ``value`` as a JavaScript expression in which texts cannot become code.

    The JSON is encoded as Base64, because streamlit-folium rewrites ``_name`` and
    ``{{'name'}}`` patterns in generated scripts, and ``</script>`` would end the script.

    Examples
    --------
    >>> packed({"a": 1})
    'routemap.unpack("eyJhIjoxfQ==")'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f'routemap.unpack("{base64.b64encode(text.encode()).decode("ascii")}")'


class OfflineMap(folium.Map):
    """A :class:`folium.Map` that loads all scripts and styles from our own server.

    ``assets`` is a URL prefix that ends in ``/``, relative to the page that shows the map.
    Links are set on the instance, because those of the class are shared by the whole process.
    """

    def __init__(self, assets: str) -> None:
        super().__init__(
            location=(0, 0),
            zoom_start=MIN_ZOOM,
            min_zoom=MIN_ZOOM,
            max_zoom=MAX_ZOOM,
            tiles=None,
            max_bounds_viscosity=1.0,
            world_copy_jump=False,
            prefer_canvas=False,
            zoom_control="topleft",
        )
        self.default_js = [("leaflet", f"{assets}leaflet/leaflet.js"), ("map", f"{assets}map.js")]
        self.default_css = [
            ("leaflet_css", f"{assets}leaflet/leaflet.css"),
            ("map_css", f"{assets}map/map.css"),
        ]


class MapStart(MacroElement):
    """Call ``routemap.start`` with the map and the URL prefix of its files, once."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "routemap.start({{ this._parent.get_name() }}, {{ this.assets }});"
        "{% endmacro %}"
    )

    def __init__(self, assets: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "RouteMapStart"
        self.assets = packed(assets)


def base_map(assets: str) -> folium.Map:
    """Return a new base map; the same ``assets`` always generate the same script.

    Parameters
    ----------
    assets
        URL prefix of the static files, relative to the page that shows the map and ending
        in ``/``, for example ``../../assets/0123abcd/``. It must contain ``map.js``
        (:func:`routemap.map.map_script`), ``leaflet/leaflet.js``, ``leaflet/leaflet.css``,
        ``map/*`` (the folder ``assets``) and ``basemap/*.geojson``.

    Returns
    -------
    folium.Map
        A new object. Do not cache it, because streamlit-folium modifies it.

    Raises
    ------
    ValueError
        If ``assets`` does not end in ``/``.
    """
    if not assets.endswith("/"):
        raise ValueError(f"assets must be a URL prefix that ends in “/”, not “{assets}”")
    chart = OfflineMap(assets)
    chart.add_child(MapStart(assets))
    return chart
