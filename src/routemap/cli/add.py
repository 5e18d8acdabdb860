"""``routemap add``: make a draft of the records of files, after all checks."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from routemap.cli.command import (
    Command,
    add_folder,
    folder_of,
    name_of_user,
    number_of,
    records_in_words,
    watcher,
)
from routemap.data.drafts.from_records import Incoming, edits_from
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.drafts.publish import Examined, examine
from routemap.data.incoming.column_mapping import MAPPING, read_mapping
from routemap.data.incoming.file_formats import Reading, Received, read_files
from routemap.data.incoming.incoming_record import IncomingRecord
from routemap.data.load import Loaded, Progress
from routemap.data.paths import given_path
from routemap.data.source import source_of
from routemap.model.draft import MAX_MESSAGE
from routemap.model.errors import DataFileError, ParameterError
from routemap.model.problem import Group, Problem, folded
from routemap.model.tables import TABLES

_FILES: Final[Mapping[str, str]] = {table.file: table.name for table in TABLES}


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="CSV, XLSX, JSON Lines, GeoJSON, a data package, or a data folder",
    )
    add_folder(parser, option="--data")
    parser.add_argument(
        "--table",
        choices=[table.name for table in TABLES],
        help="the table of files whose name and columns do not say it",
    )
    parser.add_argument("--mapping", metavar="FILE", help="which columns are which (TOML)")
    parser.add_argument(
        "--update",
        action="store_true",
        help="take other values of records that exist as changes",
    )
    parser.add_argument("--save", action="store_true", help="save the draft, if nothing is wrong")
    parser.add_argument("--message", metavar="TEXT", help="what the draft is for")
    parser.add_argument("--author", metavar="NAME", help="who made it; default: your login name")


def _add(options: argparse.Namespace) -> int:
    folder = folder_of(options.data)
    author = name_of_user(options.author, "--author")
    message = _message(options)
    mappings = read_mapping(given_path(options.mapping, MAPPING)) if options.mapping else ()
    watch = watcher() or _unwatched
    before = _readable(source_of(folder).load(watch))
    reading = Reading(options.table or "", mappings, _own_columns(before))
    received = read_files(options.files, reading, watch)
    watch(Progress("Comparing with the data", 0.5))
    incoming = edits_from(before.files, received.records, update=options.update)
    drafts = drafts_of(folder)
    draft = drafts.new(before.dataset.revision, author, message, incoming.edits)
    watch(Progress("Checking the records", 0.6))
    examined = examine(draft, folder, before) if draft.edits else None
    watch(Progress("", 1.0))
    _report_records(incoming, update=options.update)
    wrong = _report_faults(received, incoming, examined, update=options.update)
    if wrong:
        print(
            f"{number_of(wrong, 'fault')}; nothing was written. Correct the files and try again.",
            file=sys.stderr,
        )
        return 1
    if not draft.edits:
        print("There is nothing to add.", file=sys.stderr)
    elif options.save:
        drafts.save(draft, "")
        print(f"draft {draft.id}")
        print(f"See what it changes with: routemap review {draft.id}", file=sys.stderr)
    else:
        print("No faults. Nothing was written; --save saves this as a draft.", file=sys.stderr)
    return 0


def _message(options: argparse.Namespace) -> str:
    given = options.message
    if given is None:
        given = f"Add {', '.join(Path(file).name for file in options.files)}"[:MAX_MESSAGE]
    if not given.strip() or len(given) > MAX_MESSAGE:
        raise ParameterError(f"--message: give a text of at most {MAX_MESSAGE} characters")
    return " ".join(given.split())


def _unwatched(_progress: Progress) -> None:
    return


def _readable(loaded: Loaded) -> Loaded:
    if loaded.unread:
        raise DataFileError(
            f"{', '.join(loaded.unread)}: the data cannot be read; run routemap check and correct "
            "it first"
        )
    return loaded


def _own_columns(loaded: Loaded) -> dict[str, list[str]]:
    """Return the columns of the data that only this case or team has, by name of the table."""
    keys = {table.name: table.keys for table in TABLES}
    own = loaded.dataset.own_columns
    return {
        table.name: [
            *(key for key in table.keys if key not in keys[table.name]),
            *own.get(table.name, ()),
        ]
        for table in loaded.dataset.case.tables
    }


def _report_records(incoming: Incoming, *, update: bool) -> None:
    """Print how many records of which tables are new, the same, or different."""
    rows = (
        ("new", incoming.new),
        ("the same", incoming.same),
        ("to be changed" if update else "in conflict", incoming.different),
    )
    for label, records in rows:
        numbers = Counter(record.table for record in records)
        tables = [
            records_in_words(numbers[table.name], table) for table in TABLES if numbers[table.name]
        ]
        print(f"{label}: {', '.join(tables) or 'none'}")
    for item in incoming.differences:
        print(f"{'change' if update else 'conflict'}: {item}")


def _report_faults(
    received: Received, incoming: Incoming, examined: Examined | None, *, update: bool
) -> list[object]:
    """Print notices and everything that is wrong, and return the latter."""
    problems = list(received.problems)
    notices = list(received.notices)
    others: list[str] = []
    if examined:
        problems += examined.problems
        notices += examined.notices
        others += map(str, examined.conflicts)
        others += examined.faults if not examined.problems else ()
    places = {(item.table, item.record): item for item in received.records}
    groups = _placed(problems, places)
    for line in (*groups, *others):
        print(line)
    for group in _placed(notices, places):
        print(f"notice: {group}")
    for risk in examined.risks if examined else ():
        print(f"needs a reason when it is published: {risk!s}")
    return [*groups, *others, *(() if update else incoming.different)]


def _placed(
    problems: Iterable[Problem], places: Mapping[tuple[str, str], IncomingRecord]
) -> list[Group]:
    """Return problems, those of new records with the place in the file that they come from."""

    def placed(problem: Problem) -> Problem:
        found = places.get((_FILES.get(problem.file, ""), problem.record))
        if found is None:
            return problem
        return replace(problem, file=found.file, row=found.row, line=found.line)

    def all_placed(items: Sequence[Problem]) -> tuple[Problem, ...]:
        return tuple(map(placed, items))

    return [Group(placed(group.cause), all_placed(group.others)) for group in folded(problems)]


COMMAND: Final = Command(
    "add",
    "make a draft of the records of files, after all checks",
    _add_arguments,
    _add,
    "Without --save, it only says what is new, the same and in conflict, and what is wrong.",
)
