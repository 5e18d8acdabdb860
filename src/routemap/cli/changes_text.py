"""Changes between two states of the data as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from routemap.data.archive import archive_folder, archived_articles
from routemap.data.load import Loaded
from routemap.questions.change_sentences import change_items, summary
from routemap.questions.changes import changes


def change_lines(old: Loaded, new: Loaded, folder: Path) -> Iterator[str]:
    """Yield a summary of what changed between two states of a data folder, and each change.

    Quotations are compared with the saved pages of the articles.
    """
    saved = archived_articles(new, archive_folder(folder))
    texts = {item.article: item.text for item in saved if item.text}
    found = changes(old.dataset, new.dataset, texts=texts)
    yield summary(found) or "The records are the same."
    for item in change_items(found):
        yield f"{item.label}: {item.text}"
        for label, before, after in item.details:
            yield f"    {label}: {before or '(none)'} -> {after or '(none)'}"
