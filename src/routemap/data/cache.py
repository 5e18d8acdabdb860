"""A disk cache of checked tables, so that a large folder is read and checked only once.

Each revision has a folder with one Arrow file per table, the problems, and a manifest of checksums.
The key is the content of the data files and of the code that checked them. An entry that may be
damaged or outdated is ignored. Source of the format:
https://arrow.apache.org/docs/format/Columnar.html (IPC file format).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyarrow as pa

from routemap import model
from routemap.data.tables import without_own
from routemap.model.problem import Problem

VARIABLE: Final = "ROUTEMAP_CACHE"
_WORTH: Final = (
    1_000_000  # bytes of data files; reading smaller folders is faster than a cache lookup
)
_KEPT: Final = 4
_NEW: Final = ".new-"
_HOUR: Final = 3600
_MANIFEST, _PROBLEMS = "manifest.json", "problems.json"
# the folders whose code decides what the tables contain
_RULES: Final = (Path(model.__file__).parent, Path(__file__).parent)
_LIBRARIES: Final = ("edtf", "pyarrow", "pyproj", "shapely")

Tables = Mapping[str, pa.Table]


def cache_folder() -> Path | None:
    """Return the folder of the cache, ``None`` if the cache is switched off.

    ``ROUTEMAP_CACHE`` names the folder; an empty value switches the cache off. By default the
    folder follows the XDG Base Directory Specification
    (https://specifications.freedesktop.org/basedir-spec/latest/).
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named).expanduser() if named else None
    with suppress(RuntimeError):  # no home directory
        base = Path(os.environ.get("XDG_CACHE_HOME", ""))
        # the specification requires that relative paths are ignored
        return (base if base.is_absolute() else Path.home() / ".cache") / "routemap"
    return None


def worth_keeping(files: Mapping[str, bytes]) -> bool:
    """Return whether the files of a folder are large enough for the cache to be useful.

    Examples
    --------
    >>> worth_keeping({"claims.csv": b"id"})
    False
    """
    return sum(map(len, files.values())) >= _WORTH


def keep(revision: str, tables: Tables, problems: Sequence[Problem]) -> None:
    """Store the checked tables of a revision; a failure to write is ignored."""
    root = cache_folder()
    if root is None:
        return
    with suppress(OSError):
        root.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=_NEW, dir=root))
        try:
            _write(made, tables, problems)
            # atomically; an existing entry is equal or may be damaged, so it is replaced
            target = root / _name(revision)
            if target.exists():
                shutil.rmtree(target)
            made.rename(target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        _drop_old(root)


def recall(
    revision: str, schemas: Mapping[str, pa.Schema]
) -> tuple[dict[str, pa.Table], tuple[Problem, ...]] | None:
    """Return the checked tables and problems of a revision, ``None`` if they are not usable.

    They are not usable if anything is missing or damaged, or if a table has other columns than in
    ``schemas`` (by table name), apart from own columns.
    """
    root = cache_folder()
    if root is None:
        return None
    try:
        folder = root / _name(revision)
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        contents = {name: (folder / name).read_bytes() for name in manifest}
        if any(_checksum(contents[name]) != manifest[name] for name in manifest):
            return None
        tables = {name: pa.ipc.open_file(contents[f"{name}.arrow"]).read_all() for name in schemas}
        problems = tuple(Problem(**problem) for problem in json.loads(contents[_PROBLEMS]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, pa.ArrowException):
        return None
    if any(without_own(tables[name].schema) != schema for name, schema in schemas.items()):
        return None
    return tables, problems


def _write(folder: Path, tables: Tables, problems: Sequence[Problem]) -> None:
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    for name, table in tables.items():
        with pa.ipc.new_file(folder / f"{name}.arrow", table.schema, options=options) as writer:
            writer.write_table(table)
    (folder / _PROBLEMS).write_text(json.dumps([asdict(problem) for problem in problems]))
    manifest = {path.name: _checksum(path.read_bytes()) for path in folder.iterdir()}
    (folder / _MANIFEST).write_text(json.dumps(manifest))


def _drop_old(root: Path) -> None:
    ours = [path for path in root.iterdir() if (path / _MANIFEST).is_file()]
    ours.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    # left by a process that was killed while it wrote; a newer folder may still be written
    left = [path for path in root.glob(f"{_NEW}*") if time.time() - path.stat().st_mtime > _HOUR]
    for path in [*ours[_KEPT:], *left]:
        shutil.rmtree(path, ignore_errors=True)


def _name(revision: str) -> str:
    return f"{revision}-{rules()}"


@cache
def rules() -> str:
    """Return a hash of the code that reads and checks, libraries included."""
    digest = hashlib.sha256(sys.version.encode())
    for library in _LIBRARIES:
        digest.update(version(library).encode())
    for folder in _RULES:
        for path in sorted(folder.glob("**/*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def content_hash(folder: Path) -> str:
    """Return a hash of the files in a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
