"""Closed lists of values: a term has a key, a label and a one-sentence meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One value of a vocabulary.

    ``in_names`` lists the words for this kind that names contain, such as “Station”; a search finds
    a name with and without them. A word that begins with a hyphen is written as a suffix.
    ``participle`` is the word for a stance before “by”, such as “denied”. ``clause`` is
    what one source does whose stance takes no side, and after ``|`` what several do; for a phase in
    which nothing has moved, it is a sentence. ``icon`` is the key of the term whose sign a term of
    a case has. Amounts of a unit that ``is_counted`` are whole numbers.
    """

    key: str
    label: str
    meaning: str
    in_names: tuple[str, ...] = ()
    participle: str = ""
    clause: str = ""
    icon: str = ""
    is_counted: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of the values that a column can contain, in the order of the screens.

    Attributes
    ----------
    standard
        The standard that defines the list, ``""`` if we define it. Documents name the standard
        instead of its terms.
    pattern
        Regular expression of the keys of a standard.
    """

    name: str
    terms: tuple[Term, ...]
    standard: str = ""
    pattern: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys, in order."""
        return tuple(term.key for term in self.terms)

    @property
    def labels(self) -> dict[str, str]:
        """The labels by key, in order."""
        return {term.key: term.label for term in self.terms}

    def label(self, key: str) -> str:
        """Return the label of ``key``, or ``key`` itself if it is not in the list."""
        return next((term.label for term in self.terms if term.key == key), key)
