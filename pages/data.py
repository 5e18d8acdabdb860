"""Data: what the map rests on, what is wrong with it, and the files to take away."""

import streamlit as st

from routemap.ui import data_view
from routemap.ui.frame import draw_header, frame

loaded = frame().loaded
draw_header(
    "The data", "What the map rests on: open the files in QGIS or a spreadsheet, and check us."
)
data_view.draw_state(loaded)
data_view.draw_held_back(loaded)
st.header("Who can see this")
data_view.draw_access()
st.header("Problems found in the data")
data_view.draw_problems(loaded)
st.header("Files")
data_view.draw_downloads(loaded)
st.header("Data dictionary")
data_view.draw_dictionary(loaded)
st.header("Licences and credits")
data_view.draw_licences()
