"""``routemap new`` and ``routemap basemap``: an empty case, and the basemap of its region."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from routemap.cli.command import Command
from routemap.data.basemap import FOLDER, forget_basemaps
from routemap.data.load import load
from routemap.data.natural_earth.cut import WORLD, cut_basemap
from routemap.data.natural_earth.topology import INCLUDED, read_topology
from routemap.data.new_case import new_case
from routemap.data.paths import DATA, OUTPUT, Use, empty_folder, given_path, using
from routemap.model.case import CASE_FILE, Bounds
from routemap.model.errors import PathError

_ATLAS: Final = Use(
    lambda path: "" if path.is_file() else "the file does not exist",
    "give countries-10m.json of the npm package world-atlas",
)


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR")


def _add_basemap(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument(
        "--atlas",
        metavar="FILE",
        help="countries-10m.json of the npm package world-atlas, for more detail than the "
        "included 1:50m",
    )


def _new(options: argparse.Namespace) -> int:
    folder = empty_folder(options.folder)
    with using(folder, OUTPUT):
        for name, content in new_case().items():
            (folder / name).write_text(content, encoding="utf-8")
    _write_basemap(folder, INCLUDED, lambda: WORLD)
    print(
        f"{folder}: an empty case. Fill in {CASE_FILE}, then run: routemap check {folder}",
        file=sys.stderr,
    )
    return 0


def _basemap(options: argparse.Namespace) -> int:
    folder = given_path(options.folder, DATA)
    atlas = INCLUDED if options.atlas is None else given_path(options.atlas, _ATLAS)
    _write_basemap(folder, atlas, lambda: _home(folder))
    return 0


def _home(folder: Path) -> Bounds:
    """Return the region of a case: its home, else the box of its places, else the world."""
    dataset = load(folder).dataset
    if dataset.case.home:
        return dataset.case.home
    if dataset.places.empty:
        return WORLD
    west, south, east, north = map(float, dataset.places.total_bounds)
    return west - 1, south - 1, east + 1, north + 1


def _write_basemap(folder: Path, atlas: Path, home: Callable[[], Bounds]) -> None:
    with using(atlas, _ATLAS):
        try:
            topology = read_topology(atlas)
        except ValueError as error:
            raise PathError(f"{atlas}: {error}") from error
    with using(folder / FOLDER, OUTPUT):
        (folder / FOLDER).mkdir(exist_ok=True)
        for name, content in cut_basemap(topology, home()).items():
            path = folder / FOLDER / f"{name}.geojson"
            path.write_text(content, encoding="utf-8")
            print(f"{path}: {len(content.encode()):,} bytes", file=sys.stderr)
    forget_basemaps()


NEW: Final = Command("new", "write an empty case into a new folder", _add_new, _new)
BASEMAP: Final = Command(
    "basemap",
    "cut the offline basemap for the region of a case",
    _add_basemap,
    _basemap,
    f"The region is “home” in {CASE_FILE}, else that of the places, else the world. Restart the "
    "dashboard afterwards.",
)
