"""Where documents that all processes of a deployment share are kept."""

from __future__ import annotations

from pathlib import Path

from routemap.data.documents import Documents, FolderDocuments
from routemap.data.history import history_of


def shared_documents(kind: str, data: Path) -> Documents | None:
    """Return the documents of one kind, ``None`` if this deployment keeps none.

    Parameters
    ----------
    kind
        Name of the kind, such as ``feeds``; also that of the folder.
    data
        The data folder. The documents are kept with its history.
    """
    history = history_of(data)
    return FolderDocuments(history.folder / kind) if history else None
