"""A slow connection: the order in which a page and its server hear of each other."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import PATIENCE


class Line:
    """The line from the server to a page, on which messages can be kept waiting."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._seen: list[str | bytes] = []
        self._held: list[str | bytes] = []
        self._from: bytes | None = None
        self._client: WebSocketRoute | None = None
        page.route_web_socket(re.compile("/_stcore/stream"), self._between)

    def _between(self, client: WebSocketRoute) -> None:
        self._client = client
        client.connect_to_server().on_message(self._arrive)

    def _arrive(self, message: str | bytes) -> None:
        self._seen.append(message)
        if self._held or (self._from is not None and self._from in message):
            self._held.append(message)
        else:
            self._client.send(message)

    def hold(self, words: bytes = b"") -> None:
        """Keep everything waiting, from the first message on that has these words in it."""
        self._from = words
        self._seen.clear()

    def wait_for(self, *words: bytes) -> None:
        """Wait until messages with these words, one after the other, have come since."""

        def have_come() -> bool:
            messages = iter(self._seen)
            return all(any(word in message for message in messages) for word in words)

        self._wait(have_come, words)

    def wait_for_runs(self, number: int) -> None:
        """Wait until this many runs have ended since."""
        self._wait(lambda: sum(map(_ends_run, self._seen)) >= number, number)

    def _wait(self, condition: Callable[[], bool], told: object) -> None:
        end = time.monotonic() + PATIENCE / 1000
        while not condition():
            assert time.monotonic() < end, told
            self._page.wait_for_timeout(20)  # in which messages arrive

    @property
    def waiting(self) -> int:
        """How many messages are kept waiting."""
        return len(self._held)

    def let_pass(self, number: int) -> None:
        """Let the first messages pass, and keep the others waiting."""
        for message in self._held[:number]:
            self._client.send(message)
        del self._held[:number]

    def let_run_pass(self) -> None:
        """Let the first run that waits pass as a whole."""
        self.let_pass(next(at for at, held in enumerate(self._held) if _ends_run(held)) + 1)

    def let_go(self) -> None:
        """Let everything pass, in order."""
        self._from = None
        self.let_pass(self.waiting)


def _ends_run(message: str | bytes) -> bool:
    return ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"
