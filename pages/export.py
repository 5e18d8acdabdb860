"""Export page: the result of the filters, in formats that other programs can read."""

import streamlit as st

from routemap.ui.frame import draw_header, frame
from routemap.ui.views import export
from routemap.ui.views.evidence import draw_counts

current = frame()
draw_header(
    "Export",
    "Use the result of your filters in other programs. Every file contains the query and the "
    "revision of the data, and every excerpt has its source and its stance.",
)
draw_counts(current.selection)
if export.draw_asked(current):
    export.draw_formats(current)
    st.header("Repeat this export")
    export.draw_recipe(current)
