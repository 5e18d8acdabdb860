"""OpenAPI 3.0 for map programs, which know no other: GDAL and QGIS read it to page."""

from __future__ import annotations

from typing import Any, Final

from routemap.web.api.parameters import LARGEST_PAGE, LIMIT

OPENAPI: Final = "3.0.3"


def downgraded(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.1 description as OpenAPI 3.0.

    Types that may be null are written as 3.0 has them, and what it has no word for is left
    out. The largest page stands in it as a maximum: OGC reads a maximum as what a server gives
    at most, not as a bound on what may be asked (Features, Part 1, requirement 22 C). In 3.1
    it does not, because JSON Schema reads it as a bound.
    """
    found: dict[str, Any] = {**_plain(document), "openapi": OPENAPI}
    found["components"]["parameters"][LIMIT.key]["schema"]["maximum"] = LARGEST_PAGE
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _plain(item) for key, item in value.items() if key != "prefixItems"}
    types = plain.get("type")
    if isinstance(types, list):
        plain["type"] = next(name for name in types if name != "null")
        plain["nullable"] = True
    return plain
