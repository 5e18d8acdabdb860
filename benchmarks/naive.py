"""A plain folium map: filters with pandas, and a map that is drawn again after every change."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import folium
import pandas as pd
import streamlit as st
from branca.element import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from routemap.data.load import data_folder
from routemap.web.assets import assets_url

_STANCES: Final = ("asserts", "denies", "reports", "estimates", "background")
_HEIGHT: Final = 560
# folium creates popups with jQuery, and uses only this function of it
_JQUERY: Final = (
    "window.$ = text => { const made = document.createElement('template');"
    " made.innerHTML = text.trim(); return [made.content.firstElementChild]; };"
)


class OwnScriptsMap(folium.Map):
    """A folium map that loads Leaflet from our server, because the machine may be offline."""

    def __init__(self, assets: str) -> None:
        super().__init__(location=(41.0, 129.5), zoom_start=6, tiles=None)
        self.default_js = [
            ("jquery", f"data:text/javascript,{quote(_JQUERY)}"),
            ("leaflet", f"{assets}leaflet/leaflet.js"),
        ]
        self.default_css = [("leaflet_css", f"{assets}leaflet/leaflet.css")]


@st.cache_data(show_spinner=False)
def read(folder: Path) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Return the claims with the names of their sources, and routes and places as GeoJSON."""
    claims = pd.read_csv(folder / "claims.csv", dtype=str, keep_default_na=False)
    sources = pd.read_csv(folder / "sources.csv", dtype=str, keep_default_na=False)
    claims["source_name"] = claims["source"].map(sources.set_index("id")["name"])
    features = [
        feature
        for name in ("routes", "places")
        for feature in json.loads((folder / f"{name}.geojson").read_text("utf-8"))["features"]
    ]
    return claims, features


def remaining(claims: pd.DataFrame, text: str, stances: Iterable[str]) -> pd.DataFrame:
    """Return the claims with one of the stances (all if none) that contain every word of a text."""
    if wanted := list(stances):
        claims = claims[claims["stance"].isin(wanted)]
    for word in text.split():
        excerpt = claims["excerpt"].str.contains(word, case=False, regex=False)
        source = claims["source_name"].str.contains(word, case=False, regex=False)
        claims = claims[excerpt | source]
    return claims


def chart(claims: pd.DataFrame, features: Iterable[Mapping[str, Any]]) -> folium.Map:
    """Return a map of all features that claims are about, each with an excerpt in a popup."""
    about = claims.assign(feature=claims["features"].str.split(";")).explode("feature")
    excerpts = about.groupby("feature")["excerpt"].first()
    drawn = OwnScriptsMap(assets_url())
    for feature in features:
        excerpt = excerpts.get(feature["properties"]["id"])
        if excerpt is not None:
            popup = folium.Popup(html.escape(excerpt), max_width=320)
            _shape(feature["geometry"], popup).add_to(drawn)
    return drawn


def _shape(geometry: Mapping[str, Any], popup: folium.Popup) -> folium.Marker | folium.PolyLine:
    if geometry["type"] == "Point":
        longitude, latitude = geometry["coordinates"][:2]
        return folium.Marker((latitude, longitude), popup=popup)
    line = [point[1::-1] for point in geometry["coordinates"]]
    return folium.PolyLine(line, popup=popup)  # type: ignore[no-untyped-call]


class Said(MacroElement):
    """Writes the query into the map's HTML, so that the benchmark can see when it is drawn."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "{{ this._parent.get_name() }}.getContainer().dataset.query = {{ this.query | tojson }};"
        "{% endmacro %}"
    )

    def __init__(self, query: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Said"
        self.query = query


def main() -> None:
    """Draw one run of the plain folium map."""
    st.set_page_config("The usual way", layout="wide")
    claims, features = read(data_folder())
    with st.sidebar:
        text = st.text_input("Search", key="text") or ""
        labels = st.multiselect("Stance", [key.capitalize() for key in _STANCES], key="stance")
    stances = [label.lower() for label in labels]
    left = remaining(claims, text, stances)
    st.title("Reported supply routes between North Korea and Russia")
    st.caption(f"{len(left):,} of {len(claims):,} claims")
    asked = [("stance", stance) for stance in sorted(stances)]
    asked += [("q", words)] if (words := " ".join(text.split())) else []
    query = urlencode(asked)
    drawn = chart(left, features)
    drawn.add_child(Said(query))
    st_folium(
        drawn,
        key="map",
        height=_HEIGHT,
        use_container_width=True,
        returned_objects=["last_object_clicked"],
    )
    st.html(f'<p id="floor" data-query="{html.escape(query)}">')


if __name__ == "__main__":
    main()
