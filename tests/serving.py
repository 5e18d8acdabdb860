"""The dashboard, started as described in README, in a separate process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.serving import ROOT, serve

from routemap.data.settings import RATE_MESSAGES
from routemap.web.guard.limits import RATES

# tests send many requests from one address; the limits have their own tests
UNLIMITED = {setting.key: "0" for setting in (*RATES.values(), RATE_MESSAGES)}


@contextmanager
def serving(folder: Path | None = None, *options: str, **environment: str) -> Iterator[str]:
    """Run the dashboard with a folder and yield its address; stop it afterwards."""
    with serve(ROOT / "app.py", folder, *options, environment={**UNLIMITED, **environment}) as (
        url,
        _process,
    ):
        yield url
