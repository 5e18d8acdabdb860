"""What changed between two states of the data, in the words that readers see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from routemap.data.dataset import Dataset
from routemap.data.record_changes import CASE, RecordChange
from routemap.model.change_kinds import CHANGE_KINDS
from routemap.model.dates import in_words
from routemap.model.draft import Change
from routemap.model.text import shortened
from routemap.model.vocabulary import DENYING, STANCES, STATUSES
from routemap.questions.change_counts import counts_in_words, number_of
from routemap.questions.change_details import details
from routemap.questions.change_item import ChangeItem
from routemap.questions.changes import AFFIRMS, DENIES, Changes
from routemap.questions.facts import NAMES
from routemap.questions.quoting import quoted
from routemap.questions.sentences import CLAUSES, PARTICIPLES
from routemap.questions.status_changes import StatusChange

_FEATURES: Final = ("places", "routes", "areas")
_PARAMETERS: Final = {
    "claims": "claim",
    "places": "feature",
    "routes": "feature",
    "areas": "feature",
    "vessels": "vessel",
    "articles": "article",
    "sources": "source",
    "allegations": "allegation",
}
"""The parameter of a link that opens a record, by table."""
_DID: Final = {AFFIRMS: "affirmed", DENIES: "denied"}
_RECORDS: Final = {"vessels": "ship", "areas": "outline of", "media": "image or track"}
"""What a record is called on screens, where that is not its name in the files."""
_REASONS: Final = 2  # how many claims a sentence names as the reason; more are counted


def change_items(found: Changes) -> tuple[ChangeItem, ...]:
    """Return every change in words, in the order of :data:`CHANGE_KINDS`."""
    items = [
        *_status_items(found),
        *_side_items(found),
        *_quotation_items(found),
        *_record_items(found),
    ]
    order = {key: place for place, key in enumerate(CHANGE_KINDS.keys)}
    return tuple(sorted(items, key=lambda item: order[item.kind]))


def summary(found: Changes) -> str:
    """Return the changes in a sentence without a full stop: numbers, then one change of status.

    An empty text means that nothing differs.
    """
    counts = counts_in_words(found)
    if not found.statuses:
        return counts
    first, *others = found.statuses
    sentence = _status_sentence(found, first, named=1)
    more = number_of(len(others), "more place or route", "more places and routes")
    sentence += f". {more} changed status" if others else ""
    return "; ".join(filter(None, (counts, sentence)))


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


def _status_sentence(found: Changes, item: StatusChange, named: int = _REASONS) -> str:
    name = _feature_name(found, item.feature)
    old, new = (STATUSES.label(status).lower() if status else "" for status in (item.old, item.new))
    if not old:
        what = f"{name} is new on the map as {new}"
    elif not new:
        what = f"{name} is no longer on the map"
    else:
        what = f"{name} went from {old} to {new}"
    reasons = [_reason(found, claim) for claim in item.claims[:named]] or _parts(found)[:named]
    more = len(item.claims) - named
    if more > 0 and named > 1:
        reasons.append(f"and {number_of(more, 'more change')}")
    return f"{what}: {'; '.join(reasons)}" if reasons else what


def _reason(found: Changes, claim: str) -> str:
    """Return why a claim bears on a status, such as “denied by A on 17 October 2023”."""
    record = found.by_record.get(("claims", claim))
    dataset = _state(found, record.change if record else Change.CHANGED)
    row = dataset.claims.loc[claim].to_dict()
    source = dataset.sources["name"][row["source"]]
    if record is None:
        is_retracted = dataset.articles["retracted_on"][row["article"]] != ""
        done = "was retracted" if is_retracted else "is no longer retracted"
        return f"the article of a claim by {source} {done}"
    if record.change is Change.CHANGED:
        names = ", ".join(f"“{label}”" for label, _, _ in details(found, record)[:_REASONS])
        return f"a claim by {source} was corrected ({names})"
    participle = PARTICIPLES.get(row["stance"])
    said = f" {in_words(row['said'])}" if row["said"] else ""
    words = f"{participle} by {source}{said}" if participle else f"named by {source}{said}"
    return f"no longer {words}" if record.change is Change.REMOVED else words


def _parts(found: Changes) -> list[str]:
    """Return which allegations have become a part of another one, or are no longer."""
    reasons = []
    for record in found.records:
        for field in record.fields if record.table == "allegations" else ():
            if record.change is Change.CHANGED and field.key == "part_of":
                state = (found.new if field.new else found.old).dataset
                statements = state.allegations["statement"]
                broader = quoted(statements[field.new or field.old])
                verb = "is now" if field.new else "is no longer"
                reasons.append(f"{quoted(statements[record.record])} {verb} part of {broader}")
    return reasons


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
    for switch in found.changed_sides:
        before, now = _DID[switch.old], _DID[switch.new]
        dataset = found.new.dataset
        name = dataset.sources["name"][switch.source]
        statement = quoted(dataset.allegations["statement"][switch.allegation])
        yield ChangeItem(
            "side",
            f"{name} changed sides on {statement}: {before} before, {now} now.",
            parameter="allegation",
            value=switch.allegation,
            sources=(switch.source,),
            record=f"sources/{switch.source}/{switch.allegation}",
        )


def _quotation_items(found: Changes) -> Iterator[ChangeItem]:
    dataset = found.new.dataset
    for claim in found.unverified:
        row = dataset.claims.loc[claim].to_dict()
        title = dataset.articles["title"][row["article"]]
        yield ChangeItem(
            "quotation",
            f"“{shortened(row['excerpt'])}” is not in the saved text of {quoted(title)}.",
            parameter="claim",
            value=claim,
            features=tuple(row["features"]),
            sources=(row["source"],),
            record=f"claims/{claim}",
        )


def _record_items(found: Changes) -> Iterator[ChangeItem]:
    for record in found.records:
        dataset = _state(found, record.change)
        features, sources = _concerned(dataset, record)
        there = record.change is not Change.REMOVED and record.table in _PARAMETERS
        yield ChangeItem(
            _kind(dataset, record),
            _record_sentence(dataset, record),
            details=details(found, record) if record.change is Change.CHANGED else (),
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
        return "The description of the map."
    if record.table == "claims":
        return _claim_sentence(dataset, record.record)
    named = {table.name: table.record for table in dataset.case.tables} | _RECORDS
    label = named[record.table]
    # the id of an outline is that of its place
    table = "places" if record.table == "areas" else record.table
    name = getattr(dataset, table)[NAMES[table]][record.record]
    return f"{label[:1].upper()}{label[1:]} {quoted(name)}."


def _claim_sentence(dataset: Dataset, claim: str) -> str:
    """Return who says what, such as “A: denies “…”, 17 October 2023.”."""
    row = dataset.claims.loc[claim].to_dict()
    source, stance = dataset.sources["name"][row["source"]], row["stance"]
    said = f", {in_words(row['said'], preposition=False)}" if row["said"] else ""
    if not row["allegation"]:
        return f"{source}: {STANCES.label(stance).lower()}, “{shortened(row['excerpt'])}”{said}."
    statement = quoted(dataset.allegations["statement"][row["allegation"]])
    if stance in CLAUSES:
        return f"{source}: {STANCES.label(stance).lower()}, on {statement}{said}."
    return f"{source}: {STANCES.label(stance).lower()} {statement}{said}."


def _concerned(dataset: Dataset, record: RecordChange) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the features and of the claim sources that a record is about."""
    if record.table == "claims":
        row = dataset.claims.loc[record.record].to_dict()
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
