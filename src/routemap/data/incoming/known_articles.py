"""Articles of the data that an incoming article seems to be: address, text, quotations, title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from routemap.data.dataset import Dataset
from routemap.data.page_address import archived_address, page_address
from routemap.data.word_index import fold
from routemap.model.dates import parse
from routemap.model.errors import DateError

_COMPARED: Final = 200_000  # characters of a text that are compared
_PIECE: Final = 30  # characters of a piece of a text, without spaces
_PIECES: Final = 60  # evenly spaced pieces of a text that are looked up in the other
_FEWEST: Final = 10  # pieces; a shorter text is not compared
_ALIKE: Final = 0.8  # share of pieces that near-identical texts have in common
_BEGIN: Final = 12  # letters by which quotations that cannot be in a text are skipped
_QUOTED: Final = 25  # letters of a quotation that is unlikely to be in a text by chance


@dataclass(frozen=True)
class Known:
    """An article of the data that the incoming one seems to be.

    ``sign`` is the key of a row of :data:`SIGNS`; ``reason`` is a sentence for the editor.
    """

    article: str
    sign: str
    reason: str


def known(
    fields: Mapping[str, str],
    text: str,
    dataset: Dataset,
    archived: Mapping[str, str] | None = None,
) -> tuple[Known, ...]:
    """Return the articles of the data that the incoming article seems to be, the surest first.

    Each article is returned once, with its surest sign.

    Parameters
    ----------
    fields
        Cells of ``articles.csv`` of the incoming article by column; missing ones are unknown.
    text
        Its text; ``""`` if it is unknown.
    dataset
        The data.
    archived
        The text of saved articles by article id. Comparing one takes some milliseconds.
    """
    incoming = _Incoming(fields, text, dataset, archived or {})
    found: dict[str, Known] = {}
    for sign in SIGNS:
        for article, reason in sign.find(incoming):
            if article in dataset.articles.index:
                found.setdefault(article, Known(article, sign.key, reason))
    return tuple(found.values())


@dataclass(frozen=True)
class _Incoming:
    """An incoming article beside the data."""

    fields: Mapping[str, str]
    text: str
    dataset: Dataset
    archived: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def letters(self) -> str:
        return _letters(self.text)


def _letters(text: str) -> str:
    """Return the beginning of a text without spaces and typography."""
    return "".join(fold(text[:_COMPARED]).split())


def _same_address(incoming: _Incoming) -> Iterator[tuple[str, str]]:
    wanted = _pages(incoming.fields.get("url", ""), incoming.fields.get("archived_url", ""))
    articles = incoming.dataset.articles
    for key, url, copy in zip(
        articles.index, articles["url"], articles["archived_url"], strict=True
    ):
        if wanted & _pages(url, copy):
            yield str(key), "An article of the data has the same address."


def _pages(*addresses: str) -> set[str]:
    """Return the pages of some addresses, and of archived ones also the pages that they show."""
    all_of = [*addresses, *map(archived_address, addresses)]
    return {page_address(address) for address in all_of if address}


def _same_text(incoming: _Incoming) -> Iterator[tuple[str, str]]:
    for key, text in incoming.archived.items():
        share = _share(incoming.letters, _letters(text))
        if share >= _ALIKE:
            yield (
                key,
                f"A saved page of the data has nearly the same text ({share:.0%} of it).",
            )


def _share(one: str, other: str) -> float:
    """Return how much of the text without spaces that has less is in the other, from 0 to 1.

    Evenly spaced pieces of the shorter text are looked up in the longer one; the idea of comparing
    samples is that of Broder (1997), https://doi.org/10.1109/SEQUEN.1997.666900.
    """
    shorter, longer = sorted((one, other), key=len)
    last = len(shorter) - _PIECE
    if last < _FEWEST * _PIECE:
        return 0.0
    starts = range(0, last + 1, max(1, last // (_PIECES - 1)))
    return sum(shorter[at : at + _PIECE] in longer for at in starts) / len(starts)


def _same_quotations(incoming: _Incoming) -> Iterator[tuple[str, str]]:
    """Yield the articles most of whose quotations are in the text."""
    letters = incoming.letters
    if not letters:
        return
    claims = incoming.dataset.claims
    quoted = claims.loc[claims["excerpt_kind"] == "quotation"]
    beginnings = {letters[at : at + _BEGIN] for at in range(len(letters))}
    sought: dict[str, set[str]] = {}
    contained: dict[str, set[str]] = {}
    for article, excerpt, original in zip(
        quoted["article"], quoted["excerpt"], quoted["original"], strict=True
    ):
        words = _letters(original or excerpt)  # the excerpt can be a translation
        if len(words) >= _QUOTED:
            sought.setdefault(article, set()).add(words)
            if words[:_BEGIN] in beginnings and words in letters:
                contained.setdefault(article, set()).add(words)
    for article, those in contained.items():
        count, total = len(those), len(sought[article])
        if 2 * count > total:
            which = f"all {total}" if count == total else f"{count} of the {total}"
            which = f"{which} quotations" if total > 1 else "the only quotation"
            yield article, f"The text contains {which} of an article of the data."


def _same_title(incoming: _Incoming) -> Iterator[tuple[str, str]]:
    fields = incoming.fields
    title, publisher = (fold(fields.get(key, "")) for key in ("title", "publisher"))
    published = fields.get("published", "")
    if not (title and publisher and published):
        return
    articles = incoming.dataset.articles
    for key, names, other, day in zip(
        articles.index,
        zip(articles["title"], articles["original_title"], strict=True),
        articles["publisher"],
        articles["published"],
        strict=True,
    ):
        if title in map(fold, names) and fold(other) == publisher and _overlap(day, published):
            yield (
                str(key),
                "An article of the data has the same title, publisher and day.",
            )


def _overlap(one: str, other: str) -> bool:
    """Return whether two EDTF dates can be the same day."""
    try:
        first, second = parse(one), parse(other)
    except DateError:
        return False
    ends = ((first.first, second.last), (second.first, first.last))
    return all(begin is None or end is None or begin <= end for begin, end in ends)


@dataclass(frozen=True)
class Sign:
    """A sign that an incoming article is already in the data.

    ``find`` yields the id of an article and the reason in a sentence.
    """

    key: str
    meaning: str
    find: Callable[[_Incoming], Iterator[tuple[str, str]]]


SIGNS: Final = (
    Sign("address", "The address leads to the same page.", _same_address),
    Sign("text", "The saved page has nearly the same text.", _same_text),
    Sign("title", "Title, publisher and day of publication are the same.", _same_title),
    Sign("quotations", "The text contains most quotations of the article.", _same_quotations),
)
"""The surest sign first."""
