"""Generated data folders of any size for benchmarks: valid, and the same for the same seed.

They describe no real persons or events: places, sources and publishers have invented names, links
lead to example.org, and the texts are words in random order.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from routemap.data.checks.places import countries_at
from routemap.model.claim_terms import EVIDENCE, PHASES
from routemap.model.dates import parse
from routemap.model.tables import TABLES
from routemap.model.vocabulary import CARGO, MODES, PLACE_KINDS, SOURCE_KINDS, STANCES

_WORDS: Final = [
    "train",
    "port",
    "cargo",
    "crossing",
    "station",
    "ministry",
    "reported",
    "freight",
    "railway",
    "horses",
    "uniform",
    "factory",
    "vessel",
    "satellite",
    "image",
    "according",
    "statement",
    "military",
    "customs",
    "data",
    "quarter",
    "tonnes",
    "열차",
    "항구",
    "화물",
    "두만강",
    "라선",
    "성명",
    "철도",
    "공장",
    "поезд",
    "порт",
    "груз",
    "Хасан",
    "станция",
    "уголь",
    "нефть",
    "заявление",
]
_TRUNKS, _VERTICES = 30, 30
_MODES: Final = ("rail", "sea", "road", "unspecified")
_ON_LAND: Final = ("rail", "road", "unspecified")
# forms that only the grammar of the edtf package parses; few, because each takes milliseconds
_RARE: Final = ("2022-21", "2023-22", "2023-23", "2024-24", "202X", "2023-XX", "2024-05-XX")

Point = tuple[float, float]
Row = list[str]


def generate(folder: Path, routes: int, seed: int = 1) -> None:
    """Write a data folder with ``routes`` routes, half as many places and ten times the claims.

    Parameters
    ----------
    folder
        Created if it is missing; files in it are overwritten.
    routes
        Number of routes, at least 8.
    seed
        The same seed gives the same bytes.
    """
    chance = random.Random(f"{routes}/{seed}")
    folder.mkdir(parents=True, exist_ok=True)
    places = max(4, routes // 2)
    points = [_point(chance) for _ in range(places)]
    _write_features(folder / "places.geojson", _places(points, chance))
    _write_features(folder / "routes.geojson", _routes(points, routes, chance))
    sources = min(500, max(12, routes // 20))
    articles, allegations = 2 * routes, min(200, max(12, routes // 50))
    _write_rows(folder, "sources", _sources(sources))
    days = [_day(chance) for _ in range(articles)]
    _write_rows(folder, "articles", _articles(days, chance))
    _write_rows(folder, "allegations", _allegations(allegations, chance))
    vessels = max(4, routes // 20)
    _write_rows(folder, "vessels", _vessels(vessels))
    sizes = {
        "places": places,
        "allegations": allegations,
        "sources": sources,
        "vessels": vessels,
    }
    _write_rows(folder, "claims", _claims(routes, days, sizes, chance))


def _point(chance: random.Random) -> Point:
    """Return a point in one of the countries of the vocabulary."""
    while True:
        point = (_round(chance.uniform(124, 135)), _round(chance.uniform(37, 46)))
        if countries_at(*point):
            return point


def _round(degrees: float) -> float:
    return round(degrees, 5)


def _text(chance: random.Random, least: int, most: int) -> str:
    words = chance.choices(_WORDS, k=chance.randint(least, most) // 7)
    return " ".join(words).capitalize()


def _places(points: Sequence[Point], chance: random.Random) -> Iterable[dict[str, Any]]:
    kinds = [kind for kind in PLACE_KINDS.keys if kind != "country"]
    for number, point in enumerate(points):
        loose = chance.random() < 0.2
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": point},
            "properties": {
                "id": f"place-{number}",
                "kind": chance.choice(kinds),
                "name_en": f"Place {number:04}",
                "name_ko": f"장소 {number:04}",
                "name_ru": f"Место {number:04}",
                "aliases": f"Spot {number}" if number % 7 == 0 else "",
                "country": countries_at(*point)[0],
                "precision": "locality" if loose else "exact",
                "uncertainty_km": 10.0 if loose else 0.5,
                "coordinate_source": "Generated.",
                "note": "",
            },
        }


def _trunks(points: Sequence[Point], chance: random.Random) -> list[tuple[int, int, list[Point]]]:
    trunks = []
    for _ in range(_TRUNKS):
        start, end = chance.sample(range(len(points)), 2)
        (west, south), (east, north) = points[start], points[end]
        steps = [number / _VERTICES for number in range(1, _VERTICES)]
        between = [
            (
                _round(west + (east - west) * step + chance.uniform(-0.08, 0.08)),
                _round(south + (north - south) * step + chance.uniform(-0.08, 0.08)),
            )
            for step in steps
        ]
        trunks.append((start, end, [points[start], *between, points[end]]))
    return trunks


def _routes(
    points: Sequence[Point], routes: int, chance: random.Random
) -> Iterable[dict[str, Any]]:
    trunks = _trunks(points, chance)
    for number in range(routes):
        if chance.random() < 0.6:
            start, end, line = chance.choice(trunks)
            basis = "waypoints"
            beyond = chance.randrange(len(points))
            if chance.random() < 0.5 and beyond not in (start, end):
                line, end = [*line, points[beyond]], beyond
        else:
            start, end = chance.sample(range(len(points)), 2)
            line, basis = [points[start], points[end]], "schematic"
        yield {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": line},
            "properties": {
                "id": f"route-{number}",
                "kind": "route",
                "name_en": f"Route {number:05}",
                "name_ko": "",
                "name_ru": "",
                "aliases": "",
                # between random places, a path by sea would cross land
                "mode": chance.choice(_MODES if basis == "schematic" else _ON_LAND),
                "from": f"place-{start}",
                "via": "",
                "to": f"place-{end}",
                "geometry_basis": basis,
                "geometry_source": "Generated.",
                "note": "",
            },
        }


def _sources(number: int) -> Iterable[Row]:
    kinds = SOURCE_KINDS.keys
    for place in range(number):
        country = ("PRK", "RUS", "")[place % 3]
        yield [f"source-{place}", f"Example Agency {place}", kinds[place % len(kinds)], country, ""]


def _articles(days: Sequence[date], chance: random.Random) -> Iterable[Row]:
    for place, day in enumerate(days):
        reprint = f"article-{place - 1}" if place % 25 == 24 else ""
        publisher = f"Example News {chance.randrange(200)}"
        yield [
            f"article-{place}", _text(chance, 30, 70), publisher, "", f"{day}",
            f"https://example.org/{place}", "en", reprint, *[""] * 7,
        ]  # fmt: skip


def _allegations(number: int, chance: random.Random) -> Iterable[Row]:
    for place in range(number):
        broader = f"allegation-{place // 7}" if place > 7 and place % 5 == 0 else ""
        yield [f"allegation-{place}", f"Allegation {place}: {_text(chance, 20, 60)}", broader, ""]


def _day(chance: random.Random) -> date:
    return date(2022, 1, 1) + timedelta(chance.randrange(4 * 365))


def _date(chance: random.Random, latest: date) -> tuple[str, date]:
    """Return a date of any kind, most often a day, and its first possible day.

    No date is after ``latest``, because nothing is said after its publication.
    """
    first, last = sorted(latest - timedelta(chance.randrange(300)) for _ in range(2))
    day, month = f"{first}", f"{first:%Y-%m}"
    rare = [form for form in _RARE if "X" in form[:4] or form[:4] < f"{latest:%Y}"]
    forms = (
        (60, day),
        (8, month),
        (3, day[:4]),
        (4, f"{month}~"),
        (2, f"{day}?"),
        (1, f"{day[:4]}%"),
        (5, f"{day}/{last}"),
        (2, f"{month}~/{last}"),
        (2, f"{day}/.."),
        (1, f"../{last}"),
        (1, f"{day}/"),
        (1, f"/{last}"),
        (1, chance.choice(rare)),
        (9, ""),
    )
    weights = [weight for weight, _ in forms]
    text = chance.choices([form for _, form in forms], weights)[0]
    return text, min(first, parse(text).first or first) if text else first


def _tail(chance: random.Random, size: int) -> int:
    """Return a random position; small positions are much more frequent (a long tail)."""
    return min(int(chance.paretovariate(0.8)) - 1, size - 1)


def _vessels(number: int) -> Iterable[Row]:
    for at in range(number):
        yield [f"vessel-{at}", f"Ship {at:04}", f"선박 {at:04}", f"Судно {at:04}", *[""] * 6]


def _claims(
    routes: int, days: Sequence[date], sizes: dict[str, int], chance: random.Random
) -> Iterable[Row]:
    places = sizes["places"]
    for number in range(10 * routes):
        # every route and place has at least one claim, some have many more
        if number < routes:
            features = [f"route-{number}"]
        elif number < routes + places:
            features = [f"place-{number - routes}"]
        else:
            common = chance.random() < 0.3
            features = [f"route-{_tail(chance, routes) if common else chance.randrange(routes)}"]
        features += [f"place-{chance.randrange(places)}" for _ in range(chance.randrange(3))]
        stance = chance.choices(STANCES.keys, (8, 2, 6, 2, 1, 1, 2))[0]
        allegation = chance.randrange(sizes["allegations"])
        relay = f"source-{chance.randrange(sizes['sources'])}" if chance.random() < 0.2 else ""
        quotation = chance.random() < 0.1
        cargo = chance.sample(CARGO.keys, chance.choice((0, 1, 1, 2)))
        article = chance.randrange(len(days))
        said, day = _date(chance, days[article])
        yield [
            f"claim-{number}",
            f"article-{article}",
            "" if stance == "background" else f"allegation-{allegation}",
            f"source-{_tail(chance, sizes['sources'])}",
            relay,
            stance,
            said,
            _date(chance, day)[0],
            ";".join(cargo),
            f"{number} tonnes" if number % 11 == 0 else "",
            ";".join(dict.fromkeys(features)),
            "quotation" if quotation else "paraphrase",
            f"{_text(chance, 80, 250)} {number}.",
            "It said" if quotation else "",
            "on that day" if quotation else "",
            "",
            f"Speaker {chance.randrange(200)}" if number % 3 == 0 else "",
            chance.choice(PHASES.keys) if number % 5 == 0 else "",
            chance.choice(MODES.keys[:-1]) if number % 4 == 0 else "",
            "",
            *(
                (str(number % 900 + 1), str(number % 900 + 100), "tonnes")
                if number % 11 == 0
                else ("", "", "")
            ),
            f"vessel-{chance.randrange(sizes['vessels'])}" if number % 6 == 0 else "",
            chance.choice(EVIDENCE.keys) if number % 3 == 0 else "",
            "",
            _text(chance, 80, 250) if number % 9 == 0 else "",
            "ru" if number % 9 == 0 else "",
            "",
            "cargo" if number % 11 == 1 and cargo else "",
            "AB" if number % 2 else "",
            "2024" if number % 2 else "",
            "CD" if number % 4 == 1 else "",
        ]


def _write_features(path: Path, features: Iterable[dict[str, Any]]) -> None:
    collection = {"type": "FeatureCollection", "features": list(features)}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def _write_rows(folder: Path, name: str, rows: Iterable[Row]) -> None:
    table = next(table for table in TABLES if table.name == name)
    with (folder / table.file).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.keys)
        writer.writerows([*row, *[""] * (len(table.keys) - len(row))] for row in rows)


def main() -> None:
    """Write a generated data folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("routes", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generate(options.folder, options.routes, options.seed)


if __name__ == "__main__":
    main()
