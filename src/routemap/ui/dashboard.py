"""The script of the dashboard, which draws the open page in the shared frame."""

import streamlit as st

from routemap.host.identity import verdict
from routemap.ui.frame import close_frame, draw_sidebar, open_frame
from routemap.ui.permissions import may
from routemap.ui.views.embed import draw_embed
from routemap.ui.views.sign_in import draw_sign_in
from routemap.web.guard.allow_list import Decision
from routemap.web.pages import PAGES, PageRow


def _is_listed(row: PageRow) -> bool:
    return row.is_listed and (not row.action or may(row.action))


def main() -> None:
    """Draw one run of the dashboard."""
    found = verdict()
    admitted = found is Decision.ADMITTED
    # also for readers without access, because Streamlit would otherwise change the address
    page = st.navigation(
        [
            st.Page(
                row.file,
                title=row.title,
                default=not row.address,
                visibility="visible" if admitted and _is_listed(row) else "hidden",
            )
            for row in PAGES
        ],
        position="sidebar" if admitted and not st.context.is_embedded else "hidden",
    )
    if not admitted:
        draw_sign_in(found)
        return
    if st.context.is_embedded:
        draw_embed(page.url_path)
        return
    try:
        open_frame(page.title, page.url_path)
        page.run()
    finally:
        # last, because readers wait for the page; but always, because a page without it
        # would show no filters
        draw_sidebar()
        close_frame()


if __name__ == "__main__":
    main()
