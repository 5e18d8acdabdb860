"""``routemap store``: make a store in PostgreSQL, and put a data folder in or take it out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from routemap.cli.command import Command, name_of_user, number_of, watcher
from routemap.data.load import data_folder, load
from routemap.data.paths import DATA, OUTPUT, empty_folder, given_path, using
from routemap.data.settings import SOURCE
from routemap.data.source import source_of
from routemap.model.errors import ParameterError
from routemap.model.problem import folded

if TYPE_CHECKING:
    from routemap.data.store.store_source import StoreSource

Arguments = Callable[[argparse.ArgumentParser], None]


def _source() -> StoreSource:
    if not SOURCE.text():
        raise ParameterError(
            f"no store is named; set {SOURCE.key}, for example to postgresql://db.example/routemap"
        )
    return cast("StoreSource", source_of(data_folder()))


def _init(_options: argparse.Namespace) -> int:
    source = _source()
    source.prepare()
    print(f"{source.place}: the store is ready", file=sys.stderr)
    return 0


def _import(options: argparse.Namespace) -> int:
    source, folder = _source(), given_path(options.folder, DATA)
    loaded = load(folder, watcher())
    for group in folded(loaded.problems):
        print(group)
    if loaded.problems:
        print(
            f"{folder}: {number_of(loaded.problems, 'problem')}; correct the files first. Nothing "
            "was imported.",
            file=sys.stderr,
        )
        return 1
    author = name_of_user(options.author, "--author")
    revision = source.put(loaded, author, options.message or f"Import of {folder}")
    counts = ", ".join(f"{number} {name}" for name, number in loaded.counts.items())
    print(f"{source.place}: revision {revision}: {counts}", file=sys.stderr)
    return 0


def _export(options: argparse.Namespace) -> int:
    source, folder = _source(), empty_folder(options.folder)
    taken = source.store.take()
    with using(folder, OUTPUT):
        for name, content in taken.snapshot.files.items():
            (folder / name).write_bytes(content)
    print(f"{folder}: revision {taken.snapshot.revision}", file=sys.stderr)
    return 0


def _check(_options: argparse.Namespace) -> int:
    loaded = _source().load(watcher())
    for group in folded(loaded.problems):
        print(group)
    for group in folded(loaded.notices):
        print(f"notice: {group}")
    counts = ", ".join(f"{number} {name}" for name, number in loaded.counts.items())
    notices = f", {number_of(loaded.notices, 'notice')}" if loaded.notices else ""
    print(
        f"revision {loaded.dataset.revision}: {number_of(loaded.problems, 'problem')}{notices}; "
        f"read {counts}",
        file=sys.stderr,
    )
    return int(bool(loaded.problems))


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="a data folder without problems")
    parser.add_argument("--author", metavar="NAME", help="default: the name of your login")
    parser.add_argument("--message", metavar="TEXT", help="what is imported, and why")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="a new or empty folder")


@dataclass(frozen=True)
class _Action:
    """An action of ``routemap store``."""

    name: str
    help: str
    add_arguments: Arguments
    run: Callable[[argparse.Namespace], int]


_ACTIONS: Final = (
    _Action(
        "init",
        "make the tables of the store, or change them to what this version needs",
        _no_arguments,
        _init,
    ),
    _Action(
        "import",
        "make the records of the store those of a data folder, in one revision",
        _add_import,
        _import,
    ),
    _Action("export", "write the records of the store as a data folder", _add_export, _export),
    _Action("check", "print the problems and notices of the store", _no_arguments, _check),
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for action in _ACTIONS:
        own = actions.add_parser(action.name, help=action.help, description=action.help)
        action.add_arguments(own)
        own.set_defaults(act=action.run)


def _run(options: argparse.Namespace) -> int:
    act: Callable[[argparse.Namespace], int] = options.act
    return act(options)


COMMAND: Final = Command(
    "store",
    "make a store in PostgreSQL, and put a data folder in or take it out",
    _add_arguments,
    _run,
    f"{SOURCE.key} names the store. docs/replicas-and-store.md has the set-up.",
)
