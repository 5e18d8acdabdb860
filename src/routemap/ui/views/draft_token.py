"""The token with which the programs of a contributor send drafts: make, replace and end it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from routemap.host.roles import draft_token, renew_draft_token, revoke_draft_token
from routemap.model.errors import AccessError, TokenError
from routemap.ui.parts.markdown import plain
from routemap.ui.session import Key
from routemap.ui.views.draft_review import say


def draw_token() -> None:
    """Draw the token of the reader, who may have one."""
    with st.expander("Send drafts from a program", icon=":material/key:"):
        st.markdown(
            "A program sends records to `/api/drafts` with your token, and they become a draft in "
            "your name. The token works as long as you may make drafts. Keep it like a password."
        )
        token = draft_token()
        if token:
            st.code(token, language=None, wrap_lines=True)
        with st.container(horizontal=True):
            label = "Replace the token" if token else "Make a token"
            st.button(label, key=Key.PROGRAM_KEY_NEW, on_click=_do, args=(renew_draft_token,))
            if token:
                st.button(
                    "End the token",
                    key=Key.PROGRAM_KEY_END,
                    on_click=_do,
                    args=(revoke_draft_token,),
                )


def _do(action: Callable[[], object]) -> None:
    try:
        action()
    except (AccessError, TokenError) as error:
        say(plain(str(error)), "", is_error=True)
