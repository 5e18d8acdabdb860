"""The undocumented parts of Streamlit and its map component still work as expected.

Each test uses the installed release, so that a changed release fails here.
"""

from __future__ import annotations

import ast
import asyncio
import json
import re
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import httpx
import pytest
import streamlit as st
import streamlit_folium
from benchmarks.page import connected
from benchmarks.serving import ROOT
from packaging.requirements import Requirement
from packaging.version import Version
from streamlit import net_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from streamlit.web.server import server_util
from tests.serving import serve

from routemap.host.streamlit_internals import (
    INTERNALS,
    PAGE_FILE,
    UNCAUGHT,
    component_script,
    look_up_no_address,
    remote_address,
)
from routemap.map.base import base_map
from routemap.web.assets import assets_url
from routemap.web.guard.policies import addresses

_LOOKS_UP = net_util.get_external_ip  # before a test replaces it
PATIENCE = 60  # seconds
SCRIPT = """
import streamlit as st
import streamlit_folium
from routemap.host.streamlit_internals import (
    held_by_browser, is_connected, is_history_navigation, remote_address, session_id
)

connected = f", connected: {is_connected(session_id())}, elsewhere: {is_connected('none')}"
st.html(
    f"<p>back: {is_history_navigation()}, held: {sorted(held_by_browser())}"
    f"{connected if 'session' in st.query_params else ''}"
    f"{', from: ' + remote_address() if 'from' in st.query_params else ''}</p>"
)
st.text_input("Name", key="name")
if "fail" in st.query_params:
    raise RuntimeError("as asked")
"""
STATIC = PAGE_FILE.parent / "static"
SHEET = next(STATIC.rglob("*.css"))
COMPONENT = Path(streamlit_folium.__file__).parent / "frontend" / "build"
CLASS = re.compile(r"(?:\.|data-testid=\")(st[A-Z][A-Za-z]+)")


@dataclass(frozen=True)
class Server:
    """A running script, and its log file."""

    url: str
    log: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("probe")
    script, log = folder / "probe.py", folder / "log"
    script.write_text(SCRIPT, encoding="utf-8")
    with log.open("wb") as file, serve(script, None, log=file) as (url, _process):
        yield Server(url, log)


@dataclass
class Drawn:
    """The result of a run: its line of text, and the id of its text field."""

    line: str = ""
    field: str = ""


def run(server: Server, *asked: ClientState) -> list[Drawn]:
    """Open a page and request one run after the other; fields in ``asked`` get their id."""

    async def visit() -> list[Drawn]:
        drawn: list[Drawn] = []
        async with asyncio.timeout(PATIENCE), connected(server.url, patience=PATIENCE) as socket:
            for state in asked:
                for field in state.widget_states.widgets:
                    field.id = drawn[-1].field
                await socket.send(BackMsg(rerun_script=state).SerializeToString())
                drawn.append(Drawn())
                while not read(await socket.recv(decode=False), drawn[-1]):
                    pass
        return drawn

    return asyncio.run(visit())


def read(payload: bytes, drawn: Drawn) -> bool:
    """Store the elements of a message, and return whether it ends the run."""
    message = ForwardMsg.FromString(payload)
    element = message.delta.new_element
    drawn.line = element.html.body or drawn.line
    drawn.field = element.text_input.id or drawn.field
    return message.WhichOneof("type") == "script_finished"


def typed(text: str) -> ClientState:
    state = ClientState()
    state.widget_states.widgets.add(string_value=text)
    return state


@pytest.mark.parametrize("row", INTERNALS, ids=lambda row: row.names[0])
def test_every_row_names_its_files_and_a_test(row) -> None:
    written = "".join((ROOT / file).read_text(encoding="utf-8") for file in row.files)
    assert [name for name in row.names if name not in written] == []
    file, _, test = row.test.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert test in [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("name", ["streamlit", "streamlit-folium"])
def test_no_release_is_allowed_that_was_not_tried(name: str) -> None:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    (asked,) = (Requirement(line) for line in lines if re.match(rf"{name}[\[>=]", line))
    major, minor, *_ = Version(version(name)).release
    assert version(name) in asked.specifier
    assert f"{major}.{minor + 1}" not in asked.specifier


def test_a_run_knows_whether_the_reader_went_back(server: Server) -> None:
    first, back, on = run(
        server, ClientState(), ClientState(is_history_navigation=True), ClientState()
    )
    assert "back: False" in first.line
    assert "back: True" in back.line
    assert "back: False" in on.line


def test_a_run_knows_which_widgets_the_browser_has(server: Server) -> None:
    first, second = run(server, ClientState(), typed("Khasan"))
    assert "held: []" in first.line
    assert "held: ['name']" in second.line


def test_the_page_that_is_read_is_the_one_that_is_served(server: Server) -> None:
    page = httpx.get(server.url, timeout=PATIENCE).text
    assert page == PAGE_FILE.read_text(encoding="utf-8")
    assert page.count("<body>") == 1


def test_an_error_of_the_script_is_logged_in_the_known_words(server: Server) -> None:
    run(server, ClientState(query_string="fail=1"))
    deadline = time.monotonic() + PATIENCE
    while UNCAUGHT not in server.log.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline, "the log has no line in these words"
    assert "RuntimeError: as asked" in server.log.read_text(encoding="utf-8")


def text_of(folder: Path, pattern: str) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob(pattern)))


