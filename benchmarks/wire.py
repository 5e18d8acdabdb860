"""Count the transferred bytes with a relay between browser and server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass
class Wire:
    """A relay at ``url``; ``sent`` bytes went to the server, ``received`` bytes to the browser."""

    url: str = ""
    sent: int = 0
    received: int = 0

    @property
    def total(self) -> int:
        """Bytes in both directions over TCP: after compression, with headers."""
        return self.sent + self.received


@contextmanager
def counted(port: int) -> Iterator[Wire]:
    """Relay connections to a port of this machine, and count their bytes."""
    wire = Wire()
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, up: bool) -> None:
        try:
            while content := await reader.read(65_536):
                if up:
                    wire.sent += len(content)
                else:
                    wire.received += len(content)
                writer.write(content)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_server = await asyncio.open_connection("127.0.0.1", port)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(
                copy(reader, to_server[1], up=True), copy(to_server[0], writer, up=False)
            )

    async def listen() -> None:
        server = await asyncio.start_server(relay, "127.0.0.1", 0)
        wire.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        ready.set()

    async def end() -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        loop.stop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield wire
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop)
        thread.join()
        loop.close()
