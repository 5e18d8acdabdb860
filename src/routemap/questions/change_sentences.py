"""What changed between two states of the data, in the words that readers see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from routemap.data.dataset import Dataset
from routemap.data.record_changes import CASE, Change, FieldChange, RecordChange
from routemap.data.tables import GEOMETRY
from routemap.model.change_kinds import CHANGE_KINDS
from routemap.model.columns import Column
from routemap.model.dates import in_words
from routemap.model.text import shortened
from routemap.model.vocabulary import DENYING, STANCES, STATUSES
from routemap.questions.changes import AFFIRMS, DENIES, Changes, StatusChange
from routemap.questions.facts import NAMES, value_words
from routemap.questions.quoting import quoted
from routemap.questions.sentences import CLAUSES, PARTICIPLES

_FEATURES: Final = ("places", "routes")
_PARAMETERS: Final = {
    "claims": "claim",
    "places": "feature",
    "routes": "feature",
    "vessels": "vessel",
    "articles": "article",
    "sources": "source",
    "allegations": "allegation",
}
"""The parameter of a link that opens a record, by table."""
_DID: Final = {AFFIRMS: "affirmed", DENIES: "denied"}
_RECORDS: Final = {"vessels": "ship"}
"""What a record is called on screens, where that is not its name in the files."""
_REASONS: Final = 2  # how many claims a sentence names as the reason; more are counted


@dataclass(frozen=True)
class ChangeItem:
    """One change as a reader sees it. All texts are plain.

    Attributes
    ----------
    kind
        Key of :data:`routemap.model.change_kinds.CHANGE_KINDS`.
    text
        The change in one sentence.
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


def change_items(found: Changes) -> tuple[ChangeItem, ...]:
    """Return every change in words, in the order of :data:`CHANGE_KINDS`."""
    items = [*_status_items(found), *_side_items(found), *_record_items(found)]
    order = {key: place for place, key in enumerate(CHANGE_KINDS.keys)}
    return tuple(sorted(items, key=lambda item: order[item.kind]))


def counts_in_words(found: Changes) -> str:
    """Return how many records were added, changed and removed, ``""`` if none were.

    Examples
    --------
    >>> from routemap.data.load import SHIPPED, load
    >>> from routemap.questions.changes import changes
    >>> dataset = load(SHIPPED).dataset
    >>> counts_in_words(changes(dataset, dataset))
    ''
    """
    names = {"claims": "claim", "places": "place", "routes": "route"}
    parts = []
    for table, name in names.items():
        for change in Change:
            if number := found.count(table, change):
                parts.append(f"{_number(number, name)} {change}")
    others = sum(item.table not in names for item in found.records)
    if others:
        parts.append(f"{_number(others, 'other record')} edited")
    return ", ".join(parts)


def summary(found: Changes) -> str:
    """Return the changes in one sentence without a full stop: numbers, then the first status.

    An empty text means that nothing differs.
    """
    counts = counts_in_words(found)
    if not found.statuses:
        return counts
    first, *others = found.statuses
    sentence = _status_sentence(found, first)
    more = f", and {_number(len(others), 'more place or route', 'more places or routes')}"
    return "; ".join(filter(None, (counts, f"{sentence}{more if others else ''}")))


def _status_items(found: Changes) -> Iterator[ChangeItem]:
    for item in found.statuses:
        sources = {_source(found, claim) for claim in item.claims}
        yield ChangeItem(
            "status",
            f"{_status_sentence(found, item)}.",
            parameter="feature" if item.new else "",
            value=item.feature if item.new else "",
            features=(item.feature,),
            sources=tuple(sorted(sources)),
            record=f"features/{item.feature}",
        )


