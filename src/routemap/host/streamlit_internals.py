"""All uses of undocumented parts of Streamlit and streamlit-folium.

Other modules import them from here. A release can change them without notice, so
``requirements.in`` sets an upper bound for both packages, and every row of :data:`INTERNALS` names
the test that fails after such a change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit
from streamlit import net_util, runtime
from streamlit.auth_util import (
    get_origin_from_redirect_uri,
    get_redirect_uri,
    get_secrets_auth_section,
)
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

if TYPE_CHECKING:
    import folium

PAGE_FILE: Final = Path(streamlit.__file__).parent / "static" / "index.html"
UNCAUGHT: Final = "Uncaught app execution"
_START: Final = "window.map = map_div; window.initComponent(map_div, false);"


def sign_in_address() -> str:
    """Return ``redirect_uri`` of the secrets with the port filled in, ``""`` if it is not set."""
    return get_redirect_uri(get_secrets_auth_section()) or ""


def cookies_to_claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    """Return the claims that Streamlit signed at the sign-in, empty if no signature is valid."""
    if USER_COOKIE_NAME not in cookies:
        return {}
    signed = starlette_websocket._get_signed_cookie_with_chunks(  # noqa: SLF001
        dict(cookies), USER_COOKIE_NAME
    )
    if not signed:
        return {}
    origin = get_origin_from_redirect_uri() or ""
    return starlette_websocket._parse_decoded_user_cookie(signed, origin)  # noqa: SLF001


def look_up_no_address() -> None:
    """Prevent Streamlit from looking up the external address of this machine on the internet.

    It does so when a page of another origin opens a WebSocket, and blocks all readers meanwhile.
    """
    net_util.get_external_ip = lambda: None


def is_connected(session: str) -> bool:
    """Return whether a browser is connected to a session."""
    return not runtime.exists() or runtime.get_instance().get_client(session) is not None


def session_id() -> str:
    """Return the session id of the running script, ``""`` if no script is running."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def remote_address() -> str:
    """Return the network address from which the page of the running script connected.

    It is ``""`` if it is unknown. ``st.context.ip_address`` is ``None`` for this machine, too.
    """
    session = session_id()
    client = runtime.get_instance().get_client(session) if session and runtime.exists() else None
    context = client.client_context if client else None
    return (context.remote_ip or "") if context else ""


