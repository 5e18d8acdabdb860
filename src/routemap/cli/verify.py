"""``routemap verify``: check saved pages and media files, and links if asked."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from routemap.cli.command import Command, add_folder, folder_of, number_of, watcher
from routemap.cli.quotations import compared, summary
from routemap.data.archive import archive_folder, archived_articles
from routemap.data.links import broken_links
from routemap.data.media import media_problems
from routemap.data.paths import ARCHIVED, using
from routemap.data.source import source_of
from routemap.model.problem import folded


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_folder(parser)
    parser.add_argument(
        "--links",
        action="store_true",
        help="also request the addresses of the articles; the only command that uses the network",
    )


def _verify(options: argparse.Namespace) -> int:
    data = folder_of(options.folder)
    folder = archive_folder(data)
    loaded = source_of(data).load(watcher())
    with using(folder, ARCHIVED):
        found = list(archived_articles(loaded, folder))
    texts = {item.article: item.text for item in found if not item.problem}
    results = compared(texts, loaded)
    faults = (*(item.problem for item in found), *(result.problem for result in results))
    problems = [*(problem for problem in faults if problem), *media_problems(loaded, data)]
    for group in folded(problems):
        print(group)
    for notice in broken_links(loaded) if options.links else ():
        print(f"notice: {notice}", flush=True)
    print(summary(results, texts, loaded, "without a verified page"), file=sys.stderr)
    read = number_of(found, "saved page")
    if files := [file for file in loaded.dataset.media["file"] if file]:
        read += f", {number_of(files, 'media file')}"
    print(f"{number_of(problems, 'problem')}; read {read}", file=sys.stderr)
    return 1 if problems else 0


COMMAND: Final = Command(
    "verify",
    "check the saved pages of articles and the media files: their hashes, and the quotations",
    _add_arguments,
    _verify,
)
