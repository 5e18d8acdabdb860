"""A large, seeded data folder: many routes on shared tracks, with places close to each other."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin
from pathlib import Path

from tests.conftest import Row, claim, place, route, small_rows, write_rows

SAME_SPOT = 10
_MODES = ("rail", "rail", "rail", "road")
_KINDS = ("station", "station", "city", "port", "factory_group")


@dataclass
class Network:
    """Hubs, and the tracks between neighbouring hubs, which routes share."""

    random: random.Random
    hubs: list[tuple[float, float]]
    tracks: dict[tuple[int, int], list[tuple[float, float]]] = field(default_factory=dict)
    near: dict[int, list[int]] = field(default_factory=dict)

    def track(self, start: int, end: int) -> list[tuple[float, float]]:
        """Return the vertices between two hubs, the same for every route."""
        if start > end:
            return self.track(end, start)[::-1]
        if (start, end) not in self.tracks:
            (ax, ay), (bx, by) = self.hubs[start], self.hubs[end]
            bend, turns = self.random.uniform(-0.12, 0.12), self.random.uniform(1, 3)
            steps = range(1, 12)
            between = [
                (
                    round(ax + (bx - ax) * s / 12 - (by - ay) * bend * sin(turns * pi * s / 12), 4),
                    round(ay + (by - ay) * s / 12 + (bx - ax) * bend * sin(turns * pi * s / 12), 4),
                )
                for s in steps
            ]
            self.tracks[start, end] = [self.hubs[start], *between, self.hubs[end]]
        return self.tracks[start, end]

    def neighbours(self, hub: int) -> list[int]:
        """Return the three nearest hubs."""
        if hub not in self.near:
            x, y = self.hubs[hub]
            order = sorted(
                range(len(self.hubs)),
                key=lambda other: hypot(self.hubs[other][0] - x, self.hubs[other][1] - y),
            )
            self.near[hub] = order[1:4]
        return self.near[hub]


def write_large_data(folder: Path, *, routes: int = 400, places: int = 500, seed: int = 7) -> Path:
    """Write a folder with given numbers of routes and places, and one or two claims about each."""
    chance = random.Random(seed)
    hubs = _hubs(chance, max(12, min(300, places // 12)))
    network = Network(chance, hubs)
    sites = [_site(chance, hubs, number) for number in range(places)]
    for site in sites[-SAME_SPOT:]:
        site["geometry"] = sites[-1]["geometry"]
    lines = [_line(network, sites, number) for number in range(routes)]
    rows = small_rows()
    rows["places"], rows["routes"] = sites, lines
    rows["allegations"] = [
        {"id": f"a{number}", "statement": f"Something moves, number {number}."}
        for number in range(max(2, (routes + places) // 8))
    ]
    features = [row["id"] for row in (*sites, *lines)]
    # many claims are about the last route
    subjects = [*features, *[features[-1]] * 22]
    rows["claims"] = [
        row
        for number, key in enumerate(subjects)
        for row in _claims(chance, len(rows["allegations"]), number, key)
    ]
    return write_rows(folder, rows)


def _hubs(chance: random.Random, count: int) -> list[tuple[float, float]]:
    corners = [(124.6, 40.0), (126.0, 45.5), (135.0, 47.5), (131.5, 43.2), (128.0, 38.6)]
    found = []
    while len(found) < count:
        x, y = chance.uniform(124.5, 136.0), chance.uniform(38.2, 47.8)
        if y > 38.4 + max(0.0, x - 127.0) * 0.95 or x < 127.6:
            found.append((round(x, 4), round(y, 4)))
    return [*corners, *found][:count]


def _site(chance: random.Random, hubs: list[tuple[float, float]], number: int) -> Row:
    if number < len(hubs):
        return place(f"p{number}", hubs[number], name_en=f"Hub {number}", kind="city")
    x, y = hubs[int(len(hubs) * chance.random() ** 2)]
    spread, angle = chance.expovariate(6), chance.uniform(0, 2 * pi)
    at = (round(x + spread * cos(angle), 4), round(y + spread * sin(angle) * 0.75, 4))
    kind = chance.choice(_KINDS)
    loose = {"precision": "locality", "uncertainty_km": 8} if chance.random() < 0.2 else {}
    name = f"{chance.choice(('Upper', 'Lower', 'North', 'South', 'New'))} Town {number}"
    return place(f"p{number}", at, name_en=name, kind=kind, **loose)


def _line(network: Network, sites: list[Row], number: int) -> Row:
    chance, count = network.random, len(network.hubs)
    start = int(count * chance.random() ** 2)
    name = f"Shipment {number}"
    if chance.random() < 0.06:
        end = (start + chance.randrange(1, count)) % count
        looks = {"mode": "unspecified", "geometry_basis": "schematic"}
        return route(f"r{number}", sites[start], sites[end], name_en=name, **looks)
    at, before, line = start, -1, [network.hubs[start]]
    for _ in range(1 + int(chance.expovariate(0.35))):
        onward = [hub for hub in network.neighbours(at) if hub != before]
        before, at = at, chance.choice(onward)
        line += network.track(before, at)[1:]
    if at == start:
        return _line(network, sites, number)
    basis = "alignment" if chance.random() < 0.8 else "waypoints"
    looks = {"mode": chance.choice(_MODES), "geometry_basis": basis}
    geometry = {"type": "LineString", "coordinates": [list(point) for point in line]}
    return route(f"r{number}", sites[start], sites[at], name_en=name, geometry=geometry, **looks)


def _claims(chance: random.Random, allegations: int, number: int, feature: str) -> list[Row]:
    stances = chance.choices(
        [["asserts"], ["reports"], ["denies"], ["background"], ["asserts", "denies"]],
        [45, 20, 5, 18, 12],
    )[0]
    allegation = f"a{int(allegations * chance.random() ** 2)}"
    said = f"20{chance.randrange(14, 24)}-{chance.randrange(1, 13):02}"
    return [
        claim(
            f"c{number}-{stance}",
            allegation="" if stance == "background" else allegation,
            source="ministry" if stance == "denies" else chance.choice(["council", "agency"]),
            stance=stance,
            said=said,
            features=feature,
        )
        for stance in stances
    ]
