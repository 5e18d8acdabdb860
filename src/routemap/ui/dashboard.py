"""The dashboard's script: the shared frame around the page that the reader opened."""

from pathlib import Path

import streamlit as st

from routemap.ui.embed import draw_embed
from routemap.ui.frame import close_frame, draw_sidebar, open_frame
from routemap.ui.playback import apply_playback, stop_playback

PAGES = Path(__file__).resolve().parents[3] / "pages"


def main() -> None:
    """Draw one run of the dashboard."""
    page = st.navigation(
        [
            st.Page(PAGES / "map.py", title="Map", default=True),
            st.Page(PAGES / "claims.py", title="Who says what"),
            st.Page(PAGES / "articles.py", title="Articles"),
            st.Page(PAGES / "export.py", title="Export"),
            st.Page(PAGES / "data.py", title="Data"),
        ],
        position="hidden" if st.context.is_embedded else "sidebar",
    )
    if st.context.is_embedded:
        draw_embed(page.url_path)
        return
    try:
        if page.title != "Map":
            stop_playback()
        apply_playback()
        open_frame(page.title, page.url_path)
        page.run()
    finally:
        # last, because the page is what the reader waits for; but always, because Streamlit
        # forgets what stands in widgets that a run leaves out
        draw_sidebar()
        close_frame()


if __name__ == "__main__":
    main()
