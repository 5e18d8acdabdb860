"""Who made a revision, and why: small files beside the kept revisions of a data folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from routemap.data.write_whole import write_whole
from routemap.model.revisions import REVISION


@dataclass(frozen=True)
class Authorship:
    """Who published a revision, and the message of the draft; ``""`` if unknown."""

    author: str = ""
    message: str = ""


class AuthorshipFiles:
    """The authorship of kept revisions, by revision."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, revision: str, note: Authorship) -> None:
        """Write the note of a revision.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        write_whole(self._path(revision), json.dumps(asdict(note)).encode())

    def read(self, revision: str) -> Authorship:
        """Return the note of a revision, an empty one if there is none."""
        try:
            found = json.loads(self._path(revision).read_bytes())
            return Authorship(str(found["author"]), str(found["message"]))
        except (OSError, ValueError, LookupError, TypeError):
            return Authorship()

    def delete(self, revision: str) -> None:
        """Delete the note of a revision."""
        self._path(revision).unlink(missing_ok=True)

    def _path(self, revision: str) -> Path:
        if not REVISION.fullmatch(revision):
            raise ValueError(f"“{revision[:40]}” is not a revision")
        return self._folder / f"{revision}.json"
