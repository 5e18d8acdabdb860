"""Licence, version, citation and hooks agree with each other."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import yaml
from scripts.stages import LANES

from tests.docs.pages import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest, day = re.findall(r"^## (\S+), (.+)$", changes, re.MULTILINE)[0]
    assert citation["version"] == newest == PROJECT["version"]
    assert f"{date.fromisoformat(citation['date-released']):%-d %B %Y}" == day
    minor = PROJECT["version"].rpartition(".")[0]
    assert f"\n| {minor} | yes |\n" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_the_licences_of_the_package_have_their_texts() -> None:
    assert PROJECT["license"] == "Apache-2.0 AND ISC AND OFL-1.1"
    texts = [(ROOT / file).read_text(encoding="utf-8") for file in PROJECT["license-files"]]
    isc = "Permission to use, copy, modify, and/or distribute this software"
    names = ("Apache License", "SIL Open Font License", isc, isc)
    assert [name in text for name, text in zip(names, texts, strict=True)] == [True] * 4


def test_hooks_download_nothing_and_are_stages_of_lint() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]
    stages = {
        " ".join(command).rpartition("/bin/")[2]
        for stage in LANES["lint"]
        for command in stage.commands
    }
    for hook in hooks["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].removeprefix(".venv/bin/") in stages
