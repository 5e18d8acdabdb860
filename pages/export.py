"""Export: the claims that match the filters, in formats for other programs."""

import streamlit as st

from routemap.ui.frame import draw_header, frame
from routemap.ui.views import export
from routemap.ui.views.counts import draw_counts
from routemap.ui.views.drafts import draw_no_drafts_here

current = frame()
draw_header(
    "Export",
    "Download the claims that match your filters, for use in other programs. Every file names the "
    "query and the data revision, and every excerpt has its claim source and stance.",
)
if current.query.draft:
    draw_no_drafts_here(current)
    st.stop()
draw_counts(current.selection)
if export.draw_query(current):
    export.draw_formats(current)
    st.header("Repeat this export")
    export.draw_recipe(current)