def is_history_navigation() -> bool:
    """Return whether the Back or Forward button of the browser started this run."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def held_by_browser() -> frozenset[str]:
    """Return the keys of the widgets whose values the browser has sent. Call it before widgets.

    The browser sends the value of a widget once it has rendered the widget, so the first run of a
    session has none. The exception is a page that was open while the server was restarted.
    """
    context = get_script_run_ctx()
    if context is None:
        return frozenset()
    states = context.session_state.get_widget_states()
    return frozenset(key for state in states if (key := user_key_from_element_id(state.id)))


def component_script(chart: folium.Map) -> str:
    """Return the inline script that the map component adds to its page for a map."""
    # imported late: Streamlit serves only components that a running script imports first
    from streamlit_folium import _get_map_string, get_full_id  # noqa: PLC0415

    chart.render()  # type: ignore[no-untyped-call]
    return str(_get_map_string(chart)).replace(get_full_id(chart), "map_div") + _START


@dataclass(frozen=True)
class Internal:
    """A use of something undocumented.

    Attributes
    ----------
    names
        The undocumented names.
    files
        Files that use them, relative to the root of the repository.
    purpose, breaks
        What they are used for, and what goes wrong if they change.
    test
        The test that checks them against the installed release.
    """

    names: tuple[str, ...]
    files: tuple[str, ...]
    purpose: str
    breaks: str
    test: str


_HERE: Final = ("src/routemap/host/streamlit_internals.py",)
_TESTS: Final = "tests/host/test_streamlit_internals.py::"
INTERNALS: Final = (
    Internal(
        ("get_external_ip",),
        _HERE,
        "A WebSocket of another origin is rejected without looking up this machine's address.",
        "Anyone can block all readers by opening WebSockets from another origin.",
        f"{_TESTS}test_a_socket_of_another_origin_is_refused_without_asking_the_internet",
    ),
    Internal(
        ("exists", "get_instance", "get_client", "session_id"),
        _HERE,
        "The preparation of a file stops when its page has been closed for a while.",
        "Files are prepared that nobody downloads, or files of open pages are not prepared.",
        f"{_TESTS}test_a_session_is_connected_as_long_as_its_page_is_open",
    ),
    Internal(
        ("exists", "get_instance", "get_client", "client_context", "remote_ip"),
        _HERE,
        "On a copy without a login, only pages on the machine of the server can make drafts.",
        "Nobody can make drafts on such a copy.",
        f"{_TESTS}test_a_run_knows_from_where_its_page_connected",
    ),
    Internal(
        ("get_redirect_uri", "get_secrets_auth_section"),
        _HERE,
        "The address of the site with a login: its origin decides which cookies are valid.",
        "A private server does not start, or rejects everybody.",
        "tests/web/guard/test_identity.py::test_the_port_is_filled_in",
    ),
    Internal(
        (
            "USER_COOKIE_NAME",
            "_get_signed_cookie_with_chunks",
            "_parse_decoded_user_cookie",
            "get_origin_from_redirect_uri",
        ),
        _HERE,
        "Routes read the identity of a reader from the cookie that Streamlit signed.",
        "The API and the map data reject readers who have signed in.",
        "tests/web/guard/test_identity.py::test_what_streamlit_signed_is_read",
    ),
    Internal(
        ("get_script_run_ctx", "is_history_navigation"),
        _HERE,
        "After Back or Forward, the page follows the address.",
        "Back and Forward change the address and nothing else.",
        f"{_TESTS}test_a_run_knows_whether_the_reader_went_back",
    ),
    Internal(
        ("get_script_run_ctx", "get_widget_states", "user_key_from_element_id"),
        _HERE,
        "After a restart of the server, an open page does not wait as a first visit does.",
        "After a restart, open pages are drawn later, or every run fails.",
        f"{_TESTS}test_a_run_knows_which_widgets_the_browser_has",
    ),
    Internal(
        ("static", "index.html"),
        _HERE,
        "The page, with styles added after its <body> tag, and the hashes of its inline scripts.",
        "The server does not start, or the page stays empty under its content security policy.",
        f"{_TESTS}test_the_page_that_is_read_is_the_one_that_is_served",
    ),
    Internal(
        ("Uncaught app execution",),
        _HERE,
        "An error of the script is logged once, in the format of Route Map.",
        "The error is logged twice.",
        f"{_TESTS}test_an_error_of_the_script_is_logged_in_the_known_words",
    ),
    Internal(
        ("_get_map_string", "get_full_id", "window.initComponent"),
        _HERE,
        "The hash of the map's inline script, without which the policy blocks it.",
        "The map stays empty.",
        f"{_TESTS}test_the_script_of_the_map_is_the_one_that_its_page_runs",
    ),
    Internal(
        ("map_div",),
        ("src/routemap/map/assets/embed.js",),
        "The box of the embedded map fills its frame before the map is created.",
        "The embedded map has the wrong height.",
        f"{_TESTS}test_the_page_of_the_map_has_its_box_and_its_address",
    ),
    Internal(
        ("component/streamlit_folium.st_folium/index.html",),
        ("src/routemap/web/base_path.py",),
        "The map fetches scripts and data relative to the address of its page.",
        "The map stays empty.",
        f"{_TESTS}test_the_page_of_the_map_has_its_box_and_its_address",
    ),
    Internal(
        ("streamlit:render",),
        ("src/routemap/map/assets/start_map.js",),
        "The map follows the theme of the page, also when it changes without a rerun.",
        "The map keeps the colours of the previous theme.",
        f"{_TESTS}test_the_browser_side_has_the_words_that_scripts_wait_for",
    ),
    Internal(
        ("testConnectionState", "CONNECTED", "testScriptState", "notRunning"),
        ("src/routemap/ui/parts/refresh/refresh.js",),
        "A page requests data only while connected, and connects again if a run does not help.",
        "A disconnected page requests in vain, and shows old data until it is reloaded.",
        f"{_TESTS}test_the_browser_side_has_the_words_that_scripts_wait_for",
    ),
    Internal(
        ("testConnectionState", "CONNECTED", "testScriptState", "notRunning"),
        ("src/routemap/ui/parts/state/resender.js",),
        "A change of the filters or a mark waits for a connection, and is sent again if lost.",
        "What a reader changes is lost while the page has no connection.",
        f"{_TESTS}test_the_browser_side_has_the_words_that_scripts_wait_for",
    ),
    Internal(
        (
            "stAlert", "stAlertContainer", "stApp", "stAppHeader", "stAppViewContainer",
            "stBidiComponent", "stButtonGroup", "stCaptionContainer", "stColumn",
            "stElementContainer", "stExpandSidebarButton", "stExpanderDetails",
            "stHeader", "stHeaderActionElements", "stHeaderLogo", "stHorizontalBlock",
            "stLayoutWrapper", "stLogo", "stMain", "stMainBlockContainer", "stNumberInput",
            "stSidebar", "stSidebarCollapseButton", "stSidebarContent", "stSidebarHeader",
            "stSidebarNav", "stSidebarNavLink",
            "stSidebarUserContent", "stSkeleton", "stStatusWidget", "stTextArea", "stTextInput",
            "stToast", "stToolbar", "stVerticalBlock",
        ),
        (
            "src/routemap/host/dashboard.css",
            "src/routemap/host/desk.css",
            "src/routemap/ui/parts/chips/chips.js",
            "src/routemap/ui/parts/share/share.js",
            "src/routemap/ui/views/embed.css",
            "src/routemap/ui/views/sign_in.css",
            "src/routemap/ui/parts/refresh/refresh.js",
        ),
        "Class names and test ids: margins, the embedded map, the sign-in page, printing.",
        "Controls are printed, pages are cut off in print, the embedded map has the wrong size.",
        f"{_TESTS}test_every_class_name_and_test_id_is_one_of_streamlits",
    ),
    Internal(
        ("_stcore", "component", "bidi-components", "media", "manifest", "favicon"),
        ("src/routemap/web/guard/policies.py", "src/routemap/host/connection.js"),
        "The areas of the server define which of Streamlit's routes are open, counted and logged.",
        "A route is closed and pages stay empty, or a new route is not counted.",
        f"{_TESTS}test_streamlits_routes_are_where_the_areas_look_for_them",
    ),
    Internal(
        ("minCachedMessageSize", "enableRich", "postScriptGC", "maxWidgetStateSize"),
        (".streamlit/config.toml",),
        "Hidden options: smaller messages, plain log lines, less time for garbage collection.",
        "A warning at the start; reruns send more data, and a busy server is slower.",
        f"{_TESTS}test_every_option_of_the_configuration_is_known",
    ),
    Internal(
        ("BackMsg", "ForwardMsg", "WidgetState"),
        ("benchmarks/page.py", "benchmarks/attack/export_page.py"),
        "Benchmarks, soak tests and attacks use the same protocol as a page in a browser.",
        "Nothing for readers, but make bench, make soak and make attack fail.",
        "tests/tools/test_sessions.py::test_our_app_shows_the_count_of_each_question",
    ),
)  # fmt: skip
