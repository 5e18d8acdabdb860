"""Client for one reader's page: it uses Streamlit's websocket protocol like a browser."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.certificate import trusting
from routemap.model.vocabulary import STANCES
from routemap.questions.query import Query, read_params

# of the apps that ours is compared with
_SEARCH, _STANCE = "Search", "Stance"
_RENEWAL: Final = "routemap.refresh"
_FACETS: Final = "routemap.facets"
_STATES: Final = "routemap.state"
_MOVES: Final = ("new_session", "navigation", "page_info_changed")


class SessionError(RuntimeError):
    """The session cannot continue."""


def _texts(values: Iterable[str]) -> WidgetState:
    state = WidgetState()
    state.string_array_value.data.extend(values)
    return state


def _text(value: str | None) -> WidgetState | None:
    return None if value is None else WidgetState(string_value=value)


def _chosen(widget: Any) -> str | None:
    if widget.set_value:
        return widget.raw_value if widget.HasField("raw_value") else None
    return widget.options[widget.default] if widget.HasField("default") else None


def _typed(widget: Any) -> str | None:
    name = "value" if widget.set_value else "default"
    return getattr(widget, name) if widget.HasField(name) else None


def _picked(widget: Any) -> list[str]:
    if widget.set_value:
        return list(widget.raw_values)
    return [widget.options[i] for i in widget.default]


def _pressed(widget: Any) -> list[str]:
    if widget.set_value:
        return list(widget.raw_values)
    return [widget.options[i].content for i in widget.default]


# what the browser sends for a widget that the reader has not changed
_INITIAL: Final[Mapping[str, Callable[[Any], WidgetState | None]]] = {
    "text_input": lambda widget: _text(_typed(widget)),
    "date_input": lambda widget: _texts(widget.value if widget.set_value else widget.default),
    "selectbox": lambda widget: _text(_chosen(widget)),
    "radio": lambda widget: _text(_chosen(widget)),
    "multiselect": lambda widget: _texts(_picked(widget)),
    "button_group": lambda widget: _texts(_pressed(widget)),
}


def facets_event(component: str, sent: object) -> WidgetState:
    """Return what the browser sends if the component of our filters sends a value."""
    state = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events")
    state.json_trigger_value = json.dumps([{"event": "filters", "value": sent}])
    return state


@dataclass
class Run:
    """The content of the page after a run.

    ``texts`` are the bodies of HTML elements, ``widgets`` the ids of widgets, ``errors`` what
    failed, and ``mark`` is the mark with which the page checks whether its data is current.
    ``found`` has everything that the pattern of the reader matched; ``drafts`` has the same for
    runs that ended early because another one followed. ``question`` is the query of “Search” and
    “Stance”, ``None`` if the page has no filters. ``filters`` is the id of the component of our
    filters.
    """

    texts: list[str] = field(default_factory=list)
    widgets: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    mark: str = ""
    found: set[bytes] = field(default_factory=set)
    drafts: list[set[bytes]] = field(default_factory=list)
    question: Query | None = None
    filters: str = ""

    def begin_anew(self) -> None:
        """Discard what was drawn: the browser keeps only the results of the following run."""
        self.drafts.append(self.found)
        self.texts, self.widgets, self.mark, self.found = [], set(), "", set()
        self.filters = ""


class Reader:
    """One reader's page, with the state that a browser keeps between runs."""

    def __init__(
        self,
        url: str,
        socket: websockets.ClientConnection,
        pattern: re.Pattern[bytes] | None = None,
    ) -> None:
        self._url, self._socket, self._pattern = url, socket, pattern
        self._seen: dict[str, tuple[bytes, int]] = {}
        self._runs, self._most_runs = 0, 2
        self._address = self._page = ""
        self._states: dict[str, WidgetState | None] = {}
        self._ids: dict[str, str] = {}
        self._filters = ""  # the component of our filters
        self._values: Mapping[str, list[str]] = {}
        self._number = 0
        self._change: dict[str, list[str]] | None = None  # what has not arrived at the server yet

    def ask(self, query: Query) -> None:
        """Set “Search” and “Stance” to a query, for the following run.

        Raises
        ------
        SessionError
            If the current page has no such filters.
        """
        if self._filters:
            self._number += 1
            self._change = {"q": [query.text] if query.text else [], "stance": [*query.stance]}
            return
        labels = (STANCES.label(key) for key in query.stance)
        for label, state in ((_SEARCH, _text(query.text)), (_STANCE, _texts(labels))):
            if label not in self._ids:
                raise SessionError(f"the page has no widget “{label}”")
            self._states[self._ids[label]] = state

    @property
    def can_ask(self) -> bool:
        """Whether the current page has “Search” and “Stance”."""
        return bool(self._filters) or {_SEARCH, _STANCE} <= self._ids.keys()

    @property
    def address(self) -> Query:
        """The query in the address of the page."""
        return read_params(parse_qs(self._address))[0]

    def resume(self, socket: websockets.ClientConnection) -> None:
        """Continue with another connection, like a browser that reconnects to its server."""
        self._socket = socket

    async def run(self) -> Run:
        """Request a run, and return the content of the page after its end; see :meth:`send`.

        Raises
        ------
        SessionError
            If the server breaks the protocol.
        websockets.WebSocketException
            If the server closes the socket.
        """
        await self.send()
        run = Run()
        while not self._read(await self._socket.recv(decode=False), run):
            pass
        # the browser forgets widgets that the page no longer has
        self._states = {key: self._states[key] for key in self._states if key in run.widgets}
        self._ids = {label: key for label, key in self._ids.items() if key in run.widgets}
        self._filters = run.filters
        run.question = self._question() if self.can_ask else None
        return run

    def _question(self) -> Query:
        """Return the query of “Search” and “Stance”."""
        if self._filters:
            values = {**self._values, **(self._change or {})}
            return Query(text="".join(values["q"]), stance=tuple(sorted(values["stance"])))
        text, stance = (self._states[self._ids[label]] for label in (_SEARCH, _STANCE))
        labels = stance.string_array_value.data if stance else ()
        return Query(
            text=text.string_value if text else "",
            stance=tuple(sorted(key for key in STANCES.keys if STANCES.label(key) in labels)),
        )

    async def send(self) -> None:
        """Request a run with the current state of the page.

        Raises
        ------
        websockets.WebSocketException
            If the server closes the socket.
        """
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._address, self._page
        state.cached_message_hashes.extend(self._seen)
        state.context_info.url, state.context_info.timezone = self._url, "UTC"
        state.context_info.locale, state.context_info.color_scheme = "en-US", "light"
        for key, value in self._states.items():
            if value is not None:
                value.id = key
                state.widget_states.widgets.append(value)
        if self._filters and self._change is not None:
            sent = {"number": self._number, "set": self._change, "find": {}}
            state.widget_states.widgets.append(facets_event(self._filters, sent))
        await self._socket.send(message.SerializeToString())

    def _read(self, payload: bytes, run: Run) -> bool:
        """Process a message, and return whether it ended the run."""
        message = self._resolved(payload)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take(message.delta.new_element, run)
        elif kind in _MOVES:
            self._move(message)
        elif kind == "page_not_found":
            run.errors.append("the page was not found")
        elif kind == "session_event":
            event = message.session_event
            if event.WhichOneof("type") == "script_compilation_exception":
                run.errors.append(event.script_compilation_exception.message)
        elif kind == "script_finished":
            status = message.script_finished
            # if a run was ended early for another one, that one follows immediately
            if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                run.begin_anew()
                return False
            if status == ForwardMsg.FINISHED_SUCCESSFULLY:
                self._forget()
            else:
                name = ForwardMsg.ScriptFinishedStatus.Name(status)
                run.errors.append(f"a run ended as {name}")
            return True
        return False

    def _move(self, message: ForwardMsg) -> None:
        """Take the page and the address that a message gives."""
        kind = str(message.WhichOneof("type"))
        if kind == "page_info_changed":
            self._address = message.page_info_changed.query_string
            return
        self._page = getattr(message, kind).page_script_hash
        if kind == "new_session":
            self._most_runs = message.new_session.config.max_cached_message_age

    def _resolved(self, payload: bytes) -> ForwardMsg:
        message: ForwardMsg = ForwardMsg.FromString(payload)
        if message.WhichOneof("type") == "ref_hash":
            key = message.ref_hash
            if key not in self._seen:
                raise SessionError("the server refers to a message that it has not sent")
            payload = self._seen[key][0]
            message = ForwardMsg.FromString(payload)
        elif not message.metadata.cacheable:
            return message
        else:
            key = message.hash
        self._seen[key] = payload, self._runs
        return message

    def _forget(self) -> None:
        self._runs += 1
        kept = {
            key: (payload, used)
            for key, (payload, used) in self._seen.items()
            if self._runs - used <= self._most_runs
        }
        self._seen = kept

    def _take(self, element: Any, run: Run) -> None:
        kind = element.WhichOneof("type")
        if self._pattern:
            run.found.update(self._pattern.findall(element.SerializeToString()))
        if kind == "exception":
            run.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "html":
            run.texts.append(element.html.body)
        elif kind == "bidi_component" and element.bidi_component.component_name == _RENEWAL:
            run.mark = json.loads(element.bidi_component.json)["mark"]
        elif kind == "bidi_component" and element.bidi_component.component_name == _FACETS:
            run.filters = element.bidi_component.id
        elif kind == "bidi_component" and element.bidi_component.component_name == _STATES:
            (states,) = json.loads(element.bidi_component.json)
            shown = states["facets"]
            self._values = shown["values"]
            if shown["taken"] >= self._number:
                self._change = None
        elif kind in _INITIAL:
            widget = getattr(element, kind)
            run.widgets.add(widget.id)
            self._ids[widget.label] = widget.id
            if widget.id not in self._states or widget.set_value:
                self._states[widget.id] = _INITIAL[kind](widget)


