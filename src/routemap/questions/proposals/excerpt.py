"""A marked passage of an article as the excerpt of a claim, with the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from routemap.data.checks.quotations import Match, compare_quotations
from routemap.model.errors import ArticleTextError
from routemap.model.tables import MAX_QUOTATION
from routemap.model.text import one_line, shows_nothing, unshown, visible

_WORDS: Final = (6, 8, 11, 15, 20)  # words beside the excerpt, fewest first
_LONGEST: Final = 200  # characters of a prefix or suffix, above which the check suspects a shift
_NEAR: Final = 4 * _LONGEST  # characters beside the passage in which these words are looked for


@dataclass(frozen=True)
class Excerpt:
    """A quotation as in the columns ``excerpt``, ``prefix`` and ``suffix`` of ``claims.csv``."""

    excerpt: str
    prefix: str
    suffix: str


def excerpt_of(text: str, start: int, end: int) -> Excerpt:
    r"""Return a passage of a text as an excerpt, with prefix and suffix that make it unique.

    White space becomes single spaces, and invisible characters are left out. The result is
    verified by :func:`routemap.data.checks.quotations.compare_quotations`, as
    ``routemap check --article`` does.

    Parameters
    ----------
    text
        The article as plain text.
    start, end
        The first position of the passage, and the position after its last character, in code
        points.

    Raises
    ------
    ArticleTextError
        If the passage is empty, too long, the whole text, or cannot be verified.

    Examples
    --------
    >>> excerpt_of("It said: forty bales\ncrossed. No one saw it.", 9, 28)
    Excerpt(excerpt='forty bales crossed', prefix='It said:', suffix='. No one saw it.')
    """
    excerpt = _plain(text[max(0, start) : max(0, end)])
    if shows_nothing(excerpt):
        raise ArticleTextError("the selection is empty; select the words that state the claim")
    if len(excerpt) > MAX_QUOTATION:
        raise ArticleTextError(
            f"the selection has {len(excerpt):,} characters; an excerpt has at most "
            f"{MAX_QUOTATION}: select only the words that state the claim"
        )
    if hidden := unshown(excerpt):
        raise ArticleTextError(
            f"the selection contains characters that cannot be shown ({', '.join(hidden)}); "
            "remove them from the text"
        )
    before = _plain(text[max(0, start - _NEAR) : max(0, start)]).split(" ")
    after = _plain(text[max(0, end) : max(0, end) + _NEAR]).split(" ")
    if not any((*before, *after)):
        raise ArticleTextError(
            "the selection is the whole text; an excerpt needs words before or after it"
        )
    for prefix, suffix in _anchors(before, after):
        found = Excerpt(excerpt, prefix, suffix)
        if _is_verified(found, text):
            return found
    raise ArticleTextError(
        "the words around the selection occur more than once in the text; select a longer passage"
    )


def _plain(text: str) -> str:
    return one_line(visible(text))


def _anchors(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Yield prefixes and suffixes, short ones first."""
    for words in _WORDS:
        prefix, suffix = " ".join(before[-words:]), " ".join(after[:words])
        yield prefix[-_LONGEST:].strip(), suffix[:_LONGEST].strip()


def _is_verified(excerpt: Excerpt, text: str) -> bool:
    claim = {
        "article": "text",
        "excerpt_kind": "quotation",
        "excerpt": excerpt.excerpt,
        "prefix": excerpt.prefix,
        "suffix": excerpt.suffix,
    }
    claims = pd.DataFrame([claim], index=pd.Index(["claim"], name="id"))
    (result,) = compare_quotations(claims, [2], "text", text)
    return result.outcome is Match.VERIFIED
