"""One change between two states of the data, in words and with what it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from routemap.model.change_kinds import CHANGE_KINDS


@dataclass(frozen=True)
class ChangeItem:
    """One change as a reader sees it. All texts are plain.

    Attributes
    ----------
    kind
        Key of :data:`routemap.model.change_kinds.CHANGE_KINDS`.
    text
        The change in one sentence, to follow the label of the kind.
    details
        Label of each field that differs, with its value before and after in words.
    parameter, value
        The link to what changed: a parameter of a link and its value; ``""`` if there is nothing
        to open any more.
    features, sources
        Ids of the places and routes, and of the claim sources, that it is about.
    record
        What it is about: the table and the id of a record, separated by a slash, and for a side
        also which. Together with the kind it names one change between two states.
    """

    kind: str
    text: str
    details: tuple[tuple[str, str, str], ...] = ()
    parameter: str = ""
    value: str = ""
    features: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    record: str = ""

    @property
    def label(self) -> str:
        """The label of the kind."""
        return CHANGE_KINDS.label(self.kind)
