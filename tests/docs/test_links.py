"""Every link and path in the documentation exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, code_spans, links, name

WINGS = "model|data|questions|map|exports|web|host|ui"
FOLDERS = "src|tests|docs|deploy|scripts|benchmarks|audit|pages|geodata"
PAGE = pytest.mark.parametrize("page", PAGES, ids=name)


@PAGE
def test_relative_links_lead_to_a_file_and_a_heading(page: Path) -> None:
    broken = []
    for target in links(page):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


@PAGE
def test_paths_in_backticks_exist(page: Path) -> None:
    missing = []
    for text in code_spans(page):
        if re.fullmatch(rf"({FOLDERS})/[\w./*-]+", text):
            found = list(ROOT.glob(text))
        elif re.fullmatch(rf"({WINGS})/[\w./-]+(/|\.\w+)", text):
            found = list((ROOT / "src" / "routemap").glob(text))
        elif re.fullmatch(r"test_\w+\.py", text):
            found = list((ROOT / "tests").rglob(text))
        else:
            continue
        if not found:
            missing.append(text)
    assert missing == []


def test_pages_that_code_and_settings_name_exist() -> None:
    folders = [ROOT / folder for folder in (*FOLDERS.split("|"), ".streamlit")]
    files = [*ROOT.glob("*"), *(path for folder in folders for path in folder.rglob("*"))]
    kept = [path for path in files if path.suffix in {".py", ".toml", ".service", ".conf", ".cfg"}]
    named = {
        (str(path.relative_to(ROOT)), page)
        for path in kept
        for page in re.findall(r"\bdocs/[\w/-]+\.md\b", path.read_text(encoding="utf-8"))
    }
    assert named
    assert {(path, page) for path, page in named if not (ROOT / page).exists()} == set()


def test_every_page_of_docs_is_linked() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve() for page in PAGES for link in links(page)
    }
    assert [name(page) for page in PAGES if page not in linked and page.name != "README.md"] == []


def test_a_heading_has_the_anchor_that_github_gives_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("## 5. A `key=x`, and more\n\n## Twice\n\n## Twice\n", encoding="utf-8")
    assert anchors(page) == {"5-a-keyx-and-more", "twice", "twice-1"}
