"""The title block of a picture: title, query in words, counts, and the selected feature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.transforms import Affine2D

from routemap.exports.picture.contents import Drawn
from routemap.exports.picture.paths import circle, drawn, rounded
from routemap.exports.picture.sheet import Line, Sheet, TextStyle
from routemap.exports.picture.subject import Subject
from routemap.exports.picture.symbols import BADGE, Marks
from routemap.exports.picture.typesetting import SANS, SEMIBOLD, SERIF, width, wrapped
from routemap.map.themes import ThemeColors
from routemap.model.vocabulary import Status
from routemap.questions.citation import SITE
from routemap.questions.evidence import evidence
from routemap.questions.filter_sentences import filter_notes
from routemap.questions.matrix import AllegationSummary, allegation_summaries
from routemap.questions.quoting import quoted
from routemap.questions.selection import Selection
from routemap.questions.view import query_in_words

_BRAND: Final = ("#00558c", "#ffffff")
_TRACK: Final = "M3.5 10.1c2.2 0 1.75-3.1 3.5-3.1s1.3-3.1 3.5-3.1"
_TITLE, _TITLE_LINE = 19.0, 22.5
_TEXT, _TEXT_LINE = 12.0, 15.5
_NAMED: Final = 5  # maximum number of values of one filter
_MOST_ASKED: Final = 12  # lines of the query in words
_LEAST_ASKED: Final = 6
_MOST_NAMES: Final = 8  # claim sources of one side


@dataclass(frozen=True)
class Block:
    """A part of a column: its height, and the function that draws it from its upper left corner."""

    height: float
    draw: Callable[[float, float], None]


def stack(blocks: Sequence[Block], x: float, y: float) -> float:
    """Draw blocks one below the other, and return the lower end of the last one."""
    for block in blocks:
        block.draw(x, y)
        y += block.height
    return y


def head_blocks(
    marks: Marks, subject: Subject, drawn: Drawn, wide: float, room: float
) -> list[Block]:
    """Return the blocks above the legend.

    The query in words is shortened so that all blocks fit into ``room``, but it keeps a minimum
    number of lines. The link and the metadata of the file contain the complete query.
    """
    sheet, ground = marks.sheet, marks.ground
    about = one_allegation(subject.selection)
    headline = subject.selection.dataset.case.title
    title = title_block(sheet, ground, wide, quoted(about.statement) if about else headline)
    said = [text_block(sheet, side_lines(about, wide), text_style(ground))] if about else []
    counts = text_block(sheet, count_lines(subject, drawn, wide), text_style(ground, quiet=True))
    chosen = selected_block(marks, subject, wide)
    rest = [counts] if chosen is None else [counts, chosen]
    left = room - sum(block.height for block in (title, *said, *rest))
    words = cut(
        query_lines(subject.selection, wide), max(_LEAST_ASKED, int((left - 4) // _TEXT_LINE))
    )
    return [title, *said, text_block(sheet, words, text_style(ground)), *rest]


def one_allegation(selection: Selection) -> AllegationSummary | None:
    """Return the allegation that a view is about, ``None`` if it is about several or none."""
    wanted = selection.query.allegation
    found = allegation_summaries(selection) if len(wanted) == 1 else ()
    return next((summary for summary in found if summary.allegation == wanted[0]), None)


def side_lines(about: AllegationSummary, wide: float) -> list[str]:
    """Return who takes which side on an allegation, and which side nobody takes."""
    said = [f"{label} {_listed(names)}." for label, names in about.sides]
    said += [
        f"Denied as part of {broader.quoted} by {_listed(broader.deniers)}."
        for broader in about.broader
    ]
    if about.status == Status.ASSERTED:
        said.append("No denial in view.")
    if about.status == Status.DENIED:
        said.append("No assertion in view.")
    return [line for text in said for line in wrapped(text, SANS, _TEXT, wide, 9)]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def title_block(sheet: Sheet, ground: ThemeColors, wide: float, title: str) -> Block:
    """Return the name of the dashboard and the title of the picture."""
    lines = wrapped(title, SERIF, _TITLE, wide, 5)

    def draw(x: float, y: float) -> None:
        _mark(sheet, x, y)
        sheet.write((x + 19, y + 11), SITE, TextStyle(SERIF, 12, ground.muted))
        for number, line in enumerate(lines):
            baseline = y + 40 + number * _TITLE_LINE
            sheet.write((x, baseline), line, TextStyle(SERIF, _TITLE, ground.ink))

    return Block(24 + len(lines) * _TITLE_LINE + 6, draw)


def _mark(sheet: Sheet, x: float, y: float) -> None:
    """Draw the logo of the dashboard, as in ``model/brand/mark.svg``."""
    blue, white = _BRAND
    sheet.fill(rounded((x, y, x + 14, y + 14), 3), blue)
    path = Affine2D().translate(x, y).transform_path(drawn(_TRACK))
    sheet.stroke(path, Line(white, 1.05, (0.05, 1.8)))
    sheet.fill(circle(x + 3.5, y + 10.1, 1.4), white)
    sheet.fill(circle(x + 10.5, y + 3.9, 1.9), white)
    sheet.fill(circle(x + 10.5, y + 3.9, 0.9), blue)


def query_lines(selection: Selection, wide: float) -> list[str]:
    """Return the query in words, wrapped into lines."""
    words = " · ".join(f"{label}: {value}" for label, value in query_in_words(selection, _NAMED))
    return wrapped(words or "All claims, no filters.", SANS, _TEXT, wide, _MOST_ASKED)


def count_lines(subject: Subject, drawn: Drawn, wide: float) -> list[str]:
    """Return the numbers of claims, routes and places shown, and of features outside the view."""
    selection = subject.selection
    everything = selection.everything
    routes, places = selection.count("route"), selection.count("place")
    claims, all_claims = len(selection.positions), len(selection.dataset.claims)
    counts = [
        (claims, all_claims, "claim"),
        (routes, everything.count("route"), "route"),
        (places, everything.count("place"), "place"),
    ]
    claims_said, *features_said = (_counted(*count) for count in counts)
    one = " · ".join([claims_said, *features_said])
    fits = width(one, SANS, _TEXT) <= wide
    said = [one] if fits else [claims_said, " · ".join(features_said)]
    beyond = [
        _counted(number, number, noun)
        for number, noun in ((routes - drawn.routes, "route"), (places - drawn.places, "place"))
        if number > 0
    ]
    if beyond:
        said.append(f"Outside this view: {' and '.join(beyond)}.")
    said += filter_notes(selection)
    return [line for text in said for line in wrapped(text, SANS, _TEXT, wide, 3)]


def _counted(number: int, of: int, noun: str) -> str:
    share = f"{number:,}" if number == of else f"{number:,} of {of:,}"
    return f"{share} {noun}{'' if of == 1 else 's'}"


def text_block(sheet: Sheet, lines: Sequence[str], hand: TextStyle) -> Block:
    """Return a block with lines of text."""

    def draw(x: float, y: float) -> None:
        for number, line in enumerate(lines):
            sheet.write((x, y + 11 + number * _TEXT_LINE), line, hand)

    return Block(len(lines) * _TEXT_LINE + 4, draw)


def text_style(ground: ThemeColors, *, quiet: bool = False) -> TextStyle:
    """Return the style of running text."""
    return TextStyle(SANS, _TEXT, ground.muted if quiet else ground.ink)


def cut(lines: Sequence[str], most: int) -> list[str]:
    """Return at most ``most`` lines; if lines are left out, the last one ends in “…”."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[: most - 1], f"{lines[most - 1].rstrip('.;,')} …"] if most else []


