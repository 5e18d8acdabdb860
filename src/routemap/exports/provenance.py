"""What every export says of itself: the query, the revision, the date, licences and credits."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from routemap.model.credits import CREDITS, EXCERPT_RULE, LICENCES, TITLE
from routemap.questions.selection import Selection
from routemap.questions.view import query_in_words

HELD_BACK: Final = "held_back"
_HELD_BACK: Final = "The data files contain an edit that is not in this data"
# what stays with every row where rows get parted from their file
KEPT_BESIDE_ROWS: Final = ("link", "revision", "made", "licences", "credits", HELD_BACK)


def provenance(asked: Selection, made: datetime, link: str, held_back: str = "") -> dict[str, str]:
    """Return what an export says of itself, as text by key.

    Parameters
    ----------
    asked
        What the reader's query leaves.
    made
        When the export is made, in UTC.
    link
        The link to the view, with the data revision.
    held_back
        What is in the data files but is not shown, and why. The key :data:`HELD_BACK` is only
        there where something is held back.
    """
    words = "; ".join(f"{label}: {value}" for label, value in query_in_words(asked))
    return {
        "title": TITLE,
        "query": asked.query.to_string(),
        "query_in_words": words or "Everything",
        "link": link,
        "revision": asked.dataset.revision,
        "made": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licences": "; ".join(f"{row['title']} {row['path']}" for row in LICENCES),
        "credits": "; ".join(CREDITS),
        "excerpts": EXCERPT_RULE,
        **({HELD_BACK: f"{_HELD_BACK}: {held_back}"} if held_back else {}),
    }
