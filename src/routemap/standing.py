"""Who says what: where every claim source stands on every allegation, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from routemap.dates import in_words, parse
from routemap.evidence import Broader, broader_denials
from routemap.selection import Selection
from routemap.vocabulary import AFFIRMING, DENYING, STANCES, Status, Term, Vocabulary

_PARTICIPLES: Final = {
    "asserts": "asserted",
    "reports": "reported",
    "estimates": "estimated from evidence",
    "denies": "denied",
}


@dataclass(frozen=True)
class Cell:
    """What one claim source says of one allegation.

    ``stance`` is that of its latest claim; ``changed`` tells that an earlier one
    was on the other side. ``first`` is ``assertion`` or ``denial`` where it was the
    first of all to take that side, else ``""``.
    """

    source: str
    name: str
    stance: str
    stance_label: str
    latest: str
    claims: int
    changed: bool
    first: str


@dataclass(frozen=True)
class Standing:
    """Who is on which side of one allegation.

    ``cells`` are in the order in which the sources first spoke, by source id.
    ``broader`` are denials of broader allegations, which deny this one too.
    ``sides`` are pairs of a label such as ``Denied by`` and names.
    """

    allegation: str
    statement: str
    note: str
    status: str
    sentence: str
    broader: tuple[Broader, ...]
    latest: str
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    cells: Mapping[str, Cell]


def standings(selection: Selection) -> tuple[Standing, ...]:
    """Return every allegation that a selection speaks of, in file order."""
    dataset = selection.dataset
    claims = selection.claims[selection.claims["stance"] != "background"]
    claims = claims.assign(order=[_order(said) for said in claims["said"]])
    claims = claims.sort_values("order", kind="stable")
    names = {str(key): name for key, name in dataset.sources["name"].items()}
    found = []
    for key, row in dataset.allegations.to_dict("index").items():
        about = claims[claims["allegation"] == key]
        if about.empty:
            continue
        denied, affirmed = set(about["stance"]) & DENYING, set(about["stance"]) & AFFIRMING
        broader = broader_denials(selection, [str(key)])
        status = (
            Status.DISPUTED
            if affirmed and (denied or broader)
            else Status.DENIED
            if denied
            else Status.ASSERTED
        )
        found.append(
            Standing(
                allegation=str(key),
                statement=row["statement"],
                note=row["note"],
                status=status,
                sentence=_sentence(about),
                broader=broader,
                latest=max(about["order"]),
                sides=_sides(about, names),
                cells=_cells(about, names),
            )
        )
    return tuple(found)


def _order(said: str) -> str:
    first = parse(said).first if said else None
    return first.isoformat() if first else ""


def _sides(
    about: pd.DataFrame, names: Mapping[str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    sides = []
    for stance, word in _PARTICIPLES.items():
        sources = dict.fromkeys(about["source"][about["stance"] == stance])
        if sources:
            sides.append((f"{word.capitalize()} by", tuple(names[source] for source in sources)))
    return tuple(sides)


def _sentence(about: pd.DataFrame) -> str:
    parts: list[str] = []
    for stance, word in _PARTICIPLES.items():
        side = about[about["stance"] == stance]
        if side.empty:
            continue
        number = side["source"].nunique()
        noun = "" if parts else " source" if number == 1 else " sources"
        dated = side[side["order"] != ""]
        since = f" since {_month(dated['order'].iloc[0])}" if len(dated) else ""
        parts.append(f"{word} by {number}{noun}{since}")
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _month(day: str) -> str:
    return in_words(day[:7]).removeprefix("in ")


def _cells(about: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Cell]:
    sides = {"assertion": AFFIRMING, "denial": DENYING}
    firsts = {
        side: next((row.source for row in about.itertuples() if row.stance in stances), "")
        for side, stances in sides.items()
    }
    cells = {}
    for source, own in about.groupby("source", sort=False):
        last = own.iloc[-1]
        taken = [side for side, first in firsts.items() if first == source]
        cells[str(source)] = Cell(
            source=str(source),
            name=names[str(source)],
            stance=last["stance"],
            stance_label=STANCES.label(last["stance"]),
            latest=in_words(last["said"]) if last["said"] else "undated",
            claims=len(own),
            changed=bool(set(own["stance"]) & DENYING) and bool(set(own["stance"]) & AFFIRMING),
            first=taken[0] if taken else "",
        )
    return cells


ORDERS: Final = Vocabulary(
    "order",
    (
        Term("file", "As coded", "In the order of the data."),
        Term("latest", "Latest statement first", "By the day of the latest statement."),
        Term("sources", "Most sources first", "By how many claim sources speak of it."),
        Term("disputed", "Most disputed first", "Disputed ones first, by how many deny it."),
    ),
)
_SORTS: Final[Mapping[str, Callable[[Standing], tuple[object, ...]]]] = {
    "latest": lambda item: (item.latest,),
    "sources": lambda item: (len(item.cells),),
    "disputed": lambda item: (
        item.status == Status.DISPUTED,
        sum(cell.stance in DENYING for cell in item.cells.values()),
    ),
}


def ordered(found: tuple[Standing, ...], order: str) -> tuple[Standing, ...]:
    """Return standings in an order of :data:`ORDERS`."""
    if order not in _SORTS:
        return found
    return tuple(sorted(found, key=_SORTS[order], reverse=True))
