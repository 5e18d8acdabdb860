"""Attack servers started for this purpose; print waiting times of others, and memory used."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.attack.ground import Found, Ground
from benchmarks.attack.rows import ROWS, Row
from benchmarks.attack.table import in_words, table
from benchmarks.generate import generate
from benchmarks.published import write_table
from routemap.data.load import SHIPPED as DATA
from routemap.data.load import load

SHIPPED: Final = "shipped"
_CLAIMS_EACH: Final = 10  # per generated route
_LEAST: Final = 5_000  # claims; with fewer, a generated place or allegation may have none


def shipped() -> Ground:
    """Return the shipped data."""
    dataset = load(DATA).dataset
    return Ground(SHIPPED, len(dataset.claims), None, "", str(dataset.routes.index[0]))


def generated(folder: Path, claims: int) -> Ground:
    """Return data generated for the attack."""
    generate(folder, claims // _CLAIMS_EACH)
    return Ground(f"{claims:,}", claims, folder, "allegation=allegation-3", "route-1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the attacks from the command line; return 1 if a limit is exceeded, else 0."""
    options = _options(arguments)
    done: list[tuple[Row, Ground, Found]] = []
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="attacked-") as place:
        for size in options.sizes:
            folder = Path(place) / size
            ground = shipped() if size == SHIPPED else generated(folder, int(size))
            for row in options.rows:
                found = row.run(ground, row.short if options.short else row.full)
                done.append((row, ground, found))
                figures = "; ".join(map(in_words, found.targets))
                after = f"{time.monotonic() - begun:4.0f} s"
                print(f"{after}  {ground.name}  {row.key}: {figures}", flush=True)
    print(f"\n{table(done)}")
    if options.write:
        write_table("attack", f"Measured on {datetime.now(UTC):%-d %B %Y}.\n\n{table(done)}")
    return int(not all(found.holds for _, _, found in done))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    rows = {row.key: row for row in ROWS}

    def chosen(text: str) -> list[Row]:
        unknown = set(text.split(",")) - rows.keys()
        if unknown:
            known = ", ".join(rows)
            raise argparse.ArgumentTypeError(f"unknown rows {sorted(unknown)}; known: {known}")
        return [rows[key] for key in text.split(",")]

    def sizes(text: str) -> list[str]:
        names = text.split(",")
        if not all(name == SHIPPED or (name.isdecimal() and int(name) >= _LEAST) for name in names):
            message = f"use “{SHIPPED}” or a number of claims of at least {_LEAST}; found “{text}”"
            raise argparse.ArgumentTypeError(message)
        return names

    parser = argparse.ArgumentParser(prog="make attack", description=__doc__)
    parser.add_argument("--sizes", type=sizes, default=[SHIPPED, "100000"])
    parser.add_argument("--rows", type=chosen, default=list(ROWS))
    parser.add_argument("--short", action="store_true", help="the short form that the tests use")
    parser.add_argument(
        "--write", action="store_true", help="write the table into docs/benchmarks.md"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
