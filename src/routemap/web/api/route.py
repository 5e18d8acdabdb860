"""One endpoint of the API: a row that defines both the server and the OpenAPI file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from routemap.model.roles import Action
from routemap.web.api.input import Input, Schema
from routemap.web.api.kinds import AnswerKind
from routemap.web.api.request import ApiRequest

# any site may read public data; browsers send no credentials with such requests
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, Retry-After",
}


@dataclass(frozen=True)
class Answer:
    """The result of an endpoint: body, media type and additional headers.

    ``body`` is bytes, or plain data to be written as JSON. It is ``None`` for a HEAD request whose
    body would be expensive to make. ``notes`` are for the line of the request in the log.
    """

    body: Any
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    notes: Mapping[str, str] = field(default_factory=dict)


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
    takes_body
        JSON Schema of the body, for an endpoint that takes POST instead of GET. Pages of other
        sites can neither use nor read it.
    needs
        What somebody must be allowed to do.
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
    takes_body: Schema | None = None
    needs: Action | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that it answers."""
        return ("GET", "HEAD", "OPTIONS") if self.takes_body is None else ("POST", "OPTIONS")

    @property
    def cors(self) -> Mapping[str, str]:
        """The headers that let pages of other sites read its responses."""
        return CORS if self.takes_body is None else {}
