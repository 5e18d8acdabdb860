"""Client for the Export page of one reader, which can press its buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.attack.loopback import ATTACKER, port_of
from benchmarks.page import connected

_PAGE: Final = "export"
# keys of the page's buttons; Streamlit appends them to their ids
_DOWNLOAD, _PREPARE = "export.download.", "export.prepare."


class ExportPage:
    """An open page.

    Attributes
    ----------
    downloads
        Keys of the formats whose file is prepared.
    prepares
        By key of the format: the id of the button that starts the preparation of a file.
    """

    def __init__(self, socket: websockets.ClientConnection, query: str) -> None:
        self._socket, self._query = socket, query
        self.downloads: set[str] = set()
        self.prepares: dict[str, str] = {}

    async def run(self, pressed: str = "") -> None:
        """Request a run, with a pressed button if given, and read the buttons of the page."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = self._query, _PAGE
        if pressed:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        await self._socket.send(message.SerializeToString())
        self.downloads, self.prepares = set(), {}
        while not self._ends(ForwardMsg.FromString(await self._socket.recv(decode=False))):
            pass

    def _ends(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take(message.delta.new_element)
        return kind == "script_finished" and (
            message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        )

    def _take(self, element: Any) -> None:
        if element.WhichOneof("type") == "download_button":
            self.downloads.add(element.download_button.id.partition(_DOWNLOAD)[2])
        elif format_key := element.button.id.partition(_PREPARE)[2]:
            self.prepares[format_key] = element.button.id


@asynccontextmanager
async def export_page(
    url: str, query: str, *, seconds: float, source: str = ATTACKER
) -> AsyncIterator[ExportPage]:
    """Open the Export page of a server on this machine, from one of this machine's addresses."""
    port_of(url)
    options = {"close_timeout": 0.1, "local_addr": (source, 0)}
    async with connected(url, patience=seconds, **options) as socket:
        page = ExportPage(socket, query)
        await page.run()
        yield page