@asynccontextmanager
async def connected(
    url: str, *, patience: float, **options: Any
) -> AsyncIterator[websockets.ClientConnection]:
    """Connect to a server like a browser on its first visit.

    Parameters
    ----------
    url
        The server's address with a trailing slash.
    patience
        Seconds to wait for the connection.
    options
        Further options of ``websockets.connect``.

    Yields
    ------
    websockets.ClientConnection
        For messages of Streamlit's protocol.
    """
    parts = urlsplit(url)
    scheme, secure = ("wss", {"ssl": trusting()}) if parts.scheme == "https" else ("ws", {})
    async with websockets.connect(
        f"{scheme}://{parts.netloc}{parts.path}_stcore/stream",
        origin=websockets.Origin(f"{parts.scheme}://{parts.netloc}"),
        # what the browser offers before it has a token
        subprotocols=[
            websockets.Subprotocol("streamlit"),
            websockets.Subprotocol("PLACEHOLDER_AUTH_TOKEN"),
        ],
        max_size=None,
        ping_interval=None,
        open_timeout=patience,
        proxy=None,
        **{**secure, **options},
    ) as socket:
        yield socket


@asynccontextmanager
async def opened(
    url: str, *, patience: float, pattern: re.Pattern[bytes] | None = None
) -> AsyncIterator[Reader]:
    """Connect to a server and yield a reader before its first run; see :func:`connected`."""
    async with connected(url, patience=patience) as socket:
        yield Reader(url, socket, pattern)
