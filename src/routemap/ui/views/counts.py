"""How much of the data the filters show."""

from __future__ import annotations

from routemap.questions.filter_sentences import filter_notes
from routemap.questions.selection import Selection
from routemap.ui.parts.templates import draw


def draw_counts(selection: Selection, *, short: bool = False) -> None:
    """Draw how many of all claims, routes and places are shown.

    Notes on the filters are added, unless it must be ``short``.
    """
    dataset, everything = selection.dataset, selection.everything
    numbers = (
        ("claims", len(selection.positions), len(dataset.claims)),
        ("routes", selection.count("route"), everything.count("route")),
        ("places", selection.count("place"), everything.count("place")),
    )
    draw("counts.html", numbers=numbers, notes=() if short else filter_notes(selection))