def _status_sentence(found: Changes, item: StatusChange) -> str:
    name = _feature_name(found, item.feature)
    old, new = (STATUSES.label(status).lower() if status else "" for status in (item.old, item.new))
    if not old:
        what = f"{name} is new on the map as {new}"
    elif not new:
        what = f"{name} is no longer on the map"
    else:
        what = f"{name} went from {old} to {new}"
    reasons = [_reason(found, claim) for claim in item.claims[:_REASONS]]
    more = len(item.claims) - _REASONS
    if more > 0:
        reasons.append(f"and {_number(more, 'more change')}")
    return f"{what}: {'; '.join(reasons)}" if reasons else what


def _reason(found: Changes, claim: str) -> str:
    """Return why a claim bears on a status, such as “denied by A on 17 October 2023”."""
    record = found.by_record.get(("claims", claim))
    dataset = _state(found, record.change if record else Change.CHANGED)
    row = dataset.claims.loc[claim]
    source = dataset.sources["name"][row["source"]]
    if record is None:
        return f"the article of a claim by {source} was retracted, or is no longer"
    if record.change is Change.CHANGED:
        names = ", ".join(f"“{label}”" for label, _, _ in _details(found, record)[:_REASONS])
        return f"a claim by {source} was corrected ({names})"
    participle = PARTICIPLES.get(row["stance"])
    said = f" {in_words(row['said'])}" if row["said"] else ""
    words = f"{participle} by {source}{said}" if participle else f"named by {source}{said}"
    return f"no longer {words}" if record.change is Change.REMOVED else words


def _side_items(found: Changes) -> Iterator[ChangeItem]:
    for side in found.sides:
        dataset = (found.new if side.gained else found.old).dataset
        verb = _DID[side.side]
        statement = quoted(dataset.allegations["statement"][side.allegation])
        names = _listed([dataset.sources["name"][key] for key in side.sources])
        text = (
            f"{statement} is now {verb}, by {names}."
            if side.gained
            else f"{statement} is no longer {verb}; before, it was by {names}."
        )
        yield ChangeItem(
            "side",
            text,
            parameter="allegation",
            value=side.allegation if side.allegation in found.new.dataset.allegations.index else "",
            sources=side.sources,
            record=f"allegations/{side.allegation}/{side.side}",
        )
    for turn in found.turns:
        dataset = found.new.dataset
        name = dataset.sources["name"][turn.source]
        statement = quoted(dataset.allegations["statement"][turn.allegation])
        yield ChangeItem(
            "side",
            f"{name} changed sides on {statement}: before, {_DID[turn.old]}; now, {_DID[turn.new]}.",
            parameter="allegation",
            value=turn.allegation,
            sources=(turn.source,),
            record=f"sources/{turn.source}/{turn.allegation}",
        )


def _record_items(found: Changes) -> Iterator[ChangeItem]:
    for record in found.records:
        dataset = _state(found, record.change)
        features, sources = _concerned(dataset, record)
        there = record.change is not Change.REMOVED and record.table in _PARAMETERS
        yield ChangeItem(
            _kind(dataset, record),
            _record_sentence(dataset, record),
            details=_details(found, record) if record.change is Change.CHANGED else (),
            parameter=_PARAMETERS[record.table] if there else "",
            value=record.record if there else "",
            features=features,
            sources=sources,
            record=f"{record.table}/{record.record}",
        )


def _kind(dataset: Dataset, record: RecordChange) -> str:
    if record.change is Change.REMOVED:
        return "removal"
    if record.change is Change.CHANGED:
        return "correction"
    if record.table == "claims":
        return "denial" if dataset.claims["stance"][record.record] in DENYING else "claim"
    return "feature" if record.table in _FEATURES else "record"


def _record_sentence(dataset: Dataset, record: RecordChange) -> str:
    if record.table == CASE:
        return "Changed: the description of the case."
    begins = {Change.ADDED: "", Change.REMOVED: "Removed: ", Change.CHANGED: "Corrected: "}
    begin = begins[record.change]
    if record.table == "claims":
        return f"{begin}{_claim_sentence(dataset, record.record)}"
    named = {table.name: table.record for table in dataset.case.tables} | _RECORDS
    label = named[record.table]
    name = getattr(dataset, record.table)[NAMES[record.table]][record.record]
    words = f"{label} {quoted(name)}"
    return f"New {words}." if record.change is Change.ADDED else f"{begin}{words}."


