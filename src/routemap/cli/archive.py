"""``routemap archive``: keep saved pages of articles, and check their quotations."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from routemap.cli.command import Command, add_folder, folder_of, watcher
from routemap.cli.quotations import compared, summary
from routemap.data.archive import archive_folder, keep_page
from routemap.data.load import Loaded, load
from routemap.data.paths import ARCHIVED, ARTICLE, OUTPUT, given_path, using
from routemap.data.reading.edits import Edits
from routemap.data.reading.row_edits import with_rows
from routemap.data.reading.saved_page import SavedPage, read_page
from routemap.data.source import source_of
from routemap.exports.save import save
from routemap.model.dates import parse
from routemap.model.errors import DateError, ParameterError, PathError
from routemap.model.problem import folded
from routemap.model.tables import ARTICLES

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "pages",
        nargs="+",
        metavar="ID=FILE",
        help="id of an article, and its saved page: HTML, PDF, WACZ, MHTML or text",
    )
    parser.add_argument("--retrieved", metavar="DAY", help="day on which the pages were saved")
    add_folder(parser, option="--data")


def _archive(options: argparse.Namespace) -> int:
    data = folder_of(options.data)
    day = _day(options.retrieved)
    source = source_of(data)
    if source.key:
        raise PathError(
            f"{source.place}: the records are in a store, and this command writes files; keep "
            "the page on the page Add a report"
        )
    folder = archive_folder(data)
    loaded = load(data, watcher())
    pages = _pages(options.pages, loaded)
    cells = {
        article: {"sha256": page.sha256} | ({"retrieved_on": day} if day else {})
        for article, page in pages.items()
    }
    table = data / ARTICLES.file
    with using(table, OUTPUT):
        before = table.read_bytes()
        after = with_rows(before, ARTICLES.keys, str(table), Edits(changed=cells))
    with using(folder, ARCHIVED):
        for article, page in pages.items():
            print(f"kept {keep_page(data, article, page)}", file=sys.stderr)
    if after != before:
        with using(table, OUTPUT):
            save(after, table)
    texts = {article: page.text for article, page in pages.items()}
    results = compared(texts, loaded)
    problems = [result.problem for result in results if result.problem]
    for group in folded(problems):
        print(group)
    print(summary(results, texts, loaded, "not among these pages"), file=sys.stderr)
    return 1 if problems else 0


def _day(text: str | None) -> str:
    if text is None:
        return ""
    try:
        parse(text)
    except DateError:
        pass
    else:
        if _DAY.fullmatch(text):
            return text
    raise ParameterError(f"--retrieved {text}: give a day such as 2024-05-03")


def _pages(pairs: Sequence[str], loaded: Loaded) -> dict[str, SavedPage]:
    """Return the saved pages by id of their article."""
    pages: dict[str, SavedPage] = {}
    addresses = loaded.dataset.articles["url"]
    for pair in pairs:
        article, _, file = pair.partition("=")
        if not file:
            raise ParameterError(f"{pair}: write ID=FILE")
        if article not in addresses.index:
            raise ParameterError(f"{pair}: “{article}” is not an id in {ARTICLES.file}")
        if article in pages:
            raise ParameterError(f"{pair}: give one file for each article")
        path: Path = given_path(file, ARTICLE)
        with using(path, ARTICLE):
            pages[article] = read_page(path, addresses[article])
    return pages


COMMAND: Final = Command(
    "archive",
    "keep saved pages of articles in a folder that is not served, and check their quotations",
    _add_arguments,
    _archive,
    "The hash of each page is written to articles.csv. ROUTEMAP_ARCHIVE names the folder; by "
    "default it is beside the data folder, with -archive after its name.",
)
