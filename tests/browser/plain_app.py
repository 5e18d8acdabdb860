"""An app that shows the corpora through ``plain`` of ``ui.parts.markdown``, and nothing else."""

import streamlit as st

from routemap.ui.parts.markdown import plain
from tests.corpora import corpus, ours

TEXTS = corpus()
PART = 500

for start in range(0, len(TEXTS), PART):
    st.warning("  \n".join(plain(text) for text in TEXTS[start : start + PART]))
st.radio("Options", range(len(ours())), format_func=lambda place: plain(ours()[place]))
