"""Export: what the filters leave, in the formats that other programs read."""

import streamlit as st

from routemap.ui.frame import draw_header, frame
from routemap.ui.views import export
from routemap.ui.views.evidence import draw_counts

current = frame()
draw_header(
    "Export",
    "Take what your filters leave to other programs. Every file says what was asked of which "
    "revision of the data, and no excerpt leaves without its source and its stance.",
)
draw_counts(current.selection)
if export.draw_asked(current):
    export.draw_formats(current)
    st.header("The same again")
    export.draw_recipe(current)
