"""The dashboard as README says to run it, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.serving import ROOT, serve

from routemap.data.settings import RATE_MESSAGES
from routemap.web.guard.limits import RATES

# tests come in bursts from one address; that there are limits is shown where they are tested
UNLIMITED = {setting.key: "0" for setting in (*RATES.values(), RATE_MESSAGES)}


@contextmanager
def serving(folder: Path | None = None, *options: str, **environment: str) -> Iterator[str]:
    """Run the dashboard over a folder, and give its address; end it afterwards."""
    with serve(ROOT / "app.py", folder, *options, environment={**UNLIMITED, **environment}) as (
        url,
        _process,
    ):
        yield url
