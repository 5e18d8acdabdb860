"""Data: the data behind the map, its problems, and its files to download."""

import streamlit as st

from routemap.ui.frame import draw_header, frame
from routemap.ui.views import data
from routemap.ui.views.drafts import draw_no_drafts_here

current = frame()
loaded = current.loaded
draw_header(
    "Data",
    "The data behind the map. Open the files in QGIS or a spreadsheet and check our work.",
)
data.draw_state(loaded)
data.draw_held_back(loaded)
st.header("Who can see this")
data.draw_access()
st.header("Problems found in the data")
data.draw_problems(loaded)
st.header("Files")
if loaded.draft:
    draw_no_drafts_here(current)
else:
    data.draw_downloads(loaded)
st.header("Data dictionary")
data.draw_dictionary(loaded)
st.header("Licences and credits")
data.draw_licences(loaded)
