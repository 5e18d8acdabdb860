"""``routemap drafts``, ``review`` and ``publish``: list, review and publish drafts."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from routemap.cli.changes_text import change_lines
from routemap.cli.command import (
    Command,
    add_folder,
    folder_of,
    name_of_user,
    number_of,
    records_in_words,
)
from routemap.data.drafts.kept_drafts import drafts_of, undo_of
from routemap.data.drafts.publish import Approval, Examined, examine, publish
from routemap.data.paths import OUTPUT, empty_folder, using
from routemap.model.draft import MAX_MESSAGE, Change, Draft
from routemap.model.errors import DraftError, ParameterError
from routemap.model.problem import folded
from routemap.model.tables import TABLES

_ID: Final = "the id of a draft, such as 20260301-k3f9ab"


def _add_drafts(parser: argparse.ArgumentParser) -> None:
    add_folder(parser, option="--data")
    parser.add_argument("--published", action="store_true", help="list the published ones instead")
    parser.set_defaults(act=_list)
    actions = parser.add_subparsers(metavar="ACTION")
    rows = (
        ("undo", "make a draft that takes a published one back", _undo),
        ("withdraw", "delete a draft that is not published", _withdraw),
        ("patch", "write the files that a draft changes into a new folder", _patch),
    )
    for name, meaning, act in rows:
        own = actions.add_parser(name, help=meaning, description=meaning)
        own.add_argument("draft", metavar="ID", help=_ID)
        if act is _undo:
            own.add_argument("--author", metavar="NAME", help="default: your login name")
        if act is _patch:
            own.add_argument("-o", "--output", required=True, metavar="DIR", help="the new folder")
        own.set_defaults(act=act)


def _run(options: argparse.Namespace) -> int:
    options.folder = folder_of(options.data)
    return int(options.act(options))


def _list(options: argparse.Namespace) -> int:
    drafts = drafts_of(options.folder)
    listed = drafts.published() if options.published else drafts.open_drafts()
    for draft in listed:
        print(f"{draft.id}  {_day(draft)}  {draft.author}  {draft.message}  ({_counts(draft)})")
    for fault in drafts.faults():
        print(f"cannot be read: {fault}", file=sys.stderr)
    if not listed:
        print(f"There are no {'published' if options.published else 'open'} drafts.")
    return 0


def _day(draft: Draft) -> str:
    if draft.publication:
        return f"{draft.publication.at:%Y-%m-%d}, published by {draft.publication.by}"
    return f"{draft.created:%Y-%m-%d}"


def _counts(draft: Draft) -> str:
    """Return how many records of which tables a draft adds, removes and changes."""
    numbers = Counter((edit.table, edit.change) for edit in draft.edits)
    parts = [
        f"{records_in_words(numbers[table.name, change], table)} {change}"
        for table in TABLES
        for change in Change
        if numbers[table.name, change]
    ]
    return ", ".join(parts) or "no changes"


def _undo(options: argparse.Namespace) -> int:
    drafts = drafts_of(options.folder)
    draft = drafts.read(options.draft)
    if draft.publication is None:
        raise DraftError(f"the draft {draft.id} is not published; withdraw it instead")
    author = name_of_user(options.author, "--author")
    message = f"Undo: {draft.message}"[:MAX_MESSAGE]
    new = undo_of(draft, drafts.new(draft.publication.revision, author, message))
    drafts.save(new, "")
    print(f"draft {new.id}")
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    drafts_of(options.folder).withdraw(options.draft)
    print(f"draft {options.draft} is deleted", file=sys.stderr)
    return 0


def _patch(options: argparse.Namespace) -> int:
    examined = examine(_open_draft(options.folder, options.draft), options.folder)
    if faults := _faults(examined):
        return _refused(faults)
    output = empty_folder(options.output)
    with using(output, OUTPUT):
        for name, content in examined.changed_files.items():
            (output / name).write_bytes(content)
    for risk in examined.risks:
        print(f"needs a reason: {risk!s}")
    print(f"{number_of(examined.changed_files, 'file')} in {output}", file=sys.stderr)
    return 0


def _open_draft(folder: Path, key: str) -> Draft:
    draft = drafts_of(folder).read(key)
    if draft.publication:
        raise DraftError(
            f"the draft {key} was published on {draft.publication.at:%Y-%m-%d} by "
            f"{draft.publication.by}; routemap drafts undo {key} takes it back"
        )
    return draft


def _faults(examined: Examined) -> tuple[str, ...]:
    """Return why a draft cannot be applied, reasons for risky edits aside."""
    return tuple(map(str, (*examined.conflicts, *folded(examined.problems), *examined.faults)))


def _refused(faults: Sequence[str]) -> int:
    for fault in faults:
        print(fault)
    print(f"{number_of(faults, 'fault')}; nothing was written", file=sys.stderr)
    return 1


def _add_review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("draft", metavar="ID", help=_ID)
    add_folder(parser, option="--data")


def _review(options: argparse.Namespace) -> int:
    folder = folder_of(options.data)
    draft = _open_draft(folder, options.draft)
    examined = examine(draft, folder)
    print(f"{draft.id}, {_day(draft)}, {draft.author}: {draft.message}")
    print(_counts(draft))
    if examined.after:
        for line in change_lines(examined.before, examined.after, folder):
            print(line)
    for conflict in examined.conflicts:
        print(f"conflict: {conflict}")
    for group in folded(examined.problems):
        print(f"problem: {group}")
    for fault in examined.faults:
        print(f"problem: {fault}")
    for group in folded(examined.notices):
        print(f"notice: {group}")
    for risk in examined.risks:
        print(f"needs a reason: {risk!s} (--reason {risk.key}=TEXT)")
    wrong = _faults(examined)
    if wrong:
        print(f"It cannot be published: {number_of(wrong, 'fault')}.", file=sys.stderr)
    else:
        print(f"Publish it with: routemap publish {draft.id}", file=sys.stderr)
    return 1 if wrong else 0


def _add_publish(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("draft", metavar="ID", help=_ID)
    add_folder(parser, option="--data")
    parser.add_argument("--by", metavar="NAME", help="who publishes it; default: your login name")
    parser.add_argument(
        "--reason",
        action="append",
        default=[],
        metavar="TABLE/RECORD=TEXT",
        help="the reason for an edit that needs one; routemap review names them",
    )


def _publish(options: argparse.Namespace) -> int:
    folder = folder_of(options.data)
    draft = _open_draft(folder, options.draft)
    approval = Approval(name_of_user(options.by, "--by"), _reasons(options.reason))
    try:
        publication = publish(draft, folder, drafts_of(folder), approval)
    except DraftError as error:
        if error.faults:
            return _refused(error.faults)
        raise
    print(f"revision {publication.revision}")
    print(f"published; routemap drafts undo {draft.id} takes it back", file=sys.stderr)
    return 0


def _reasons(pairs: Sequence[str]) -> dict[str, str]:
    reasons = {}
    for pair in pairs:
        key, sign, text = pair.partition("=")
        if not sign or "/" not in key or not text.strip():
            raise ParameterError(f"--reason {pair}: write TABLE/RECORD=TEXT")
        reasons[key] = text
    return reasons


DRAFTS: Final = Command(
    "drafts",
    "list drafts; undo, withdraw or write out one",
    _add_drafts,
    _run,
    "Drafts are changes of the data that are not published yet.",
)
REVIEW: Final = Command(
    "review", "print what a draft changes, and what is wrong with it", _add_review, _review
)
PUBLISH: Final = Command("publish", "publish a draft", _add_publish, _publish)
