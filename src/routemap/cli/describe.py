"""``routemap describe``: write ``datapackage.json`` and the data dictionary."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from routemap.cli.command import Command, add_folder, folder_of
from routemap.data.dictionary import BEGIN, END, data_package_text, dictionary
from routemap.data.new_case import with_dictionary
from routemap.data.paths import OUTPUT, README, given_path, using
from routemap.data.source import source_of


def _describe(options: argparse.Namespace) -> int:
    folder = folder_of(options.folder)
    readme = given_path(str(folder / "README.md"), README)
    with using(readme, README):
        text = readme.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        print(
            f"routemap: {readme}: add the lines {BEGIN} and {END} where the dictionary belongs",
            file=sys.stderr,
        )
        return 2
    loaded = source_of(folder).load()
    case = loaded.dataset.case
    contents = {
        "README.md": with_dictionary(text, dictionary(case)),
        "datapackage.json": data_package_text(case, loaded.files),
    }
    for name, content in contents.items():
        with using(folder / name, OUTPUT):
            (folder / name).write_text(content, encoding="utf-8")
    return 0


COMMAND: Final = Command(
    "describe",
    "write datapackage.json and the data dictionary from the column tables",
    add_folder,
    _describe,
)
