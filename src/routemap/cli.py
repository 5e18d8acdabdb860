"""``python -m routemap``: check a data folder, describe its columns, export query results."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from routemap.commands.case import add_case_commands
from routemap.data.checks.quotations import (
    Match,
    Result,
    articles_with_quotations,
    compare_quotations,
)
from routemap.data.dictionary import BEGIN, END, data_package_text, dictionary
from routemap.data.last_good import last_good
from routemap.data.load import LAST_STAGE, Loaded, Progress, Watcher, data_folder, load
from routemap.data.new_case import with_dictionary
from routemap.data.paths import ARTICLE, DATA, OUTPUT, README, given_path, using
from routemap.data.published import held_back, load_published
from routemap.data.reading.article_text import read_article
from routemap.exports import FORMATS, extract, format_named
from routemap.exports.progress import unwatched
from routemap.exports.save import save
from routemap.model.address import read_address
from routemap.model.errors import ParameterError, RoutemapError
from routemap.model.problem import folded
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter_values import in_date_order
from routemap.questions.reconcile import without_full_lists
from routemap.questions.selection import select
from routemap.questions.strict import read_strictly, unknown_values

_LONG = 1.0  # seconds
_NAMED = 5  # articles
_DEFAULT_FOLDER = "default: the folder of the dashboard"
_CLEAR = "\r\x1b[K"  # clears a line of a terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0: no problems, though there may be notices; 1: problems in the data, on standard output; 2: the
    command could not be executed; 130: stopped from the keyboard; 141: the reader of the output has
    closed it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # some terminals cannot show Korean
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="routemap", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="print the problems and notices of a data folder")
    check.add_argument("folder", nargs="?", metavar="DIR", help=_DEFAULT_FOLDER)
    check.add_argument(
        "--article",
        action="append",
        default=[],
        metavar="ID=FILE",
        help="check the quotations of article ID against FILE, a saved HTML page or text",
    )
    check.set_defaults(run=_check)
    describe = commands.add_parser(
        "describe", help="write datapackage.json and the data dictionary from the column tables"
    )
    describe.add_argument("folder", nargs="?", metavar="DIR", help=_DEFAULT_FOLDER)
    describe.set_defaults(run=_describe)
    add_case_commands(commands)
    _add_export(commands)
    options = parser.parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"{_CLEAR if sys.stderr.isatty() else ''}routemap: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of the output, such as head, has closed it
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
        help="write the result of a query to a file",
        description="The options of a query are the same as the parameters of a dashboard link.",
    )
    export.add_argument("--format", required=True, choices=[row.key for row in FORMATS], help=known)
    export.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="- writes to standard output"
    )
    export.add_argument("--data", metavar="DIR", help=_DEFAULT_FOLDER)
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
    export.set_defaults(run=_export)


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
    loaded = load_published(_folder(options.data), _watcher())
    dataset = loaded.dataset
    errors += unknown_values(query, dataset)
    if in_date_order(given) is not given:
        errors.append(ParameterError("“from” is later than “to”; exchange the two dates."))
    for error in errors:
        print(f"routemap: {error}", file=sys.stderr)
    if errors:
        return 2
    query = without_full_lists(query, dataset)
    watch = _watcher()
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


def _folder(given: str | None) -> Path:
    """Return the given data folder, by default that of the dashboard."""
    return given_path(str(data_folder()) if given is None else given, DATA)


def _watcher() -> Watcher | None:
    """Return a function that shows the progress of a slow reading, ``None`` without a terminal."""
    begun = monotonic()

    def show(progress: Progress) -> None:
        if monotonic() - begun < _LONG:
            return
        done = progress.share >= LAST_STAGE
        line = "" if done else f"{progress.share:4.0%} {progress.stage}"
        print(f"{_CLEAR}{line}", end="", file=sys.stderr, flush=True)

    return show if sys.stderr.isatty() else None


def _check(options: argparse.Namespace) -> int:
    folder = _folder(options.folder)
    loaded = load(folder, _watcher())
    problems = list(loaded.problems)
    texts = _articles(options.article, loaded)
    results = _quotations(texts, loaded)
    problems += [result.problem for result in results if result.problem]
    for group in folded(problems):
        print(group)
    for group in folded(loaded.notices):
        print(f"notice: {group}")
    is_held_back = _report_held_back(folder, loaded)
    if texts:
        print(_summary(results, texts, loaded), file=sys.stderr)
    counts = ", ".join(f"{number} {name}" for name, number in loaded.counts.items())
    notices = f", {_number(loaded.notices, 'notice')}" if loaded.notices else ""
    print(f"{_number(problems, 'problem')}{notices}; read {counts}", file=sys.stderr)
    return 1 if problems or is_held_back else 0


def _report_held_back(folder: Path, loaded: Loaded) -> bool:
    """Print what a dashboard would hold back of a folder that it has shown before, if anything."""
    kept = last_good(folder)
    good = kept.load() if kept and kept.snapshot.revision != loaded.dataset.revision else None
    reasons = held_back(loaded, good) if good else ()
    for sentence in reasons:
        print(f"held back: {sentence}")
    if good and reasons:
        print(
            "This edit is held back: a running dashboard continues to show the data read on "
            f"{good.read}. Correct the files, or remove these records from them.",
            file=sys.stderr,
        )
    return bool(reasons)


def _articles(pairs: Sequence[str], loaded: Loaded) -> dict[str, str]:
    """Return the texts of saved articles by id; several files of one article are joined."""
    texts: dict[str, list[str]] = {}
    for pair in pairs:
        article, _, file = pair.partition("=")
        if not file:
            raise ParameterError(f"--article {pair}: write ID=FILE")
        if article not in loaded.dataset.articles.index:
            raise ParameterError(f"--article {pair}: “{article}” is not an id in articles.csv")
        path = given_path(file, ARTICLE)
        with using(path, ARTICLE):
            texts.setdefault(article, []).append(read_article(path))
    return {article: "\n".join(parts) for article, parts in texts.items()}


def _quotations(texts: Mapping[str, str], loaded: Loaded) -> list[Result]:
    claims, rows = loaded.dataset.claims, loaded.rows["claims"]
    return [
        result
        for article, text in texts.items()
        for result in compare_quotations(claims, rows, article, text)
    ]


def _summary(results: Iterable[Result], texts: Collection[str], loaded: Loaded) -> str:
    """Return how many quotations had which result, and which articles had no file."""
    numbers = Counter(result.outcome for result in results)
    line = "quotations: " + ", ".join(f"{numbers[outcome]} {outcome}" for outcome in Match)
    quoted = articles_with_quotations(loaded.dataset.claims)
    left = [article for article in quoted if article not in texts]
    named = ", ".join(left[:_NAMED]) + (", …" if len(left) > _NAMED else "")
    without = f"{len(left)} ({named})" if left else "none"
    return f"{line}\narticles with quotations but without --article: {without}"


def _number(items: Sequence[object], name: str) -> str:
    return f"{len(items)} {name}{'' if len(items) == 1 else 's'}"


def _describe(options: argparse.Namespace) -> int:
    folder = _folder(options.folder)
    readme = given_path(str(folder / "README.md"), README)
    with using(readme, README):
        text = readme.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        print(
            f"routemap: {readme}: add the lines {BEGIN} and {END} where the dictionary belongs",
            file=sys.stderr,
        )
        return 2
    case = load(folder).dataset.case
    contents = {
        "README.md": with_dictionary(text, dictionary(case)),
        "datapackage.json": data_package_text(case),
    }
    for name, content in contents.items():
        with using(folder / name, OUTPUT):
            (folder / name).write_text(content, encoding="utf-8")
    return 0
