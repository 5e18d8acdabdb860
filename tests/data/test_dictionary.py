"""The descriptor and the dictionary describe what the checks require, for people and validators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package
from tests.conftest import Rows, WriteFolder, small_rows

from routemap.cli import main
from routemap.data.dictionary import BEGIN, END, data_package, data_package_text, dictionary
from routemap.data.load import SHIPPED
from routemap.model.columns import Kind
from routemap.model.findings import FINDINGS
from routemap.model.tables import TABLES


def found_by_frictionless(folder: Path) -> list[tuple[str, str]]:
    (folder / "datapackage.json").write_text(data_package_text(), encoding="utf-8")
    report = Package(str(folder / "datapackage.json")).validate()
    return [(task.name, error.type) for task in report.tasks for error in task.errors]


def test_an_independent_validator_accepts_a_whole_folder(folder: Path) -> None:
    assert found_by_frictionless(folder) == []


@pytest.mark.parametrize(
    ("breaks", "table", "error"),
    [
        pytest.param(
            lambda rows: rows["claims"][0].update(source="nobody"),
            "claims", "foreign-key", id="unknown id",
        ),
        pytest.param(
            lambda rows: rows["claims"][0].update(stance="shouts"),
            "claims", "constraint-error", id="unknown stance",
        ),
        pytest.param(
            lambda rows: rows["claims"][0].update(excerpt=""),
            "claims", "constraint-error", id="empty excerpt",
        ),
        pytest.param(
            lambda rows: rows["sources"][1].update(id="ministry"),
            "sources", "primary-key", id="id twice",
        ),
        pytest.param(
            lambda rows: rows["articles"][0].update(reprint_of="elsewhere"),
            "articles", "foreign-key", id="unknown original",
        ),
    ],
)  # fmt: skip
def test_the_descriptor_lets_an_independent_validator_find_what_we_find(
    breaks: Callable[[Rows], object], table: str, error: str, write_folder: WriteFolder
) -> None:
    rows = small_rows()
    breaks(rows)
    assert (table, error) in found_by_frictionless(write_folder(rows))


def test_every_column_of_every_file_is_described() -> None:
    resources = {resource["path"]: resource for resource in data_package()["resources"]}
    for table in TABLES:
        resource = resources[table.file]
        fields = resource["featureProperties"] if table.geometry else resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table.keys)
        assert all(field["description"] for field in fields)


def test_every_column_and_every_value_stands_in_the_dictionary() -> None:
    text = dictionary()
    for table in TABLES:
        section = text.split(f"### `{table.file}`")[1].split("###")[0]
        for column in table.columns:
            assert f"| `{column.key}` | {'yes' if column.required else ''} |" in section
            if column.kind is Kind.TERM:
                assert column.vocabulary is not None
                if column.vocabulary.standard:
                    assert f"| {column.vocabulary.name} ({column.vocabulary.standard}) |" in section
                    continue
                for term in column.vocabulary.terms:
                    assert f"`{term.key}` | {term.label} | {term.meaning} |" in text


def test_describe_writes_the_descriptor_and_only_its_part_of_the_readme(folder: Path) -> None:
    readme = folder / "README.md"
    readme.write_text(f"# Words before\n{BEGIN}\nold\n{END}\nWords after\n", encoding="utf-8")
    assert main(["describe", str(folder)]) == 0
    once = readme.read_text(encoding="utf-8")
    assert once == f"# Words before\n{dictionary()}\nWords after\n"
    assert (folder / "datapackage.json").read_text(encoding="utf-8") == data_package_text()
    assert main(["describe", str(folder)]) == 0
    assert readme.read_text(encoding="utf-8") == once


def test_describe_leaves_a_readme_without_its_marks_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = folder / "README.md"
    readme.write_text("Ours alone\n", encoding="utf-8")
    assert main(["describe", str(folder)]) == 2
    assert readme.read_text(encoding="utf-8") == "Ours alone\n"
    assert "README.md: add the lines" in capsys.readouterr().err


def test_the_data_dictionary_lists_everything_that_is_checked() -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    for finding in FINDINGS.values():
        assert f"| `{finding.code}` | {finding.severity} | {finding.meaning} |" in text