def selected_block(marks: Marks, subject: Subject, wide: float) -> Block | None:
    """Return a block with the selected feature and its status, ``None`` without selection."""
    if subject.chosen is None:
        return None
    key, shown = subject.chosen
    found = evidence(subject.selection, key, count=0)
    comparing = bool(subject.selection.query.compare)
    said = f"{shown.look.label}: {shown.look.meaning}" if comparing else found.sentence
    if found.hidden:
        said += f" {found.hidden}"
    indent = 2 * BADGE + 7
    names = wrapped(found.name, SEMIBOLD, 13, wide - indent, 3)
    lines = wrapped(said, SANS, _TEXT, wide - indent, 6)
    ground, sheet = marks.ground, marks.sheet
    height = len(names) * 16 + len(lines) * _TEXT_LINE + 8

    def draw(x: float, y: float) -> None:
        marks.badge((x + BADGE, y + 8), shown, ring=0)
        for number, line in enumerate(names):
            sheet.write(
                (x + indent, y + 12 + number * 16), line, TextStyle(SEMIBOLD, 13, ground.ink)
            )
        below = y + len(names) * 16
        for number, line in enumerate(lines):
            sheet.write((x + indent, below + 11 + number * _TEXT_LINE), line, text_style(ground))

    return Block(height, draw)
