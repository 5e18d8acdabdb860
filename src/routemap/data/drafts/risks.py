"""Edits of a draft that need a reason: what takes a denial away, or changes exact words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from routemap.data.drafts.conflicts import Row, records_of
from routemap.data.drafts.draft_file import TABLE
from routemap.model.columns import split_cell
from routemap.model.draft import Change, Draft, RecordEdit
from routemap.model.vocabulary import AFFIRMING, DENYING

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Risk:
    """An edit that cannot be published without a reason.

    Attributes
    ----------
    table, record
        The record.
    rule
        The key of the rule in :data:`RULES`.
    sentence
        What the edit does.
    """

    table: str
    record: str
    rule: str
    sentence: str

    @property
    def key(self) -> str:
        """The record as one text: the key of its reason."""
        return f"{self.table}/{self.record}"


@dataclass(frozen=True)
class Rule:
    """A kind of risky edit.

    Attributes
    ----------
    key, table
        Its key, and the table that it is about.
    meaning
        What it finds, in one sentence.
    sentence
        Returns what an edit does, ``""`` if the rule does not apply. It gets the edit, and the
        record before and after, ``{}`` if there is none.
    """

    key: str
    table: str
    meaning: str
    sentence: Callable[[RecordEdit, Texts, Texts], str]


def _removes_denial(edit: RecordEdit, old: Texts, _new: Texts) -> str:
    if edit.change is Change.REMOVED and old.get("stance") in DENYING:
        return "removes a denial"
    return ""


def _no_longer_denies(_edit: RecordEdit, old: Texts, new: Texts) -> str:
    was, now = old.get("stance", ""), new.get("stance", "")
    if old and new and was in DENYING and now not in DENYING:
        return f"changes a denial: its stance was “{was}” and becomes “{now}”"
    if old and new and was in DENYING and old.get("article") != new.get("article"):
        return "moves a denial to another article"
    return ""


def _detaches_denial(_edit: RecordEdit, old: Texts, new: Texts) -> str:
    if not (old and new and old.get("stance") in DENYING):
        return ""
    if old.get("allegation", "") != new.get("allegation", ""):
        return (
            f"takes a denial away from the allegation “{old.get('allegation', '')}”, and gives it "
            f"to “{new.get('allegation', '')}”"
        )
    lost = {*split_cell(old.get("features", ""))} - {*split_cell(new.get("features", ""))}
    if lost:
        return f"takes a denial away from {', '.join(sorted(lost))}"
    return ""


def _leaves_denials(_edit: RecordEdit, old: Texts, new: Texts) -> str:
    was, now = old.get("allegation", ""), new.get("allegation", "")
    if old and new and old.get("stance") in AFFIRMING and was and was != now:
        return f"takes the claim from the allegation “{was}”, so that denials of it do not count"
    return ""


def _changes_quotation(_edit: RecordEdit, old: Texts, new: Texts) -> str:
    if old and new and old.get("excerpt_kind") == "quotation":
        for key in ("excerpt", "excerpt_kind", "article"):
            if old.get(key, "") != new.get(key, ""):
                return "changes the words of a quotation, or where they are from"
    return ""


def _narrows_denials(edit: RecordEdit, old: Texts, new: Texts) -> str:
    was, now = old.get("part_of", ""), new.get("part_of", "")
    if was and was != now and edit.change is not Change.ADDED:
        return f"denials of “{was}” no longer deny this allegation"
    return ""


def _withdraws(_edit: RecordEdit, old: Texts, new: Texts) -> str:
    if old.get("retracted_on", "") != new.get("retracted_on", "") and new:
        return "changes whether the claims of the article count as withdrawn"
    return ""


RULES: Final = (
    Rule("denial-removed", "claims", "A denial is removed.", _removes_denial),
    Rule("denial-changed", "claims", "A denial no longer denies.", _no_longer_denies),
    Rule(
        "denial-detached",
        "claims",
        "A denial no longer concerns an allegation, place or route.",
        _detaches_denial,
    ),
    Rule(
        "claim-moved",
        "claims",
        "A claim leaves its allegation, and with it the denials of it.",
        _leaves_denials,
    ),
    Rule(
        "quotation-changed",
        "claims",
        "The words or the article of a quotation change.",
        _changes_quotation,
    ),
    Rule(
        "allegation-moved",
        "allegations",
        "An allegation is no longer part of a broader one, whose denials denied it too.",
        _narrows_denials,
    ),
    Rule("retraction", "articles", "An article is retracted, or no longer is.", _withdraws),
)
"""What needs a reason. docs/drafts.md has the same table; a test fails if they differ."""


def risks(files: Mapping[str, bytes], draft: Draft) -> tuple[Risk, ...]:
    """Return the edits of a draft that need a reason, in the order of the draft."""
    rows: dict[str, dict[str, Row]] = {}
    found = []
    for edit in draft.edits:
        if edit.table not in rows:
            rows[edit.table] = records_of(files, edit.table)
        old = rows[edit.table].get(edit.record, {}) if edit.change is not Change.ADDED else {}
        fields = {item.key: item.new for item in edit.fields}
        new = {} if edit.change is Change.REMOVED else {**old, **fields}
        for rule in RULES:
            if rule.table == edit.table and (said := rule.sentence(edit, old, new)):
                what = f"{TABLE[edit.table].record} “{edit.record}”"
                found.append(Risk(edit.table, edit.record, rule.key, f"{what}: {said}"))
    return tuple(found)
