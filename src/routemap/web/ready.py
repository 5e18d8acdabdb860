"""Whether readers may be sent to this server: ``/ready``, for balancers.

``/health`` says that the process is alive. A process can be alive without data, or about to end.
"""

from __future__ import annotations

import threading
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.web.base_path import base_path

STOPPING: Final = threading.Event()
"""Set when this process has been asked to end."""
READY: Final = "ready"
NO_DATA: Final = "no data"
ENDING: Final = "stopping"


def ready_routes(base: str = "") -> list[BaseRoute]:
    """Return the route for balancers, below Streamlit's ``server.baseUrlPath``."""
    return [Route(f"{base_path(base)}/ready", _ready)]


async def _ready(_request: Request) -> Response:
    """Return 200 if readers may be sent to this server, else 503; the data is not waited for."""
    data = repository(data_folder())
    data.start()
    status = READY if data.has_data else NO_DATA
    if STOPPING.is_set():
        status = ENDING
    code = 200 if status == READY else 503
    return JSONResponse({"status": status}, code, headers={"Cache-Control": "no-store"})
