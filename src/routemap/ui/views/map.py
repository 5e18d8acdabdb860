"""The map of a selection, and clicks on it."""

from __future__ import annotations

from routemap.map import MapState
from routemap.map.payload import difference_string, shown_string
from routemap.questions.changes import Changes
from routemap.questions.movement import marks
from routemap.ui.frame import Frame, select_feature
from routemap.ui.parts.map_component import draw_map_component, page_theme, sent_feature
from routemap.ui.session import Key
from routemap.web.map_data import ahead_url, compared_names, data_url, evidence_url

_HEIGHT = 560


def draw_map(
    current: Frame,
    height: int = _HEIGHT,
    *,
    follows_filters: bool = True,
    found: Changes | None = None,
) -> None:
    """Draw the map.

    ``follows_filters`` says that the selection is that of the query, so that the map can show a
    filter before its run. With ``found`` the map shows what has changed.
    """
    query, revision = current.query, current.loaded.dataset.revision
    view = query.view
    state = MapState(
        data_url=data_url(revision),
        ahead_url=ahead_url(revision) if follows_filters else "",
        evidence_url=evidence_url(revision),
        shown=difference_string(found) if found else shown_string(current.selection),
        marks=marks(current.selection),
        query=current.query.without_view().to_string(),
        selected=query.feature or None,
        view=(view.latitude, view.longitude, view.zoom) if view else None,
        basemap=query.basemap,
        compare=compared_names(current.loaded.dataset, query),
        looks="difference" if found else "comparison" if query.compare else "status",
        theme=page_theme(),
    )
    draw_map_component(state, key=Key.MAP, height=height, on_click=_take_click)


def _take_click() -> None:
    # the value comes from the browser and is untrusted: only a known id selects a feature
    properties, _geometry = sent_feature(Key.MAP)
    feature = properties.get("id")
    if isinstance(feature, str):
        select_feature(feature)
