"""One endpoint of the API: a row that defines both the server and the OpenAPI file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from routemap.web.api.input import Input, Schema
from routemap.web.api.kinds import AnswerKind
from routemap.web.api.request import ApiRequest


@dataclass(frozen=True)
class Answer:
    """The result of an endpoint: body, media type and additional headers.

    ``body`` is bytes, or plain data to be written as JSON. It is ``None`` for a HEAD request whose
    body would be expensive to make.
    """

    body: Any
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ApiRoute:
    """One endpoint.

    Attributes
    ----------
    name, title, meaning
        The id, summary and description in the OpenAPI file.
    path
        Path below the address of the dashboard; parts in braces are parameters.
    kind
        The queue in which requests wait.
    section
        The heading in the documentation.
    answer
        Returns the result. Runs in a thread; may raise any RoutemapError.
    gives
        JSON Schemas of the response by media type.
    parts
        Path parameters.
    takes
        Query parameters.
    dated
        Whether the response contains the time at which it was made, so that its bytes differ
        each time.
    kept
        Whether clients may cache the response and revalidate it.
    """

    name: str
    title: str
    meaning: str
    path: str
    kind: AnswerKind
    section: str
    answer: Callable[[ApiRequest], Answer]
    gives: Mapping[str, Schema]
    parts: tuple[Input, ...] = ()
    takes: tuple[Input, ...] = ()
    dated: bool = False
    kept: bool = True
