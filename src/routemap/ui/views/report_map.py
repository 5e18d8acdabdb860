"""New places and routes of a report: typed or clicked, drawn on a map, and their fields."""

from __future__ import annotations

import json
from typing import Final

import streamlit as st
from shapely.geometry import Point, shape

from routemap.data.basemap import basemap_of
from routemap.data.checks.places import countries_at
from routemap.data.dataset import Dataset
from routemap.data.drafts.draft_file import TABLE
from routemap.data.drafts.draft_records import added_records, with_cells, without_record
from routemap.data.incoming.new_ids import new_id
from routemap.data.lines.drawn import Stop
from routemap.data.lines.new_route import place_cells, route_cells
from routemap.data.load import data_folder
from routemap.model.coordinates import read_position
from routemap.model.draft import GEOMETRY
from routemap.model.errors import CoordinateError, LineError, UnknownFeatureError
from routemap.model.position import Position
from routemap.model.vocabulary import MODES, PRECISIONS
from routemap.ui.parts.drawing_map import Drawing, draw_drawing_map, sent_click
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.record_form import Form, draw_fields, labels
from routemap.ui.report import Report, save, save_elsewhere
from routemap.ui.session import Key

_PLACE, _ROUTE = "Place", "Route"
_HEIGHT: Final = 420
_ENDS: Final = 2
_RADIUS: Final = 1.0  # km, until the editor says otherwise


def draw_new_features(report: Report, form: Form) -> None:
    """Draw how to add places and routes that the data does not have, and those of the report."""
    dataset = form.dataset
    with st.expander(
        "Add a place or route that the data does not have", icon=":material/add_location_alt:"
    ):
        fields, map_side = st.columns((1, 2), gap="medium")
        with fields:
            kind = st.segmented_control(
                "What is new", (_PLACE, _ROUTE), default=_PLACE, required=True, key=Key.REPORT_NEW
            )
            draw = _draw_route if kind == _ROUTE else _draw_place
            drawing = draw(report, form)
        with map_side:
            draw_drawing_map(
                dataset,
                drawing,
                key=Key.REPORT_MAP,
                height=_HEIGHT,
                on_click=lambda: _take_click(dataset, is_route=kind == _ROUTE),
            )
    for table, title in (("places", "New place"), ("routes", "New route")):
        for key, cells in added_records(report.draft, table).items():
            name = cells.get("name_en", "") or "without a name"
            with st.expander(f"{title}: {plain(name)}", expanded=True):
                draw_fields(form, table, key, _columns(table))
                st.button(
                    "Remove",
                    key=f"{Key.REPORT_REMOVE}.{table}.{key}",
                    icon=":material/delete:",
                    on_click=_remove,
                    args=(report, table, key),
                )


def _columns(table: str) -> list[str]:
    return [column.key for column in TABLE[table].columns if column.key != "id"]


def _remove(report: Report, table: str, key: str) -> None:
    save_elsewhere(report, without_record(report.draft, table, key))


def _draw_place(report: Report, form: Form) -> Drawing:
    """Draw the fields of a new place, and return what the map shows of it."""
    text = st.text_input(
        "Coordinates",
        key=Key.REPORT_POSITION,
        placeholder="42.41, 130.64 or 42°25′N 130°38′E, or click the map",
        help="Decimal degrees, degrees with minutes and seconds, MGRS, UTM or a plus code.",
    )
    st.selectbox(
        "Precision",
        PRECISIONS.keys,
        index=None,
        format_func=PRECISIONS.label,
        placeholder="Choose what is known",
        key=Key.REPORT_PRECISION,
        help="How exactly the report says where the place is.",
    )
    radius = st.number_input(
        "Within this distance, in km", min_value=0.0, value=_RADIUS, step=0.5, key=Key.REPORT_RADIUS
    )
    st.text_input("Name in English", key=Key.REPORT_NAME)
    position = _position(text)
    st.button(
        "Add the place",
        icon=":material/add_location:",
        on_click=_add_place,
        args=(report, form),
    )
    _draw_refusal()
    if position is None:
        return Drawing()
    return Drawing(place=(position.longitude, position.latitude), radius_km=radius)


def _position(text: str) -> Position | None:
    """Return the position that was typed, and draw how it was read or why it cannot be."""
    if not text.strip():
        return None
    try:
        found = read_position(text)
    except CoordinateError as error:
        st.error(plain(f"{str(error)[:1].upper()}{str(error)[1:]}."))
        return None
    st.caption(plain(found.sentence))
    return found


def _draw_refusal() -> None:
    """Draw why a place or route was not added."""
    if reason := st.session_state.pop(Key.REPORT_NOT_ADDED, ""):
        st.error(plain(f"Not added: {reason}."), icon=":material/error:")


