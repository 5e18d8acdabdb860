"""The folder of saved pages: copies of articles, which are never served."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from routemap.data.load import Loaded
from routemap.data.reading.saved_page import EXTENSIONS, SavedPage, read_page
from routemap.data.write_whole import write_whole
from routemap.model.errors import ArticleFileError, PathError
from routemap.model.problem import Problem

ARCHIVE: Final = "ROUTEMAP_ARCHIVE"


def archive_folder(data: Path) -> Path:
    """Return the folder of saved pages that belongs to a data folder; it need not exist.

    By default it is beside the data folder, with ``-archive`` after its name.

    Raises
    ------
    PathError
        If it is the data folder or inside it: what is in there is published.
    """
    given = os.environ.get(ARCHIVE, "").strip()
    plain = data.absolute()
    folder = Path(given) if given else plain.with_name(f"{plain.name}-archive")
    if folder.resolve().is_relative_to(data.resolve()):
        raise PathError(
            f"{folder}: saved pages belong outside the data folder, which is published; set "
            f"{ARCHIVE} to another folder"
        )
    return folder


def keep_page(data: Path, article: str, page: SavedPage) -> Path:
    """Keep the saved page of an article in the folder that belongs to a data folder.

    Parameters
    ----------
    data
        The data folder.
    article
        The id of the article.
    page
        Its saved page.

    Raises
    ------
    PathError
        See :func:`archive_folder`.
    OSError
        If it cannot be written.
    """
    folder = archive_folder(data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{article}-{page.sha256}.{page.extension}"
    write_whole(path, page.content)
    return path


@dataclass(frozen=True)
class Archived:
    """The saved page of an article: its text, or what is wrong with it."""

    article: str
    text: str = ""
    problem: Problem | None = None


def archived_articles(loaded: Loaded, folder: Path) -> Iterator[Archived]:
    """Yield the saved page of each article that has a hash, in the order of the file.

    The text is only read from a page that has this hash.
    """
    articles = loaded.dataset.articles
    for row, key, sha256, url in zip(
        loaded.rows["articles"].tolist(),
        map(str, articles.index),
        articles["sha256"],
        articles["url"],
        strict=True,
    ):
        if not sha256:
            continue
        text, fault = "", ""
        names = [f"{key}-{sha256}.{extension}" for extension in EXTENSIONS]
        path = next((folder / name for name in names if (folder / name).is_file()), None)
        if path is None:
            fault = f"the saved page is not in {folder}; run `routemap archive {key}=FILE`"
        elif _hash(path) != sha256:
            fault = f"{path.name} has changed since it was saved; its hash is another one"
        else:
            try:
                text = read_page(path, url).text
            except ArticleFileError as error:
                fault = str(error)
        problem = (
            Problem("articles.csv", row, "sha256", sha256, fault, code="archive-page", record=key)
            if fault
            else None
        )
        yield Archived(key, text, problem)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
