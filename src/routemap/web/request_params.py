"""The parameters of a request, from its address or its body.

The length of an address is limited, and some views have more values than fit. Their pages send
the same parameters as a JSON object in the body of a POST request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from starlette.requests import Request

from routemap.model.errors import ParameterError

Params = Mapping[str, Sequence[str]]


async def params_of(request: Request) -> Params:
    """Return the values by key: from the body of a POST request, otherwise from the address.

    Raises
    ------
    ParameterError
        If the body is not a JSON object of lists of strings.
    """
    if request.method != "POST":
        return {key: request.query_params.getlist(key) for key in request.query_params}
    try:
        found = json.loads(await request.body())
    # ValueError: invalid JSON or UTF-8; RecursionError: thousands of nested lists
    except (ValueError, RecursionError) as error:
        raise ParameterError(_EXPECTED) from error
    if not isinstance(found, dict) or not all(map(_is_list_of_text, found.values())):
        raise ParameterError(_EXPECTED)
    return found


def _is_list_of_text(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


_EXPECTED = 'The body must be a JSON object of lists of strings, such as {"stance": ["denies"]}.'
