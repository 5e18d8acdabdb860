"""Paths that a person gives: checked before use, with messages that name the path and the fix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from routemap.model.errors import DataFolderError, PathError, RoutemapError

VARIABLE: Final = "ROUTEMAP_GEODATA"
SHIPPED: Final = Path(__file__).resolve().parents[3] / "geodata"
"""The included data folder."""


def _folder_fault(path: Path) -> str:
    if path.is_dir():
        return ""
    return "this is not a folder" if path.exists() else "the data folder does not exist"


def _file_fault(path: Path) -> str:
    if path.is_dir():
        return "this is a folder"
    return "" if path.exists() else "the file does not exist"


def _output_fault(path: Path) -> str:
    if path.is_dir():
        return "this is a folder"
    return "" if path.parent.is_dir() else f"the folder {path.parent} does not exist"


@dataclass(frozen=True)
class Use:
    """A use of a path.

    Attributes
    ----------
    fault
        Returns why a path cannot be used, ``""`` if it can.
    fix
        What to do about it.
    error
        The error to raise.
    """

    fault: Callable[[Path], str]
    fix: str
    error: Callable[[str], RoutemapError] = PathError


DATA: Final = Use(
    _folder_fault,
    f"give the folder that contains claims.csv, as an argument or in {VARIABLE}",
    DataFolderError,
)
ARTICLE: Final = Use(_file_fault, "give a saved page (HTML, PDF, WACZ or MHTML) or a text file")
ARCHIVED: Final = Use(
    lambda _: "", "set ROUTEMAP_ARCHIVE to a folder that you can read and write to"
)
README: Final = Use(_file_fault, "add this file; it contains the data dictionary")
OUTPUT: Final = Use(_output_fault, "give a file in a folder that you can write to")


def fault_of(path: Path, use: Use) -> str:
    """Return why a path cannot be used and how to fix it, ``""`` if it can be used.

    Examples
    --------
    >>> fault_of(Path("/missing"), DATA).partition(";")[0]
    '/missing: the data folder does not exist'
    """
    try:
        fault = use.fault(path)
    except OSError as error:
        fault = _reason(error)
    return f"{path}: {fault}; {use.fix}" if fault else ""


def given_path(text: str, use: Use) -> Path:
    """Return the path that a text names.

    Raises
    ------
    PathError, DataFolderError
        If it is empty, or cannot be used for this.
    """
    if not text:
        raise use.error(f"the path is empty; {use.fix}")
    path = Path(text)
    if fault := fault_of(path, use):
        raise use.error(fault)
    return path


@contextmanager
def using(path: Path | str, use: Use) -> Iterator[None]:
    """Give errors of the operating system in the block the path and the fix.

    Raises
    ------
    PathError, DataFolderError
        Instead of an :class:`OSError`. A closed pipe remains a :class:`BrokenPipeError`.
    """
    try:
        yield
    except (RoutemapError, BrokenPipeError):
        raise
    except OSError as error:
        raise use.error(f"{path}: {_reason(error)}; {use.fix}") from error


def _reason(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()


def empty_folder(text: str) -> Path:
    """Return a folder that a person names for new files, made if it does not exist.

    Raises
    ------
    PathError
        If it is a file, has files, or cannot be made.
    """
    folder = Path(text).expanduser()
    if folder.exists() and not folder.is_dir():
        raise PathError(f"{folder}: it is a file; give a new folder")
    if folder.exists() and any(folder.iterdir()):
        raise PathError(f"{folder}: it already exists and is not empty; give a new folder")
    with using(folder, OUTPUT):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
