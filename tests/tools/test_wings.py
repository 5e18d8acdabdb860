"""The package is eight wings, and an installed copy has every file of the source tree."""

from __future__ import annotations

import tomllib
from pathlib import Path

import routemap

ROOT = Path(__file__).parents[2]
PACKAGE = Path(routemap.__file__).parent
WINGS = {"model", "data", "questions", "map", "exports", "web", "host", "ui"}
BESIDE = {"__init__.py", "__main__.py", "cli", "py.typed"}
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def package_files() -> list[Path]:
    """Return the files of the package, relative to it."""
    files = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if path.is_file()]
    return [file for file in files if "__pycache__" not in file.parts]


def test_every_file_is_in_a_wing_or_starts_the_program() -> None:
    assert {file.parts[0] for file in package_files()} == WINGS | BESIDE


def test_the_layers_contract_names_every_wing() -> None:
    layers = next(
        contract["layers"]
        for contract in SETTINGS["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    assert {name for layer in layers for name in layer.split(" | ")} == WINGS | {"cli"}


def test_an_installed_copy_has_every_file() -> None:
    patterns = SETTINGS["tool"]["setuptools"]["package-data"]["routemap"]
    packaged = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    others = {PACKAGE / file for file in package_files() if file.suffix != ".py"}
    assert others - packaged == set()
