"""Installed packages are the pinned ones, byte for byte."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from audit.pins import ROOT, canonical, pins
from packaging.requirements import Requirement
from pip_requirements_parser import RequirementsFile

FILES = ("requirements.txt", "requirements-dev.txt")
INPUTS = {"requirements.in": FILES[:1], "requirements-dev.in": FILES}


@pytest.mark.parametrize("file", FILES)
def test_every_pin_has_the_hashes_of_its_files(file: str) -> None:
    read = RequirementsFile.from_file(str(ROOT / file))
    assert not read.invalid_lines
    assert {canonical(row.name) for row in read.requirements} == set(pins(file))
    for row in read.requirements:
        assert row.is_pinned, row.name
        assert any(text.startswith("sha256:") for text in row.hash_options), row.name


@pytest.mark.parametrize("file", FILES)
def test_no_file_of_pins_says_where_to_fetch_from(file: str) -> None:
    read = RequirementsFile.from_file(str(ROOT / file))
    assert [row.line for row in read.options] == ["--only-binary :all:"]
    assert "//" not in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("file", INPUTS)
def test_the_pins_are_in_the_bounds_that_were_set(file: str) -> None:
    pinned = {name: version for pinning in INPUTS[file] for name, version in pins(pinning).items()}
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if asked := line.partition("#")[0].strip():
            requirement = Requirement(asked)
            assert pinned[canonical(requirement.name)] in requirement.specifier, asked


def test_no_package_is_pinned_in_both_files() -> None:
    """Both files are installed at the same time."""
    assert set(pins(FILES[0])).isdisjoint(pins(FILES[1]))


def test_what_builds_the_project_is_pinned_too() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for asked in map(Requirement, document["build-system"]["requires"]):
        assert pins("requirements.txt")[canonical(asked.name)] in asked.specifier


def installs(target: str) -> list[list[str]]:
    """Return the arguments of pip in each install of a Makefile target."""
    command = ["make", "--dry-run", "--always-make", "VENV=/nowhere", f"/nowhere/{target}"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [shlex.split(line) for line in ran.stdout.splitlines() if " -m pip install " in line]
    return [line[line.index("install") :] for line in lines]


@pytest.mark.parametrize("target", ["run.ready", "test.ready"])
def test_nothing_is_installed_without_its_hash_but_the_project_itself(target: str) -> None:
    found = installs(target)
    packages = [line for line in found if "--require-hashes" in line]
    project = [line for line in found if line not in packages]
    assert {file for line in packages for file in line if file.endswith(".txt")} <= set(FILES)
    assert packages
    assert [line[-4:] for line in project] == [
        ["--no-deps", "--no-build-isolation", "--editable", "."]
    ]


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Write a package with one empty module."""
    path = tmp_path / "parcel-1.0-py3-none-any.whl"
    info = "parcel-1.0.dist-info"
    tag = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("parcel.py", "")
        packed.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: parcel\nVersion: 1.0\n")
        packed.writestr(f"{info}/WHEEL", tag)
        packed.writestr(f"{info}/RECORD", f"parcel.py,,\n{info}/RECORD,,\n")
    return path


def install(wheel: Path, requirement: str) -> subprocess.CompletedProcess[str]:
    """Install as ``make run`` does, from a folder with a wheel and without an index."""
    listed = wheel.with_name("requirements.txt")
    listed.write_text(f"--only-binary :all:\n{requirement}\n", encoding="utf-8")
    options = installs("run.ready")[0]
    options[options.index("requirements.txt")] = str(listed)
    options += [
        "--no-index",
        "--find-links",
        str(wheel.parent),
        "--target",
        str(wheel.parent / "x"),
    ]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    return subprocess.run(
        [sys.executable, "-m", "pip", *options],
        env={**clean, "PIP_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_with_the_pinned_hash_is_installed(wheel: Path) -> None:
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    ran = install(wheel, f"parcel==1.0 --hash=sha256:{digest}")
    assert ran.returncode == 0, ran.stderr
    assert (wheel.parent / "x" / "parcel.py").is_file()


def test_a_file_that_an_index_has_changed_is_refused(wheel: Path) -> None:
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    with zipfile.ZipFile(wheel, "a") as packed:
        packed.writestr("more.py", "")
    ran = install(wheel, f"parcel==1.0 --hash=sha256:{digest}")
    assert ran.returncode != 0
    assert "DO NOT MATCH THE HASHES" in ran.stderr
    assert not (wheel.parent / "x").exists()


def test_a_pin_without_a_hash_is_refused(wheel: Path) -> None:
    ran = install(wheel, "parcel==1.0")
    assert ran.returncode != 0
    assert "Hashes are required in --require-hashes mode" in ran.stderr
