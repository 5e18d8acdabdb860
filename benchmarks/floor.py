"""The floor: an empty Streamlit app with as many pages, and with Streamlit's own filters.

It has a widget for each filter of Route Map and a list of its routes and places. It filters, draws
and stores nothing, so its times are those of Streamlit itself.
"""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from routemap.data.load import data_folder
from routemap.model.vocabulary import (
    CARGO,
    DATE_MEANINGS,
    MODES,
    PLACE_KINDS,
    ROUTE_KINDS,
    SOURCE_KINDS,
    STANCES,
)
from routemap.questions.parameter_values import FIRST_DAY, LAST_DAY, MAX_TEXT
from routemap.web.pages import PAGES

_LONG: Final = 200
_LISTED: Final = 50
_STANCE_KEYS: Final = {term.label: term.key for term in STANCES.terms}


@dataclass(frozen=True)
class Lists:
    """The options of the widgets; ``sources`` are by kind, ``source_ids`` by name.

    ``features`` are the names of routes and places, ``kinds`` the kind of each of them.
    """

    sources: Mapping[str, Sequence[str]]
    source_ids: Mapping[str, str]
    allegations: Sequence[str]
    publishers: Sequence[str]
    articles: Sequence[str]
    stances: Sequence[str]
    cargo: Sequence[str]
    modes: Sequence[str]
    features: Sequence[str]
    kinds: Sequence[str]


@st.cache_resource(show_spinner=False)
def lists(folder: Path) -> Lists:
    """Return the widget options for a data folder, read once per process."""
    sources, articles, claims = (_rows(folder, name) for name in ("sources", "articles", "claims"))
    routes, places = (_properties(folder, name) for name in ("routes", "places"))
    listed = [*routes, *places][:_LISTED]
    sources.sort(key=lambda row: row["name"].casefold())
    kinds = {term.key: term.label for term in (*ROUTE_KINDS.terms, *PLACE_KINDS.terms)}
    stances = {row["stance"] for row in claims}
    cargo = {key for row in claims for key in row["cargo"].split(";")}
    modes = {row["mode"] for row in routes}
    by_kind = {
        term.label: [row["name"] for row in sources if row["kind"] == term.key]
        for term in SOURCE_KINDS.terms
    }
    return Lists(
        sources={kind: names for kind, names in by_kind.items() if names},
        source_ids={row["name"]: row["id"] for row in sources},
        allegations=[row["statement"] for row in _rows(folder, "allegations")],
        publishers=sorted({row["publisher"] for row in articles}, key=str.casefold),
        articles=[row["title"] for row in articles],
        stances=[term.label for term in STANCES.terms if term.key in stances],
        cargo=[term.label for term in CARGO.terms if term.key in cargo],
        modes=[term.label for term in MODES.terms if term.key in modes],
        features=[row["name_en"] for row in listed],
        kinds=[kinds[row["kind"]] for row in listed],
    )


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _properties(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / f"{name}.geojson").read_text(encoding="utf-8")
    return [feature["properties"] for feature in json.loads(text)["features"]]


def draw_filters(offered: Lists) -> str:
    """Draw the sidebar and return the query of its widgets in the form of Route Map."""
    text = st.text_input("Search", key="text", max_chars=MAX_TEXT) or ""
    for label in ("From", "To"):
        st.date_input(
            label,
            value=None,
            key=label,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
        )
    st.selectbox("Dates are when", [term.label for term in DATE_MEANINGS.terms], key="by")
    chosen = [name for kind, names in offered.sources.items() for name in _records(kind, names)]
    _records("Allegation", offered.allegations)
    stances = st.multiselect("Stance", offered.stances, key="stance")
    st.multiselect("Cargo", offered.cargo, key="cargo")
    st.multiselect("Moved by", offered.modes, key="mode")
    _records("Publisher", offered.publishers)
    _records("Article", offered.articles)
    for label in ("Source A", "Source B"):
        st.selectbox(label, list(offered.source_ids), index=None, key=label)
    st.button("Reset filters", width="stretch")
    asked = [("source", source) for source in sorted(offered.source_ids[name] for name in chosen)]
    asked += [("stance", stance) for stance in sorted(_STANCE_KEYS[label] for label in stances)]
    asked += [("q", words)] if (words := " ".join(text.split())) else []
    return urlencode(asked)


def _records(label: str, names: Sequence[str]) -> list[str]:
    # Route Map also has a field that narrows a long list
    if len(names) > _LONG:
        find = f"Find in {len(names):,}"
        st.text_input(find, key=f"{label}.find", max_chars=MAX_TEXT, label_visibility="collapsed")
    return st.multiselect(label, names[:_LONG], key=label)


def draw_page(offered: Lists) -> None:
    """Draw the main area: the same title, controls and list, without map and timeline."""
    title, control = st.columns([5, 1], vertical_alignment="bottom")
    title.title("Reported supply routes between North Korea and Russia")
    with control, st.popover("Share", icon=":material/link:", width="stretch"):
        st.markdown("The address of this view.")
    st.html('<p class="rm-counts">Every claim, route and place</p>')
    with st.container(height=300):
        st.radio(
            "Routes and places", offered.features, index=None, captions=offered.kinds, key="list"
        )


def draw_first_page() -> None:
    """Draw the page in the place of the Map page, with the query of its filters."""
    offered = lists(data_folder())
    with st.sidebar:
        query = draw_filters(offered)
    draw_page(offered)
    chosen = html.escape(st.session_state["list"] or "")
    st.html(f'<p id="floor" data-query="{html.escape(query)}"><i data-name="{chosen}"></i></p>')


def draw_other_page() -> None:
    """Draw another page: the filters and a title."""
    with st.sidebar:
        draw_filters(lists(data_folder()))
    st.title("Who says what")


def main() -> None:
    """Draw one run of the floor."""
    listed = [row for row in PAGES if row.is_listed]
    page = st.navigation(
        [
            st.Page(
                draw_other_page if row.address else draw_first_page,
                title=row.title,
                url_path=row.address,
                default=not row.address,
            )
            for row in listed
        ]
    )
    st.set_page_config("Floor", layout="wide")
    page.run()


if __name__ == "__main__":
    main()
