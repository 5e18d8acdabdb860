"""``routemap export``: write the result of a query to a file."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from routemap.cli.command import Command, add_folder, folder_of, watcher
from routemap.data.drafts.emptied import emptied_in
from routemap.data.load import Loaded, Progress
from routemap.data.paths import OUTPUT, given_path, using
from routemap.data.revisions import Revisions
from routemap.data.source import load_published
from routemap.exports import FORMATS, extract, format_named
from routemap.exports.progress import unwatched
from routemap.exports.save import save
from routemap.model.address import read_address
from routemap.model.errors import ParameterError
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter_values import in_date_order
from routemap.questions.reconcile import without_full_lists
from routemap.questions.selection import select
from routemap.questions.strict import read_strictly, unknown_values


def _add_arguments(export: argparse.ArgumentParser) -> None:
    known = ", ".join(f"{row.key} ({row.label})" for row in FORMATS)
    export.add_argument("--format", required=True, choices=[row.key for row in FORMATS], help=known)
    export.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="- writes to standard output"
    )
    add_folder(export, option="--data")
    export.add_argument(
        "--address", metavar="URL", help="public address of the dashboard, for links to it"
    )
    for parameter in PARAMETERS:
        export.add_argument(
            f"--{parameter.key}",
            dest=f"query.{parameter.key}",
            action="append",
            metavar=parameter.key.upper(),
            help=parameter.meaning,
        )


def _export(options: argparse.Namespace) -> int:
    given = {
        parameter.key: getattr(options, f"query.{parameter.key}") or [] for parameter in PARAMETERS
    }
    query, errors = read_strictly(given)
    errors += [
        ParameterError(f"“{key}” is empty; give a value, or leave out --{key}.", key)
        for key, values in given.items()
        if not all(map(str.strip, values))
    ]
    address = "" if options.address is None else read_address(options.address, "--address")
    output = None if options.output == "-" else given_path(options.output, OUTPUT)
    loaded = _state(folder_of(options.data), query.as_of)
    dataset = loaded.dataset
    errors += unknown_values(query, dataset)
    if in_date_order(given) is not given:
        errors.append(ParameterError("“from” is later than “to”; exchange the two dates."))
    for error in errors:
        print(f"routemap: {error}", file=sys.stderr)
    if errors:
        return 2
    query = without_full_lists(query, dataset)
    watch = watcher()
    extracted = extract(
        select(dataset, query),
        made=datetime.now(UTC),
        address=address,
        watch=(lambda share: watch(Progress("Writing", share))) if watch else unwatched,
        held_back=loaded.held_back_in_short,
    )
    content = format_named(options.format).make(extracted)
    if watch:
        watch(Progress("", 1.0))
    if output:
        with using(output, OUTPUT):
            save(content, output)
    else:
        with using("standard output", OUTPUT):
            rest = memoryview(content)
            while rest:  # unbuffered, a pipe accepts a part at a time
                rest = rest[sys.stdout.buffer.write(rest) :]
            sys.stdout.flush()
    if loaded.held_back:
        print(
            f"routemap: {loaded.held_back_notice} Not exported: {loaded.held_back_in_short}",
            file=sys.stderr,
        )
    claims = len(extracted.positions)
    print(f"{claims} claims, {len(content):,} bytes", file=sys.stderr)
    return 0


def _state(folder: Path, as_of: str) -> Loaded:
    """Return the state of the data that a query names, by default the one that is shown."""
    if not as_of:
        return load_published(folder, emptied_in(folder), watcher())
    return Revisions(folder).open(as_of)


COMMAND: Final = Command(
    "export",
    "write the result of a query to a file",
    _add_arguments,
    _export,
    "The options of a query are the same as the parameters of a dashboard link.",
)
