"""The measured apps: Route Map, an empty Streamlit app (the floor), and a plain folium map."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psutil

from benchmarks.serving import ROOT, serve


@dataclass(frozen=True)
class App:
    """An app to measure.

    ``in_frame`` is true if the map's frame has ``data-query``. ``filters`` is a JavaScript
    expression that is true as soon as the filters can be used. ``settings`` are environment
    variables; those of :data:`DEFAULTS` override ``.streamlit/config.toml``.
    """

    key: str
    label: str
    script: str
    in_frame: bool
    filters: str = """document.querySelector('[data-testid="stMultiSelect"]')"""
    settings: Mapping[str, str] = field(default_factory=dict)


# Streamlit's defaults, for settings that Route Map changes
DEFAULTS: Final[Mapping[str, str]] = {
    "STREAMLIT_RUNNER_POST_SCRIPT_GC": "true",
    "STREAMLIT_SERVER_ENABLE_WEBSOCKET_COMPRESSION": "false",
    "STREAMLIT_GLOBAL_MIN_CACHED_MESSAGE_SIZE": "10000",
}
# inside the component of the filters, which has a document fragment of its own
_FACETS: Final = """[...document.querySelectorAll(".st-key-facets *")]
  .some((node) => node.shadowRoot?.querySelector("fieldset.group"))"""
OURS: Final = App("ours", "Route Map", "app.py", in_frame=True, filters=_FACETS)
FLOOR: Final = App("floor", "Floor", "benchmarks/floor.py", in_frame=False, settings=DEFAULTS)
TUNED: Final = App("tuned", "Floor, our settings", "benchmarks/floor.py", in_frame=False)
NAIVE: Final = App(
    "naive", "Usual way", "benchmarks/naive_app.py", in_frame=True, settings=DEFAULTS
)


@dataclass(frozen=True)
class Server:
    """A running app."""

    app: App
    url: str
    process: psutil.Process

    @property
    def port(self) -> int:
        """The port on this machine."""
        return urlsplit(self.url).port or 0

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> float:
        """Return the resident memory in megabytes (10^6 bytes)."""
        return float(self.process.memory_info().rss) / 1e6


@contextmanager
def running(app: App, folder: Path) -> Iterator[Server]:
    """Run an app with a data folder, and stop it at the end of the context."""
    # the code of this folder, whichever is installed
    environment = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **app.settings}
    with serve(ROOT / app.script, folder, environment=environment) as (url, process):
        yield Server(app, url, process)
