"""What a view shows, in a title and a sentence: for captions, citations and link previews."""

from __future__ import annotations

from dataclasses import dataclass

from routemap.evidence import evidence
from routemap.exports.extract import Extract
from routemap.exports.provenance import in_words
from routemap.model.credits import TITLE
from routemap.model.vocabulary import Status
from routemap.selection import STATUS_BY_CODE, Selection
from routemap.sentences import counted_sources, filter_notes, statements

_NAMED = 3  # values of a filter that a title names; the others are counted
_DISPUTED = STATUS_BY_CODE.index(Status.DISPUTED)


@dataclass(frozen=True)
class View:
    """A view in words.

    Attributes
    ----------
    asked
        What is selected and filtered, ``""`` where everything is shown; begins with a capital.
    sentence
        Who says what of it, in numbers, and what the filters hide.
    """

    asked: str
    sentence: str

    @property
    def title(self) -> str:
        """The title of the map and what is asked of it."""
        return f"{TITLE}: {self.asked}" if self.asked else TITLE


def view_of(extract: Extract) -> View:
    """Return what the view of an extract shows, in words."""
    feature = extract.query.feature
    known = feature in extract.dataset.features.index
    pairs = [
        *([("Selected", extract.dataset.feature(feature)["name_en"])] if known else []),
        *in_words(extract.asked, _NAMED),
    ]
    asked = "; ".join(f"{label.lower()} {value}" for label, value in pairs)
    if known:
        found = evidence(extract.asked, feature, count=0)
        sentence = f"{found.name}. {found.sentence}"
    else:
        sentence = _sentence(extract.asked)
    return View(asked[:1].upper() + asked[1:], sentence)


def _sentence(selection: Selection) -> str:
    claims = len(selection.positions)
    if not claims:
        return "No claim matches all filters."
    counts = counted_sources(statements(selection.dataset, selection.positions))
    who = f"{counts[0].upper()}{counts[1:]}: " if counts else "Context only: "
    routes, places = selection.count("route"), selection.count("place")
    disputed = int((selection.status_codes == _DISPUTED).sum())
    beside = f", {disputed:,} of them disputed" if disputed else ""
    notes = " ".join(filter_notes(selection))
    sentence = (
        f"{who}{_number(claims, 'claim')} about {_number(routes, 'route')} "
        f"and {_number(places, 'place')}{beside}."
    )
    return f"{sentence} {notes}".rstrip()


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
