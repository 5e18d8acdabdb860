"""``routemap check``: print the problems and notices of a data folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from routemap.cli.command import Command, add_folder, folder_of, number_of, watcher
from routemap.cli.quotations import compared, summary
from routemap.data.drafts.emptied import emptied_in
from routemap.data.last_good import last_good
from routemap.data.load import Loaded
from routemap.data.media import media_problems
from routemap.data.paths import ARTICLE, given_path, using
from routemap.data.published import held_back
from routemap.data.reading.saved_page import read_page
from routemap.data.source import source_of
from routemap.model.errors import ParameterError
from routemap.model.problem import folded


def _add_arguments(check: argparse.ArgumentParser) -> None:
    add_folder(check)
    check.add_argument(
        "--article",
        action="append",
        default=[],
        metavar="ID=FILE",
        help="check the quotations of article ID against FILE, a saved page (HTML, PDF, WACZ, "
        "MHTML) or text",
    )


def _check(options: argparse.Namespace) -> int:
    folder = folder_of(options.folder)
    loaded = source_of(folder).load(watcher())
    problems = list(loaded.problems)
    texts = _articles(options.article, loaded)
    results = compared(texts, loaded)
    problems += [result.problem for result in results if result.problem]
    problems += media_problems(loaded, folder)
    for group in folded(problems):
        print(group)
    for group in folded(loaded.notices):
        print(f"notice: {group}")
    is_held_back = _report_held_back(folder, loaded)
    if texts:
        print(summary(results, texts, loaded, "without --article"), file=sys.stderr)
    counts = ", ".join(f"{number} {name}" for name, number in loaded.counts.items())
    notices = f", {number_of(loaded.notices, 'notice')}" if loaded.notices else ""
    print(f"{number_of(problems, 'problem')}{notices}; read {counts}", file=sys.stderr)
    return 1 if problems or is_held_back else 0


def _report_held_back(folder: Path, loaded: Loaded) -> bool:
    """Print what a dashboard would hold back of a folder that it has shown before, if anything."""
    kept = last_good(folder, source_of(folder).key)
    good = kept.load() if kept and kept.snapshot.revision != loaded.dataset.revision else None
    reasons = held_back(loaded, good, emptied_in(folder)) if good else ()
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
            url = loaded.dataset.articles["url"][article]
            texts.setdefault(article, []).append(read_page(path, url).text)
    return {article: "\n".join(parts) for article, parts in texts.items()}


COMMAND: Final = Command(
    "check", "print the problems and notices of a data folder", _add_arguments, _check
)