def test_the_script_of_the_map_is_the_one_that_its_page_runs() -> None:
    def script() -> None:
        import streamlit_folium as component  # noqa: PLC0415

        from routemap.map.base import base_map as make  # noqa: PLC0415
        from routemap.web.assets import assets_url as found  # noqa: PLC0415

        component.st_folium(make(found()), key="map", returned_objects=[], render=False)

    app = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not app.exception
    sent = json.loads(app.get("component_instance")[0].proto.json_args)
    begun = sent["script"].replace(sent["id"], "map_div")
    start = component_script(base_map(assets_url())).removeprefix(begun)
    assert start.startswith("window.map = map_div; ")
    # assembled like the page does, with an unused flag for hover events
    before, after = start.split("false")
    assert f'+"{before}".concat(return_on_hover,"{after}")' in text_of(COMPONENT, "*.js")
    assert sent["return_on_hover"] is False


def test_the_page_of_the_map_has_its_box_and_its_address(server: Server) -> None:
    run(server, ClientState())  # the component must have been imported by a script
    address = f"{server.url}component/streamlit_folium.st_folium/index.html"
    assert 'id="map_div"' in httpx.get(address, timeout=PATIENCE).raise_for_status().text
    assert httpx.URL(address).join(assets_url()).path.startswith("/assets/")


def test_the_browser_side_has_the_words_that_scripts_wait_for() -> None:
    page = text_of(STATIC, "*.js")
    assert "streamlit:render" in page
    # `dataset.testConnectionState` in a script
    assert re.search(r"`stApp`[^{}]*[^}]*\"data-test-connection-state\":", page)
    assert re.search(r"`stApp`[^{}]*[^}]*\"data-test-script-state\":", page)
    assert re.search(r"\bCONNECTED\b", page)
    assert re.search(r"\bnotRunning\b", page)
    assert "streamlit:render" in text_of(COMPONENT, "*.js")


def test_every_class_name_and_test_id_is_one_of_streamlits() -> None:
    ours = chain.from_iterable((ROOT / "src").rglob(pattern) for pattern in ("*.css", "*.js"))
    used = {name for path in ours for name in CLASS.findall(path.read_text(encoding="utf-8"))}
    (listed,) = (set(row.names) for row in INTERNALS if "stApp" in row.names)
    assert used == listed
    quoted = set(re.findall(r"[\"'`. ](st[A-Z][A-Za-z]+)(?=[\"'`. ])", text_of(STATIC, "*.js")))
    assert used <= quoted


def keys(table: dict, above: Sequence[str] = ()) -> Iterator[str]:
    for key, value in table.items():
        path = (*above, key)
        if isinstance(value, dict):
            yield from keys(value, path)
        else:
            yield ".".join(path)


def test_every_option_of_the_configuration_is_known() -> None:
    found = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for key in keys(found):
        st.get_option(key)  # raises for an unknown option


@pytest.mark.parametrize(
    ("path", "status", "area"),
    [
        ("/_stcore/health", 200, "probe"),
        ("/_stcore/host-config", 200, "probe"),
        ("/favicon.png", 200, "asset"),
        ("/manifest.json", 200, "asset"),
        (f"/static/{SHEET.relative_to(STATIC).as_posix()}", 200, "asset"),
        ("/media/none.png", 404, "media"),
        ("/component/none/index.html", 404, "component"),
        ("/_stcore/bidi-components/none/index.js", 404, "component"),
    ],
)
def test_streamlits_routes_are_where_the_areas_look_for_them(
    server: Server, path: str, status: int, area: str
) -> None:
    answer = httpx.get(server.url.rstrip("/") + path, timeout=PATIENCE)
    assert answer.status_code == status
    assert not answer.text.startswith("<!")  # a path without a route returns the page
    assert addresses("", ()).named(path).key == area


def test_a_socket_of_another_origin_is_refused_without_asking_the_internet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ask(*_values: object, **_options: object) -> None:
        raise AssertionError("the internet was asked")

    monkeypatch.setattr(net_util, "get_external_ip", _LOOKS_UP)
    monkeypatch.setattr(net_util, "_make_blocking_http_get", ask)
    with pytest.raises(AssertionError, match="was asked"):
        server_util.is_url_from_allowed_origins("http://evil.example")
    look_up_no_address()
    assert not server_util.is_url_from_allowed_origins("http://evil.example")
    assert server_util.is_url_from_allowed_origins("http://localhost:1")


def test_a_run_knows_from_where_its_page_connected(server: Server) -> None:
    (drawn,) = run(server, ClientState(query_string="from"))
    assert drawn.line.endswith(", from: 127.0.0.1</p>")
    assert remote_address() == "", "outside of a run, it is unknown"


def test_a_session_is_connected_as_long_as_its_page_is_open(server: Server) -> None:
    (drawn,) = run(server, ClientState(query_string="session"))
    assert "connected: True, elsewhere: False" in drawn.line
