"""OpenAPI 3.0 for GDAL and QGIS, which support no other version and need it for paging."""

from __future__ import annotations

from typing import Any, Final

from routemap.web.api.parameters import LARGEST_PAGE, LIMIT

OPENAPI: Final = "3.0.3"


def downgraded(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.1 description as OpenAPI 3.0.

    Nullable types are rewritten for 3.0, and keywords that it does not have are left out. The
    largest page is added as the maximum of ``limit``: for OGC, a maximum is the most that a server
    returns, and larger requests are valid (Features, Part 1, requirement 22 C). In 3.1 it is left
    out, because JSON Schema makes larger requests invalid.
    """
    found: dict[str, Any] = {**_rewritten(document), "openapi": OPENAPI}
    found["components"]["parameters"][LIMIT.key]["schema"]["maximum"] = LARGEST_PAGE
    return found


def _rewritten(value: Any) -> Any:
    if isinstance(value, list):
        return [_rewritten(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _rewritten(item) for key, item in value.items() if key != "prefixItems"}
    types = found.get("type")
    if isinstance(types, list):
        found["type"] = next(name for name in types if name != "null")
        found["nullable"] = True
    return found
