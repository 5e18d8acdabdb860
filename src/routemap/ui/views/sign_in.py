"""The page that readers without access see instead of the dashboard. It reads no data."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from routemap.host.identity import login, reader_name
from routemap.map.style import STATUS_STYLES
from routemap.model.credits import BRAND
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.templates import draw
from routemap.ui.report import Report
from routemap.ui.session import Key
from routemap.web.guard.allow_list import Decision
from routemap.web.guard.login import DEFAULT

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Notice:
    """The text for a reader without access, and whether to offer signing out."""

    heading: str
    text: str
    offers_sign_out: bool = False


NOTICES: Final = {
    Decision.SIGNED_OUT: Notice(
        "Sign in to read",
        "This copy is private. After you sign in, you return to the view that you requested.",
    ),
    Decision.EXPIRED: Notice(
        "Your sign-in has ended",
        "Sign in again to return to the view that you requested.",
    ),
    Decision.UNVERIFIED: Notice(
        "Your e-mail address is not verified",
        "Your identity provider has not confirmed that this address is yours. Verify the address "
        "there, or use another account.",
        offers_sign_out=True,
    ),
    Decision.UNLISTED: Notice(
        "This account is not on the list",
        "Ask the operator of this copy for access, or use another account.",
        offers_sign_out=True,
    ),
}


def draw_sign_in(verdict: Decision) -> None:
    """Draw the text for a reader without access, and buttons to sign in or out."""
    notice = NOTICES[verdict]
    # embedded in the page, because its files are only served to signed-in readers
    st.set_page_config(f"{notice.heading} · Route Map", _embedded("favicon.png"))
    st.html(_FOLDER / "sign_in.css")
    with st.container(key=Key.SIGN_IN):
        draw(
            "sign_in.html",
            mark=_embedded("mark.svg"),
            signs=[
                style for style in STATUS_STYLES if style.key not in ("background", "withdrawn")
            ],
            notice=notice,
            name=reader_name() if notice.offers_sign_out else "",
        )
        if notice.offers_sign_out:
            st.button("Sign out", type="primary", width="stretch", on_click=st.logout)
        else:
            _draw_sign_in_buttons()
        _draw_unsaved()


def _draw_unsaved() -> None:
    """Draw what was typed after the sign-in had ended, for copying: the draft does not have it."""
    report: Report | None = st.session_state.get(Key.REPORT)
    if report is None or not report.unsaved:
        return
    st.markdown("**Not saved, because your sign-in had ended.** Copy it before you sign in again.")
    for label, text in report.unsaved.items():
        st.caption(plain(label))
        st.code(text, language=None, wrap_lines=True)


def _draw_sign_in_buttons() -> None:
    found = login()
    for name in found.providers if found else ():
        # st.login takes no name for the provider without a name of its own
        own = name != DEFAULT
        st.button(
            f"Sign in with {name.title()}" if own else "Sign in",
            key=f"{Key.SIGN_IN}.{name}",
            type="primary",
            width="stretch",
            on_click=st.login,
            args=(name,) if own else (),
        )


@cache
def _embedded(name: str) -> str:
    content = base64.b64encode((BRAND / name).read_bytes()).decode("ascii")
    kind = "svg+xml" if name.endswith(".svg") else "png"
    return f"data:image/{kind};base64,{content}"