def _claim_sentence(dataset: Dataset, claim: str) -> str:
    """Return who says what, such as “A: denies “…”, 17 October 2023.”."""
    row = dataset.claims.loc[claim]
    source, stance = dataset.sources["name"][row["source"]], row["stance"]
    said = f", {in_words(row['said'], preposition=False)}" if row["said"] else ""
    if not row["allegation"]:
        return f"{source}: {STANCES.label(stance).lower()}, “{shortened(row['excerpt'])}”{said}."
    statement = quoted(dataset.allegations["statement"][row["allegation"]])
    if stance in CLAUSES:
        return f"{source}: {STANCES.label(stance).lower()}, on {statement}{said}."
    return f"{source}: {STANCES.label(stance).lower()} {statement}{said}."


def _details(found: Changes, record: RecordChange) -> tuple[tuple[str, str, str], ...]:
    if record.table == CASE:
        return ()
    old, new = (
        _readers(selection.dataset, record.table) for selection in (found.old, found.new)
    )
    labels = _labels(found, record.table)
    return tuple(
        (labels.get(item.key, item.key), _words(old, item, item.old), _words(new, item, item.new))
        for item in record.fields
    )


def _labels(found: Changes, name: str) -> Mapping[str, str]:
    labels = {GEOMETRY: "Position" if name == "places" else "Line"}
    for selection in (found.old, found.new):
        table = next(table for table in selection.dataset.case.tables if table.name == name)
        labels |= {column.key: column.label for column in table.columns}
    return labels


def _readers(dataset: Dataset, name: str) -> Mapping[str, tuple[Column, Callable[[Any], str]]]:
    table = next(table for table in dataset.case.tables if table.name == name)
    return {column.key: (column, value_words(dataset, column)) for column in table.columns}


def _words(
    readers: Mapping[str, tuple[Column, Callable[[Any], str]]], item: FieldChange, value: Any
) -> str:
    """Return a value in words, ``""`` if it is unknown."""
    if isinstance(value, BaseGeometry):
        return _place_words(value)
    if item.key not in readers or value in ("", ()):
        return "" if value in ("", ()) else str(value)
    column, words = readers[item.key]
    return ", ".join(map(words, value)) if column.many else words(value)


def _place_words(geometry: BaseGeometry) -> str:
    if geometry.geom_type == "Point":
        longitude, latitude = geometry.coords[0]
        return f"{latitude:g}, {longitude:g}"
    vertices = sum(len(part.coords) for part in getattr(geometry, "geoms", [geometry]))
    return f"a line of {_number(vertices, 'vertex', 'vertices')}"


def _concerned(dataset: Dataset, record: RecordChange) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the features and of the claim sources that a record is about."""
    if record.table == "claims":
        row = dataset.claims.loc[record.record]
        return tuple(row["features"]), (row["source"],)
    features = (record.record,) if record.table in _FEATURES else ()
    return features, (record.record,) if record.table == "sources" else ()


def _state(found: Changes, change: Change) -> Dataset:
    return (found.old if change is Change.REMOVED else found.new).dataset


def _source(found: Changes, claim: str) -> str:
    record = found.by_record.get(("claims", claim))
    dataset = _state(found, record.change if record else Change.CHANGED)
    return str(dataset.claims["source"][claim])


def _feature_name(found: Changes, feature: str) -> str:
    for selection in (found.new, found.old):
        names = selection.dataset.features["name_en"]
        if feature in names.index:
            return str(names[feature])
    return feature


def _listed(names: list[str]) -> str:
    if len(names) > _REASONS + 1:
        return f"{', '.join(names[:_REASONS])} and {len(names) - _REASONS:,} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _number(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
