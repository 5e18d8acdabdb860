"""The provenance in every export: the query, the revision, the date, licences and credits."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from routemap.model.credits import EXCERPT_RULE
from routemap.questions.selection import Selection
from routemap.questions.view import query_in_words

HELD_BACK: Final = "held_back"
_HELD_BACK: Final = "The data files contain an edit that is not in this data"
# repeated in every row of a table, because rows get copied out of their file
ROW_PROVENANCE: Final = ("link", "revision", "made", "licences", "credits", HELD_BACK)


def provenance(
    selection: Selection, made: datetime, link: str, held_back: str = ""
) -> dict[str, str]:
    """Return the provenance of an export, as text by key.

    Parameters
    ----------
    selection
        The claims that match the reader's query.
    made
        Time of the export, in UTC.
    link
        The link to the view, with the data revision.
    held_back
        Which edit of the data files is not shown, and why; ``""`` if all edits are shown. Only
        then does the result have the key :data:`HELD_BACK`.
    """
    dataset = selection.dataset
    words = "; ".join(f"{label}: {value}" for label, value in query_in_words(selection))
    return {
        "title": dataset.case.title,
        "query": selection.query.to_string(),
        "query_in_words": words or "Everything",
        "link": link,
        "revision": dataset.revision,
        "made": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licences": "; ".join(f"{row['title']} {row['path']}" for row in dataset.case.licences),
        "credits": "; ".join(dataset.credits),
        "excerpts": EXCERPT_RULE,
        **({HELD_BACK: f"{_HELD_BACK}: {held_back}"} if held_back else {}),
    }
