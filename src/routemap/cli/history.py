"""``routemap history``: list, show, compare, name and write out the kept revisions."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from routemap.cli.changes_text import change_lines
from routemap.cli.command import Command, add_folder, folder_of
from routemap.data.history import Kept
from routemap.data.load import Loaded
from routemap.data.paths import OUTPUT, empty_folder, using
from routemap.data.revisions import Revisions
from routemap.data.source import history_of, source_of
from routemap.model.errors import HistoryError
from routemap.questions.change_sentences import summary
from routemap.questions.changes import changes

CURRENT: Final = "current"
"""The name of the state that the files have now."""
_WHICH: Final = "a revision, the name of one, a day such as 2026-03-01, or “current”"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_folder(parser, option="--data")
    parser.set_defaults(act=_list)
    actions = parser.add_subparsers(metavar="ACTION")
    rows = (
        ("list", "list the revisions, the latest first", (), _list),
        ("show", "print what a revision holds", ("revision",), _show),
        ("diff", "print what changed between two revisions", ("old", "new"), _diff),
        (
            "name",
            "give a revision a name, so that it is never deleted",
            ("revision", "name"),
            _name,
        ),
        ("export", "write the files of a revision into an empty folder", ("revision",), _export),
    )
    for name, meaning, arguments, act in rows:
        own = actions.add_parser(name, help=meaning, description=meaning)
        for argument in arguments:
            own.add_argument(argument, help=_WHICH if argument != "name" else "the name")
        if act is _export:
            own.add_argument("-o", "--output", required=True, metavar="DIR", help="the new folder")
        own.set_defaults(act=act)


def _run(options: argparse.Namespace) -> int:
    options.folder = folder_of(options.data)
    return int(options.act(options))


def _list(options: argparse.Namespace) -> int:
    earlier = Revisions(options.folder)
    listed = earlier.listed()
    for kept, before in zip(listed, [*listed[1:], None], strict=False):
        name = f" [{kept.name}]" if kept.name else ""
        when = f"{kept.shown_at:%Y-%m-%d %H:%M UTC}"
        print(f"{kept.revision}  {when}{name}  {_line(earlier, kept, before)}")
    if not listed:
        print("No revision is kept yet. A running dashboard keeps each state that it shows.")
    return 0


def _line(earlier: Revisions, kept: Kept, before: Kept | None) -> str:
    """Return who committed a revision and what changed since the one before, in one line."""
    said = f"{kept.author}: {kept.message}" if kept.message else ""
    if before is None:
        what = "the earliest"
    elif before.revision == kept.revision:
        what = "shown again"
    else:
        old, new = (earlier.load(item.revision).dataset for item in (before, kept))
        what = summary(changes(old, new)) or "the same records"
    return " · ".join(filter(None, (what, said)))


def _show(options: argparse.Namespace) -> int:
    loaded = _state(options.folder, options.revision)
    print(f"revision {loaded.dataset.revision}, read {loaded.read}")
    for name, number in loaded.counts.items():
        print(f"{number:8,} {name}")
    print(f"{len(loaded.problems):8,} problems")
    return 0


def _diff(options: argparse.Namespace) -> int:
    old, new = (_state(options.folder, text) for text in (options.old, options.new))
    for line in change_lines(old, new, options.folder):
        print(line)
    return 0


def _name(options: argparse.Namespace) -> int:
    history = history_of(options.folder)
    if history is None:
        raise HistoryError("no history is kept, because ROUTEMAP_HISTORY is empty")
    loaded = _state(options.folder, options.revision)
    history.keep_named(loaded, options.name)
    print(f"{loaded.dataset.revision} is now also “{options.name}”")
    return 0


def _export(options: argparse.Namespace) -> int:
    loaded = _state(options.folder, options.revision)
    output = empty_folder(options.output)
    with using(output, OUTPUT):
        for name, content in loaded.files.items():
            (output / name).write_bytes(content)
    print(f"{len(loaded.files)} files of revision {loaded.dataset.revision} in {output}")
    return 0


def _state(folder: Path, text: str) -> Loaded:
    return source_of(folder).load() if text == CURRENT else Revisions(folder).open(text)


COMMAND: Final = Command(
    "history",
    "list, show, compare, name and write out the kept revisions",
    _add_arguments,
    _run,
    "A running dashboard keeps each state of the data that it shows.",
)
