"""Tables of the documentation are complete."""

from __future__ import annotations

import re

from routemap.data.case_file import FIELDS
from routemap.data.drafts.risks import RULES
from routemap.data.incoming.column_mapping import FIELDS as MAPPING_FIELDS
from routemap.model.case import EXTENDABLE
from routemap.model.roles import ACTIONS
from routemap.model.vocabulary import STATUSES
from routemap.questions.filters import PARAMETERS
from routemap.questions.query import LINK_KEYS
from routemap.web.api.route_table import ENTRIES
from routemap.web.pages import PAGES
from tests.docs.pages import ROOT, first_cells

READING = ROOT / "docs" / "reading-the-map.md"
MOST_LINES = 130


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_every_parameter_of_a_link_has_a_row() -> None:
    cells = first_cells(ROOT / "docs" / "sharing-and-embedding.md", "Parameters")
    keys = [key for cell in cells for key in re.findall(r"`(\w+)`", cell)]
    assert sorted(keys) == sorted(LINK_KEYS)


def test_every_route_of_the_api_has_a_row_and_every_parameter_is_named() -> None:
    page = ROOT / "docs" / "api.md"
    cells = first_cells(page, "Routes")
    paths = [cell.strip("`") for cell in cells if cell.startswith("`/")]
    assert sorted(paths) == sorted(entry.path for entry in ENTRIES)
    keys = {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}
    taken = {row.key for entry in ENTRIES for row in entry.takes}
    assert keys == taken - {parameter.key for parameter in PARAMETERS}


def test_every_page_has_a_row() -> None:
    assert first_cells(READING, "Pages") == [page.title for page in PAGES]


def test_every_status_has_a_row_with_its_meaning() -> None:
    text = READING.read_text(encoding="utf-8")
    for term in STATUSES.terms:
        meaning = term.meaning[0].lower() + term.meaning[1:]
        assert f" | {term.label}: {meaning} |" in text


def test_every_wing_is_in_the_tree_and_has_decisions() -> None:
    package = ROOT / "src" / "routemap"
    wings = {path.parent.name for path in package.glob("*/__init__.py")}
    developing = (ROOT / "docs" / "developing.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^  (\w+)/ ", developing, re.MULTILINE)) == wings
    assert wings - {"cli"} <= {path.stem for path in (ROOT / "docs" / "decisions").glob("*.md")}


def test_every_decision_has_a_date() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        _, *entries = path.read_text(encoding="utf-8").split("\n## ")
        for entry in entries:
            assert re.match(r".+\n\n\d{1,2} [A-Z][a-z]+ \d{4}\n\n\S", entry), entry.splitlines()[0]


def test_every_field_of_a_case_and_every_list_that_it_extends_has_a_row() -> None:
    page = ROOT / "docs" / "own-case.md"
    assert {cell.strip("`") for cell in first_cells(page, "case.toml")} == set(FIELDS)
    lists = [cell.strip("`") for cell in first_cells(page, "Additional terms")]
    assert lists == [row.key for row in EXTENDABLE]


def test_every_action_that_not_everybody_may_do_has_a_row() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.split("\n## Who may change data\n")[1].split("| promise |")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \| (\w+) \|$", section, re.MULTILINE)
    assert rows == [(row.key, row.meaning, row.least) for row in ACTIONS]


def test_every_edit_that_needs_a_reason_has_a_row() -> None:
    text = (ROOT / "docs" / "drafts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| (.+) \|$", text, re.MULTILINE)
    assert rows[1:] == [(rule.table, rule.meaning) for rule in RULES]


def test_every_field_of_a_mapping_has_a_row() -> None:
    text = (ROOT / "docs" / "drafts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE)
    assert rows == [(row.key, row.meaning) for row in MAPPING_FIELDS]
