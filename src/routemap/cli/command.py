"""What the commands share: their definition, the data folder, and the progress at a terminal."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sized
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from routemap.data.load import LAST_STAGE, Progress, Watcher, data_folder
from routemap.data.paths import DATA, given_path
from routemap.model.columns import Table
from routemap.model.errors import ParameterError

DEFAULT_FOLDER: Final = "default: the folder of the dashboard"
CLEAR: Final = "\r\x1b[K"  # clears a line of a terminal
_LONG = 1.0  # seconds


@dataclass(frozen=True)
class Command:
    """A command: its name, what it does, its arguments, and its function.

    ``run`` returns the exit status.
    """

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    description: str | None = None


def add_folder(parser: argparse.ArgumentParser, *, option: str = "folder") -> None:
    """Add the data folder to the arguments of a command; ``option`` may be ``--data``."""
    number = {} if option.startswith("-") else {"nargs": "?"}
    parser.add_argument(option, metavar="DIR", help=DEFAULT_FOLDER, **number)  # type: ignore[arg-type]


def folder_of(given: str | None) -> Path:
    """Return the given data folder, by default that of the dashboard."""
    return given_path(str(data_folder()) if given is None else given, DATA)


def watcher() -> Watcher | None:
    """Return a function that shows the progress of a slow reading, ``None`` without a terminal."""
    begun = monotonic()

    def show(progress: Progress) -> None:
        if monotonic() - begun < _LONG:
            return
        done = progress.share >= LAST_STAGE
        line = "" if done else f"{progress.share:4.0%} {progress.stage}"
        print(f"{CLEAR}{line}", end="", file=sys.stderr, flush=True)

    return show if sys.stderr.isatty() else None


def name_of_user(given: str | None, option: str) -> str:
    """Return a given name, by default the login name of the user.

    Raises
    ------
    ParameterError
        If it is empty, or if none is given and the system has no login name.
    """
    try:
        name = getpass.getuser() if given is None else given.strip()
    except (OSError, KeyError):  # KeyError: before Python 3.13
        name = ""
    if not name:
        raise ParameterError(f"your name is not known; give it with {option} NAME")
    return name


def records_in_words(number: int, table: Table) -> str:
    """Return how many records of a table there are, in words.

    Examples
    --------
    >>> from routemap.model.tables import SOURCES
    >>> records_in_words(1, SOURCES), records_in_words(2, SOURCES)
    ('1 claim source', '2 sources')
    """
    return f"{number:,} {table.record if number == 1 else table.name}"


def number_of(items: Sized, name: str) -> str:
    """Return how many items there are, in words.

    Examples
    --------
    >>> number_of([1], "problem"), number_of([], "notice")
    ('1 problem', '0 notices')
    """
    return f"{len(items)} {name}{'' if len(items) == 1 else 's'}"
