"""Editions of the shipped data, and ways in which an editor replaces one with another.

Every text of an edition ends with its number, so that an answer that mixes two editions or contains
only part of one can be recognised.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.sessions import QUESTIONS, counted
from routemap.data.load import SHIPPED, load
from routemap.model.tables import TABLES
from routemap.questions.query import Query

# seconds for which an editor or a copying program pauses; each pause is part of a tested edit
_BETWEEN_PIECES: Final = (
    0.05  # shorter than the time for which a file must be unchanged before it is read
)
_STALL: Final = 3  # longer than that time, so that half a file looks complete
_GAP: Final = 2  # time for which a file is missing
PATTERN: Final = re.compile(rb"\(edition (\d+)\)")
_FILES: Final = tuple(table.file for table in TABLES if (SHIPPED / table.file).exists())
_CLAIMS, _ROUTES = "claims.csv", "routes.geojson"
TEXTS: Final = ("name", "title", "statement", "excerpt")
"""The columns of CSV files whose texts end with the number."""
NAME: Final = "name_en"
"""The same of places, routes and areas."""


@dataclass(frozen=True)
class Edition:
    """Known content of the data.

    Attributes
    ----------
    number
        Later editions have a larger one.
    words
        The number at the end of every text.
    revision
        The revision of the dataset.
    counts
        The expected count of each query.
    """

    number: int
    words: int
    revision: str
    counts: Mapping[Query, str]


@dataclass(frozen=True)
class FolderEdition(Edition):
    """An edition in a folder."""

    folder: Path


def make_editions(place: Path, number: int) -> tuple[FolderEdition, ...]:
    """Write editions below a folder, with slightly different claims and different words."""
    return tuple(make_edition(place / f"edition{n}", n) for n in range(number))


def make_edition(folder: Path, number: int) -> FolderEdition:
    """Write an edition into a new folder."""
    folder.mkdir()
    words = f" (edition {number})"
    for name in _FILES:
        source = SHIPPED / name
        if name.endswith(".csv"):
            with source.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                rows, columns = list(reader), reader.fieldnames or ()
            _mark(rows, words)
            if name == _CLAIMS:
                rows += [_again(row) for row in rows[: number % 5]]
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        else:
            document = json.loads(source.read_text(encoding="utf-8"))
            for feature in document["features"]:
                feature["properties"][NAME] += words
            (folder / name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    dataset = load(folder).dataset
    return FolderEdition(
        number, number, dataset.revision, counted(dataset, QUESTIONS), folder=folder
    )


def _again(row: dict[str, str]) -> dict[str, str]:
    return {**row, "id": f"again-{row['id']}", "excerpt": f"Again, {row['excerpt']}"}


def _mark(rows: Iterable[dict[str, Any]], words: str) -> None:
    for row in rows:
        for key in TEXTS:
            if row.get(key):
                row[key] += words


def _in_place(folder: Path, edition: FolderEdition) -> None:
    for name in _FILES:
        (folder / name).write_bytes((edition.folder / name).read_bytes())


def _by_renaming(folder: Path, edition: FolderEdition) -> None:
    for name in _FILES:
        new = folder / f"{name}.new"
        shutil.copyfile(edition.folder / name, new)
        new.replace(folder / name)


def _in_pieces(folder: Path, edition: FolderEdition) -> None:
    for name in reversed(_FILES):
        content = (edition.folder / name).read_bytes()
        size = len(content) // 3 + 1
        with (folder / name).open("wb", buffering=0) as file:
            for start in range(0, len(content), size):
                file.write(content[start : start + size])
                time.sleep(_BETWEEN_PIECES)


def _with_a_stall(folder: Path, edition: FolderEdition) -> None:
    content = (edition.folder / _CLAIMS).read_bytes()
    at = content.index(b"\n", len(content) // 2) + 1
    with (folder / _CLAIMS).open("wb", buffering=0) as file:
        file.write(content[:at])
        time.sleep(_STALL)
        file.write(content[at:])
    _in_place(folder, edition)


def _after_a_cut(folder: Path, edition: FolderEdition) -> None:
    content = (edition.folder / _ROUTES).read_bytes()
    (folder / _ROUTES).write_bytes(content[: len(content) // 2])
    time.sleep(_STALL)
    _in_place(folder, edition)


def _after_a_gap(folder: Path, edition: FolderEdition) -> None:
    (folder / _CLAIMS).unlink()
    time.sleep(_GAP)
    _in_place(folder, edition)


def _by_a_link(folder: Path, edition: FolderEdition) -> None:
    copy = folder.with_name(f"folder{time.monotonic_ns()}")
    shutil.copytree(edition.folder, copy)
    folder.with_name("next").symlink_to(copy)
    folder.with_name("next").replace(folder)


WAYS: Final[tuple[Callable[[Path, FolderEdition], None], ...]] = (
    _in_place,
    _by_renaming,
    _in_pieces,
    _with_a_stall,
    _after_a_cut,
    _after_a_gap,
    _by_a_link,
)
"""Edits by editors, uploads, scripts and deployments, of a folder that is a symbolic link."""
