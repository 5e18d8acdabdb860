"""Sentences about what the filters hide, and which denials they keep."""

from __future__ import annotations

from routemap.model.vocabulary import DATE_MEANINGS, KNOWN
from routemap.questions.months import said_by
from routemap.questions.selection import Selection
from routemap.questions.shared_sentences import KEPT_DENIALS, UNDATED


def hidden_sentence(
    assertions: int, denials: int, broader: int, others: int, withdrawn: int = 0
) -> str:
    """Return what the filters hide of a feature, ``""`` if nothing. See :func:`counted_claims`.

    Examples
    --------
    >>> hidden_sentence(1, 2, 0, 0)
    'Hidden by the filters: 1 assertion, 2 denials.'
    """
    counts = counted_claims(assertions, denials, broader, others, withdrawn)
    return f"Hidden by the filters: {counts}." if counts else ""


def counted_claims(
    assertions: int, denials: int, broader: int, others: int, withdrawn: int = 0
) -> str:
    """Return numbers of claims about a feature in words, ``""`` if there are none.

    Parameters
    ----------
    assertions, denials
        How many claims about the feature affirm or deny something.
    broader
        How many claims deny a broader allegation, and therefore also this one.
    others
        How many claims about the feature take no side.
    withdrawn
        How many claims about the feature are withdrawn.

    Examples
    --------
    >>> counted_claims(1, 2, 0, 0)
    '1 assertion, 2 denials'
    """
    parts = [
        f"{number:,} {one if number == 1 else many}"
        for number, one, many in (
            (assertions, "assertion", "assertions"),
            (denials, "denial", "denials"),
            (broader, "denial of a broader allegation", "denials of a broader allegation"),
            (others, "claim that takes no side", "claims that take no side"),
            (withdrawn, "withdrawn claim", "withdrawn claims"),
        )
        if number
    ]
    return ", ".join(parts)


def filter_notes(selection: Selection) -> tuple[str, ...]:
    """Return notes on the filters: which denials they keep, which claims and sides they hide."""
    query = selection.query
    dated = bool(query.first or query.last)
    notes = (
        f"{said_by(query.first, query.last)}." if query.by == KNOWN and dated else "",
        kept_sentence(int(selection.kept_denials.sum())),
        undated_sentence(selection.undated, query.by),
        hidden_sides_sentence(
            int(selection.hides_denials.sum()), int(selection.hides_assertions.sum())
        ),
    )
    return tuple(note for note in notes if note)


def kept_sentence(number: int) -> str:
    """Return the sentence on denials that the filters exclude and that are kept, ``""`` for none.

    Examples
    --------
    >>> kept_sentence(2)
    '2 denials that the filters exclude are included, because the claims they deny are shown.'
    """
    return KEPT_DENIALS.of(number)


def undated_sentence(number: int, by: str) -> str:
    """Return the sentence on claims that a date filter leaves out, ``""`` for none.

    These claims have no date of the kind ``by``.

    Examples
    --------
    >>> undated_sentence(1, "happened")
    '1 claim without a date of the event is left out.'
    """
    return UNDATED.of(number, meaning=DATE_MEANINGS.label(by))


def hidden_sides_sentence(denials: int, assertions: int) -> str:
    """Return the sentence on features of which the filters hide one side, ``""`` for none.

    Examples
    --------
    >>> hidden_sides_sentence(3, 0)
    'The filters hide who denies 3 of the routes and places.'
    """
    parts = [
        f"who {verb} {number:,}"
        for verb, number in (("asserts", assertions), ("denies", denials))
        if number
    ]
    return f"The filters hide {' and '.join(parts)} of the routes and places." if parts else ""
