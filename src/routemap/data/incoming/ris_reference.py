"""References in RIS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import rispy
from rispy.config import TAG_KEY_MAPPING

from routemap.data.incoming.person_name import in_reading_order
from routemap.data.incoming.proposed_fields import Found
from routemap.model.errors import ArticleFileError

# column, tag, and name of the tag in rispy; the more reliable tag first
_TAGS: Final = (
    ("title", "TT", "translated_title"),
    ("title", "TI", "title"),
    ("title", "T1", "primary_title"),
    ("publisher", "T2", "secondary_title"),
    ("publisher", "JF", "alternate_title3"),
    ("publisher", "JO", "journal_name"),
    ("publisher", "PB", "publisher"),
    ("url", "UR", "urls"),
    ("archived_url", "AV", "location"),
    ("language", "LA", "language"),
)
_MAPPING: Final = {**TAG_KEY_MAPPING, "AV": "location"}  # location in archives
_AUTHORS: Final = (("AU", "authors"), ("A1", "first_authors"))
_DATES: Final = (
    ("published", "DA", "date"),
    ("published", "PY", "year"),
    ("published", "Y1", "publication_year"),
    ("retrieved_on", "Y2", "access_date"),
)


def ris_entries(text: str, name: str) -> Iterator[Iterable[Found]]:
    """Yield what each record states.

    Source: RIS Format Specifications of Reference Manager, with the tags of the 2011 revision.

    Raises
    ------
    ArticleFileError
        If rispy cannot read the text.
    """
    try:
        records = rispy.loads(text, mapping=_MAPPING)
    except Exception as error:  # the package raises many kinds of errors
        raise ArticleFileError(f"{name}: the RIS file is damaged; export it again") from error
    for record in records:
        yield list(_found(record))


def _found(record: Mapping[str, Any]) -> Iterator[Found]:
    for column, tag, key in _TAGS:
        yield Found(column, f"RIS {tag}", tuple(_texts(record.get(key))))
    if "translated_title" in record:
        yield Found("original_title", "RIS TI", tuple(_texts(record.get("title"))))
    for tag, key in _AUTHORS:
        names = tuple(in_reading_order(name) for name in _texts(record.get(key)))
        yield Found("author", f"RIS {tag}", names)
    for column, tag, key in _DATES:
        days = tuple(_day(text) for text in _texts(record.get(key)))
        yield Found(column, f"RIS {tag}", days)


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _day(text: str) -> str:
    """Return a date ``year/month/day/words`` as EDTF; words make it approximate.

    Examples
    --------
    >>> _day("2022/11/08/"), _day("2022/09//"), _day("2022/11/08/between 8 and 9 November 2022")
    ('2022-11-08', '2022-09', '2022-11-08~')
    """
    if "/" not in text:
        return text
    year, month, day, words = (*text.split("/", 3), "", "")[:4]
    date = "-".join(
        filter(
            None,
            (
                year.strip(),
                month.strip().zfill(2) if month.strip() else "",
                day.strip().zfill(2) if day.strip() else "",
            ),
        )
    )
    return f"{date}~" if words.strip() else date
