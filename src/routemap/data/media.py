"""The files of media, in the folder ``media`` of a data folder.

Loading a data folder does not read them. A file is read, and compared with its record, when it is
served (:mod:`routemap.web.media`) and by the commands ``check`` and ``verify``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from routemap.data.load import Loaded
from routemap.data.reading.files import read_file
from routemap.model.errors import DataFileError
from routemap.model.media_table import FOLDER, MAX_BYTES, MEDIA, format_of
from routemap.model.problem import Problem

_HEAD: Final = 4096  # bytes in which the format of a file is recognised


def read_media(folder: Path, file: str, sha256: str) -> bytes:
    """Return the content of a media file.

    Parameters
    ----------
    folder
        The data folder.
    file
        The name of the file, without folders.
    sha256
        The hash that it must have, as 64 hexadecimal digits.

    Raises
    ------
    DataFileError
        If it is missing, outside the data folder, larger than
        :data:`routemap.model.media_table.MAX_BYTES`, not what its ending says, or if it has another
        hash. The message says which, and what would be right.
    """
    kind = format_of(file)
    if kind is None or "/" in file or "\\" in file:
        raise DataFileError(f"“{file}” is not the name of a media file")
    try:
        content = read_file(folder, f"{FOLDER}/{file}", MAX_BYTES)
    except DataFileError:
        raise
    except FileNotFoundError as error:
        raise DataFileError(
            f"it is not in the folder {FOLDER}; put it there, or correct the name"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataFileError(f"it cannot be read ({reason.lower()})") from error
    if not re.match(kind.begins, content[:_HEAD], re.DOTALL):
        ending = file.rpartition(".")[2]
        raise DataFileError(f"its content is not {ending.upper()}; save it again in this format")
    found = hashlib.sha256(content).hexdigest()
    if not sha256:
        raise DataFileError(f"its record has no hash; if the file is right, write {found}")
    if found != sha256:
        raise DataFileError(
            f"it has another hash than its record; if the file is right, write {found}"
        )
    return content


def media_problems(loaded: Loaded, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the media files of a data folder, in the order of ``media.csv``."""
    media = loaded.dataset.media
    for row, key, file, sha256 in zip(
        loaded.rows[MEDIA.name].tolist(),
        map(str, media.index),
        media["file"],
        media["sha256"],
        strict=True,
    ):
        if not file:
            continue
        try:
            read_media(folder, file, sha256)
        except DataFileError as error:
            message = f"the file is not shown: {error}"
            yield Problem(MEDIA.file, row, "file", file, message, code="media-file", record=key)
