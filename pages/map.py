"""Map: what is reported to have moved along which route, who says so and who denies it."""

import streamlit as st

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.evidence import (
    draw_counts,
    draw_evidence,
    draw_feature_list,
    draw_features_table,
)
from routemap.ui.views.map import draw_map, give_way
from routemap.ui.views.timeline import draw_timeline

current = frame()
heading = st.container()
map_column, evidence_column = st.columns([7, 4], gap="large")
# first, so that the browser draws the map while the rest is being computed
with map_column:
    draw_map(current)
give_way(current)
with heading:
    draw_header(
        "Reported supply routes between North Korea and Russia",
        "Who says what moved along which route, and who denies it, in the published words. The "
        "map takes no side and shows only what was reported.",
    )
    draw_counts(current.selection)
with map_column:
    draw_timeline(current)
    with st.container(height=300, key="features"):
        draw_feature_list(current)
with evidence_column:
    draw_evidence(current)
table = st.expander("The map as a table", key="table", on_change="rerun")
if table.open:
    with table:
        draw_features_table(current.selection)