def _add_place(report: Report, form: Form) -> None:
    # what the fields have now: a click can come with a text that no run has drawn yet
    fields = (Key.REPORT_POSITION, Key.REPORT_PRECISION, Key.REPORT_RADIUS, Key.REPORT_NAME)
    text, precision, radius, name = (st.session_state[key] for key in fields)
    if not (text.strip() and precision and name.strip()):
        st.session_state[Key.REPORT_NOT_ADDED] = "give the coordinates, the precision and a name"
        return
    try:
        position = read_position(text)
    except CoordinateError:
        return  # the page says why
    taken = {*form.dataset.features.index, *added_records(report.draft, "places")}
    key = new_id("places", name, taken)
    try:
        cells = place_cells((position.longitude, position.latitude), precision, radius)
    except CoordinateError as error:
        st.session_state[Key.REPORT_NOT_ADDED] = str(error)
        return
    basemap = basemap_of(data_folder())
    countries = countries_at(position.longitude, position.latitude, basemap)
    # near a border the base maps disagree, and at sea there is none: then the editor says it
    country = countries[0] if len(countries) == 1 else ""
    cells |= {"name_en": name, "country": country}
    save(report, with_cells(report.draft, "places", key, cells))
    for field in (Key.REPORT_POSITION, Key.REPORT_NAME):
        st.session_state[field] = ""


def _draw_route(report: Report, form: Form) -> Drawing:
    """Draw the fields of a new route, and return what the map shows of it."""
    names = labels(form, ("places",))
    stops = st.multiselect(
        "Places in order",
        list(names),
        format_func=lambda key: names.get(key, key),
        key=Key.REPORT_STOPS,
        help="Where it starts, the reported places on the way, and where it ends. A click on a "
        "place of the map adds it.",
    )
    mode = st.selectbox("Moved by", MODES.keys, format_func=MODES.label, key=Key.REPORT_MODE)
    st.text_input("Name in English", key=Key.REPORT_NAME)
    new = _new_stops(report)
    cells: dict[str, str] = {}
    if len(stops) >= _ENDS:
        try:
            cells = route_cells(form.dataset, str(mode), stops, new)
        except (LineError, UnknownFeatureError) as error:
            st.error(plain(f"{str(error)[:1].upper()}{str(error)[1:]}."))
        else:
            st.caption(plain(cells["note"]))
    st.button(
        "Add the route",
        icon=":material/route:",
        on_click=_add_route,
        args=(report, form),
    )
    _draw_refusal()
    return Drawing(
        line=shape(json.loads(cells[GEOMETRY])) if cells else None,
        basis=cells.get("geometry_basis", "schematic"),
        stops=tuple(_point(form.dataset, new, key) for key in stops),
    )


def _new_stops(report: Report) -> dict[str, Stop]:
    """Return the new places of the report as stops of a line, those with a position."""
    found = {}
    for key, cells in added_records(report.draft, "places").items():
        if cells.get(GEOMETRY):
            longitude, latitude = json.loads(cells[GEOMETRY])["coordinates"]
            radius = float(cells.get("uncertainty_km") or 0)
            found[key] = Stop(
                cells.get("name_en", ""), (longitude, latitude), radius, cells.get("precision", "")
            )
    return found


def _point(dataset: Dataset, new: dict[str, Stop], key: str) -> tuple[float, float]:
    if key in new:
        return new[key].point
    point: Point = dataset.places.geometry[key]
    return point.x, point.y


def _add_route(report: Report, form: Form) -> None:
    # what the fields have now, as for a place
    fields = (Key.REPORT_STOPS, Key.REPORT_MODE, Key.REPORT_NAME)
    stops, mode, name = (st.session_state[key] for key in fields)
    if len(stops) < _ENDS or not name.strip():
        st.session_state[Key.REPORT_NOT_ADDED] = "choose at least two places, and give a name"
        return
    try:
        cells = route_cells(form.dataset, str(mode), stops, _new_stops(report))
    except (LineError, UnknownFeatureError):
        return  # the page says why
    taken = {*form.dataset.features.index, *added_records(report.draft, "routes")}
    key = new_id("routes", name, taken)
    save(
        report,
        with_cells(report.draft, "routes", key, {**cells, "name_en": name, "kind": "route"}),
    )
    st.session_state[Key.REPORT_NAME] = ""
    st.session_state[Key.REPORT_STOPS] = []


def _take_click(dataset: Dataset, *, is_route: bool) -> None:
    """Take a click on the map: a position for a place, or the next place of a route."""
    click = sent_click(dataset, Key.REPORT_MAP)
    if click is None:
        return
    if not is_route:
        st.session_state[Key.REPORT_POSITION] = f"{click.latitude}, {click.longitude}"
    elif click.place:
        stops = st.session_state.get(Key.REPORT_STOPS, [])
        if click.place not in stops[-1:]:
            st.session_state[Key.REPORT_STOPS] = [*stops, click.place]
