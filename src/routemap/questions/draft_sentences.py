"""What a draft does and meets, in the words that readers see: without ids."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from routemap.data.drafts.conflicts import RECORD, Conflict
from routemap.data.drafts.draft_file import LABELS, TABLE
from routemap.data.drafts.draft_records import added_records
from routemap.data.drafts.publish import Examined
from routemap.model.draft import Draft
from routemap.model.problem import folded
from routemap.model.text import shortened
from routemap.questions.facts import NAMES
from routemap.questions.quoting import quoted
from routemap.questions.record_sentences import record_sentence


def draft_counts(draft: Draft) -> str:
    """Return how many records a draft adds, changes and removes, such as ``2 added, 1 changed``."""
    found = Counter(edit.change.value for edit in draft.edits)
    return ", ".join(f"{number:,} {change}" for change, number in found.items()) or "nothing yet"


def named_record(found: Examined, table: str, record: str) -> str:
    """Return a record of a draft as a sentence, of the present data if it is there."""
    for loaded in (found.before, found.after):
        if loaded is not None:
            with suppress(LookupError):
                return record_sentence(loaded.dataset, table, record)
    kind = TABLE[table].record
    cells = added_records(found.draft, table).get(record, {})
    name = cells.get(NAMES.get(table, "excerpt"), "") or record
    return f"{kind[:1].upper()}{kind[1:]} {quoted(shortened(name))}."


def problem_sentences(found: Examined) -> list[str]:
    """Return what is to be corrected in a draft before it can be published.

    Records that the draft edits are named by what they say; others as ``routemap check`` does.
    """
    tables = {table.file: name for name, table in TABLE.items()}
    edited = {(edit.table, edit.record) for edit in found.draft.edits}
    sentences = []
    for group in folded(found.problems):
        cause = group.cause
        table = tables.get(cause.file, "")
        if (table, cause.record) not in edited:
            sentences.append(str(group))
            continue
        record = named_record(found, table, cause.record).removesuffix(".")
        value = f" (found “{shortened(cause.value)}”)" if cause.value else ""
        label = LABELS[table].get(cause.field, cause.field)
        sentences.append(f"{record}: {label}: {shortened(group.message, 500)}{value}")
    return [*sentences, *found.faults]


def conflict_sentences(found: Examined, conflict: Conflict) -> tuple[str, str]:
    """Return the record of a conflict, and what the two sides did to it, as sentences."""
    record = named_record(found, conflict.table, conflict.record)
    if conflict.field == RECORD:
        text = conflict.published
        return record, f"{text[:1].upper()}{text[1:]}; the draft {conflict.drafted}."
    label = LABELS[conflict.table].get(conflict.field, conflict.field) or "Position or line"
    now, own, before = (
        f"“{shortened(text)}”" if text else "empty"
        for text in (conflict.published, conflict.drafted, conflict.before)
    )
    return record, f"{label}: now {now}, in the draft {own}, before both {before}."


def risk_sentences(found: Examined) -> dict[str, tuple[str, str]]:
    """Return, by the key of each reason, the record and what the draft does to it."""
    sentences: dict[str, tuple[str, str]] = {}
    for risk in found.risks:
        record, effect = named_record(found, risk.table, risk.record), risk.effect
        before = sentences.get(risk.key, ("", ""))[1]
        said = (
            f"The draft {effect}."
            if risk.table == "claims"
            else f"{effect[:1].upper()}{effect[1:]}."
        )
        sentences[risk.key] = (record, f"{before} {said}".strip())
    return sentences
