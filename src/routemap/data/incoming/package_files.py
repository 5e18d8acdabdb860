"""Tables of several files: a data folder, a data package, or a ZIP file of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final, Protocol

from routemap.data.incoming.csv_rows import csv_table
from routemap.data.incoming.foreign_table import ForeignTable, Intake, Source
from routemap.data.incoming.json_rows import features, json_lines, parsed
from routemap.data.incoming.unpacked import Archive, open_archive
from routemap.data.reading.files import read_file
from routemap.model.errors import IncomingFileError
from routemap.model.problem import Problem
from routemap.model.tables import TABLES

DESCRIPTOR: Final = "datapackage.json"
_TABLES: Final = frozenset(table.name for table in TABLES)
_FILES: Final[Mapping[str, str]] = {table.file: table.name for table in TABLES}
Reader = Callable[[Source, Intake], list[ForeignTable]]
_READERS: Final[Mapping[str, Reader]] = {
    ".csv": lambda source, intake: [csv_table(source, intake)],
    ".tsv": lambda source, intake: [csv_table(source, intake)],
    ".geojson": lambda source, intake: [features(source, intake)],
    ".json": lambda source, intake: [features(source, intake)],
    ".jsonl": json_lines,
    ".ndjson": json_lines,
}
"""How a file of a package is read, by the ending of its name."""


class Members(Protocol):
    """Files of a folder or an archive."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files, with folders."""

    def read(self, name: str) -> bytes:
        """Return the content of a file."""


class Folder:
    """The files of a folder; links out of it are refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names = tuple(sorted(path.name for path in folder.iterdir() if path.is_file()))

    def read(self, name: str) -> bytes:
        """Return the content of a file.

        Raises
        ------
        IncomingFileError
            If it does not exist, is outside the folder, or is too large.
        """
        try:
            return read_file(self._folder, name)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise IncomingFileError(f"the file {name:.100} cannot be read: {reason}") from error


class Unpacked:
    """The files of an archive, without the folder in which all of them are."""

    def __init__(self, archive: Archive) -> None:
        tops = {PurePosixPath(name).parts[0] for name in archive.names}
        is_inside = len(tops) == 1 and all("/" in name for name in archive.names)
        self._archive = archive
        self._top = f"{tops.pop()}/" if is_inside else ""
        self.names = tuple(name.removeprefix(self._top) for name in archive.names)

    def read(self, name: str) -> bytes:
        """Return the content of a file.

        Raises
        ------
        IncomingFileError
            If it does not exist or is damaged.
        """
        if name not in self.names:
            raise IncomingFileError(f"the archive has no file {name:.100}")
        return self._archive.read(f"{self._top}{name}")


def folder_tables(folder: Path, intake: Intake) -> list[ForeignTable]:
    """Return the tables of a data folder, or of the folder of a data package.

    Raises
    ------
    IncomingFileError
        If it is neither.
    """
    return _tables(str(folder), Folder(folder), intake)


def archive_tables(source: Source, intake: Intake) -> list[ForeignTable]:
    """Return the tables of a ZIP file of a data folder or data package.

    Raises
    ------
    IncomingFileError
        If it is neither, or too large when unpacked.
    """
    return _tables(source.name, Unpacked(open_archive(source.content)), intake)


def descriptor_tables(source: Source, intake: Intake) -> list[ForeignTable]:
    """Return the tables that a ``datapackage.json`` on disk describes.

    Source: Data Package, https://specs.frictionlessdata.io/data-package/. Paths that are addresses
    are reported; nothing is fetched.
    """
    folder = Path(source.name).parent
    return list(_resources(source.name, source.content, Folder(folder), intake))


def _tables(name: str, members: Members, intake: Intake) -> list[ForeignTable]:
    if not {*members.names} & _FILES.keys():
        if DESCRIPTOR not in members.names:
            raise IncomingFileError(
                f"it has neither {DESCRIPTOR} nor a file of the data, such as claims.csv"
            )
        content = members.read(DESCRIPTOR)
        return list(_resources(f"{name}/{DESCRIPTOR}", content, members, intake))
    found: list[ForeignTable] = []
    for file in members.names:
        if file in _FILES:
            found += _part(f"{name}/{file}", members.read(file), _FILES[file], intake)
        elif PurePosixPath(file).suffix in _READERS and file != DESCRIPTOR and "/" not in file:
            fault = "the file is not a table of the data; it is left out"
            notice = Problem(f"{name}/{file}", None, "file", "", fault, code="column-unknown")
            intake.notices.append(notice)
    return found


def _resources(
    name: str, content: bytes, members: Members, intake: Intake
) -> Iterator[ForeignTable]:
    document = parsed(content)
    resources = document.get("resources") if isinstance(document, dict) else None
    if not isinstance(resources, list):
        raise IncomingFileError("the data package has no list of resources")
    for number, resource in enumerate(resources, start=1):
        try:
            for path in _paths(resource):
                stem = PurePosixPath(path).name.partition(".")[0].lower()
                named = str(resource.get("name", "")).lower()
                declared = next((key for key in (named, stem) if key in _TABLES), "")
                place = f"{name.removesuffix(DESCRIPTOR)}{path}"
                yield from _part(place, members.read(path), declared, intake)
        except IncomingFileError as error:
            fault = f"resource {number}: {error}"
            intake.report(Problem(name, None, "resources", "", fault, code="file-unreadable"))


def _paths(resource: Any) -> list[str]:
    """Return the paths of a resource, which are inside the package."""
    if not isinstance(resource, dict):
        raise IncomingFileError("it is not an object")
    given = resource.get("path")
    paths: list[str] = []
    for path in given if isinstance(given, list) else [given]:
        if not isinstance(path, str):
            raise IncomingFileError(
                "it has no path; write its data to a file, and name it in “path”"
            )
        if "://" in path:
            raise IncomingFileError(
                f"{path:.100} is an address; nothing is fetched, so download the file and give its "
                "path"
            )
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise IncomingFileError(f"the path {path:.100} leads out of the package")
        paths.append(path)
    return paths


def _part(name: str, content: bytes, declared: str, intake: Intake) -> list[ForeignTable]:
    """Return the tables of a file of a package, or report why it cannot be read."""
    reader = _READERS.get(PurePosixPath(name).suffix.lower(), _unknown)
    try:
        found = reader(Source(name, content), intake)
    except IncomingFileError as error:
        intake.report(Problem(name, None, "file", "", str(error), code="file-unreadable"))
        return []
    return [
        ForeignTable(
            item.file, item.name, item.columns, item.rows, item.header, item.declared or declared
        )
        for item in found
    ]


def _unknown(_source: Source, _intake: Intake) -> list[ForeignTable]:
    raise IncomingFileError(f"the format is unknown; known endings are {', '.join(_READERS)}")
