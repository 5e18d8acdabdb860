"""``python -m routemap``: check a data folder, describe its columns, export what a query leaves."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from routemap.check_quotations import check_quotations
from routemap.describe import BEGIN, END, data_package_text, dictionary
from routemap.errors import RoutemapError
from routemap.exports import FORMATS, extract, format_named
from routemap.exports.save import save
from routemap.exports.watch import unwatched
from routemap.load import LAST_STAGE, Progress, Watcher, data_folder, load
from routemap.maps import BASEMAPS
from routemap.problem import folded
from routemap.query import PARAMETERS, read_params
from routemap.reconcile import reconcile
from routemap.selection import select

_LONG = 1.0  # seconds
_CLEAR = "\r\x1b[K"  # a line of a terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0: nothing wrong, though there may be notices; 1: problems in the data, on standard output;
    2: the command itself could not be carried out; 130: it was stopped from the keyboard;
    141: nobody reads its output any more.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may know no Korean
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="routemap", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="print the problems and notices of a data folder")
    check.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help="default: the dashboard's"
    )
    check.add_argument(
        "--article",
        action="append",
        default=[],
        metavar="ID=FILE",
        help="check that every quotation of article ID stands verbatim in FILE at its anchor",
    )
    check.set_defaults(run=_check)
    describe = commands.add_parser(
        "describe", help="write datapackage.json and the data dictionary from the column tables"
    )
    describe.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help="default: the dashboard's"
    )
    describe.set_defaults(run=_describe)
    _add_export(commands)
    options = parser.parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"{_CLEAR if sys.stderr.isatty() else ''}routemap: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever reads the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (RoutemapError, OSError) as error:
        print(f"routemap: {error}", file=sys.stderr)
        return 2
    return status


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    known = ", ".join(f"{row.key} ({row.label})" for row in FORMATS)
    export = commands.add_parser(
        "export",
        help="write what a query leaves to a file",
        description="The options of a query are the parameters of a link to the dashboard.",
    )
    export.add_argument("--format", required=True, choices=[row.key for row in FORMATS], help=known)
    export.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="- writes to standard output"
    )
    export.add_argument("--data", type=Path, metavar="DIR", help="default: the dashboard's")
    export.add_argument(
        "--address", default="", metavar="URL", help="where the dashboard is, for links back"
    )
    for parameter in PARAMETERS:
        export.add_argument(
            f"--{parameter.key}",
            dest=f"query.{parameter.key}",
            action="append",
            metavar=parameter.key.upper(),
            help=parameter.meaning,
        )
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    given = {
        parameter.key: getattr(options, f"query.{parameter.key}") or [] for parameter in PARAMETERS
    }
    query, unread = read_params(given)
    dataset = load(options.data or data_folder(), _watcher()).dataset
    query, unknown = reconcile(query, dataset, (basemap.key for basemap in BASEMAPS))
    for notice in (*unread, *unknown):
        text = notice.replace("in the link ", "").replace("and was ignored", "")
        print(f"routemap: {' '.join(text.split()).replace(' .', '.')}", file=sys.stderr)
    if unread or unknown:
        return 2
    watch = _watcher()
    whole = extract(
        select(dataset, query),
        made=datetime.now(UTC),
        address=options.address,
        watch=(lambda share: watch(Progress("Writing", share))) if watch else unwatched,
    )
    content = format_named(options.format).make(whole)
    if watch:
        watch(Progress("", 1.0))
    if options.output == "-":
        rest = memoryview(content)
        while rest:  # unbuffered, a pipe takes a part at a time
            rest = rest[sys.stdout.buffer.write(rest) :]
    else:
        save(content, Path(options.output))
    claims = len(whole.positions)
    print(f"{claims} claims, {len(content):,} bytes", file=sys.stderr)
    return 0


def _watcher() -> Watcher | None:
    """Return what shows a reading that takes long to whoever sits at a terminal."""
    begun = monotonic()

    def show(progress: Progress) -> None:
        if monotonic() - begun < _LONG:
            return
        done = progress.share >= LAST_STAGE
        line = "" if done else f"{progress.share:4.0%} {progress.stage}"
        print(f"{_CLEAR}{line}", end="", file=sys.stderr, flush=True)

    return show if sys.stderr.isatty() else None


def _check(options: argparse.Namespace) -> int:
    loaded = load(options.folder or data_folder(), _watcher())
    problems = list(loaded.problems)
    for pair in options.article:
        article, equals, file = pair.partition("=")
        if not equals or article not in loaded.dataset.articles.index:
            print(
                f"routemap: --article {pair}: write ID=FILE with the id of an article",
                file=sys.stderr,
            )
            return 2
        try:
            text = Path(file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            print(f"routemap: {file}: not UTF-8 text; save it as UTF-8", file=sys.stderr)
            return 2
        problems += check_quotations(loaded.dataset.claims, loaded.rows["claims"], article, text)
    for group in folded(problems):
        print(group)
    for group in folded(loaded.notices):
        print(f"notice: {group}")
    counts = ", ".join(f"{number} {name}" for name, number in loaded.counts.items())
    notices = f", {_number(loaded.notices, 'notice')}" if loaded.notices else ""
    print(f"{_number(problems, 'problem')}{notices}; read {counts}", file=sys.stderr)
    return 1 if problems else 0


def _number(items: Sequence[object], name: str) -> str:
    return f"{len(items)} {name}{'' if len(items) == 1 else 's'}"


def _describe(options: argparse.Namespace) -> int:
    folder = options.folder or data_folder()
    (folder / "datapackage.json").write_text(data_package_text(), encoding="utf-8")
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        print(f"routemap: {readme} has no {BEGIN} … {END} to write between", file=sys.stderr)
        return 2
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    readme.write_text(before + dictionary() + after, encoding="utf-8")
    return 0
