"""The parameters of a request, whether they came in its address or in its body.

An address has a longest length, and some views ask for more values than fit. Their pages send
the same parameters as a JSON object in the body of a POST request instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from starlette.requests import Request

from routemap.model.errors import ParameterError

Params = Mapping[str, Sequence[str]]


async def params_of(request: Request) -> Params:
    """Return values by key, from the body of a POST request, else from the address.

    Raises
    ------
    ParameterError
        Where the body is not a JSON object of lists of strings.
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
