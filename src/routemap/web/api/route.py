"""One route of the API, as a row from which the server and the OpenAPI file are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from routemap.web.api.kinds import AnswerKind
from routemap.web.api.parameter import Input, Schema
from routemap.web.api.request import ApiRequest


@dataclass(frozen=True)
class Answer:
    """What a route gives: a body, its media type, and headers of its own.

    ``body`` is bytes, or plain data that is written as JSON; ``None`` for a question that was
    asked with HEAD and whose answer would be costly to make.
    """

    body: Any
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ApiRoute:
    """One route.

    Attributes
    ----------
    name, title, meaning
        A name for programs, a few words, and a sentence or more.
    path
        Below the address of the dashboard; parts in braces are parameters.
    kind
        In which queue its requests wait.
    section
        Under which heading the documentation has it.
    answer
        Makes the answer. Runs in a thread of its own; may raise any RoutemapError.
    gives
        JSON Schema of the answer by media type.
    parts
        The parameters in the path.
    takes
        The parameters after the question mark.
    dated
        Whether the answer says when it was made, so that two never have the same bytes.
    kept
        Whether clients may keep it and ask whether it still holds.
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
