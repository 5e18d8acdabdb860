"""Problems are listed once, the cause first, with their location in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import WriteFolder, claim, small_rows

from routemap.data.load import SHIPPED, load
from routemap.data.reading.feature_lines import feature_lines
from routemap.model.findings import FINDINGS, Effect, Severity
from routemap.model.problem import Problem, folded
from routemap.model.tables import TABLES


def groups(folder: Path) -> list[str]:
    return [str(group) for group in folded(load(folder).problems)]


def test_an_article_that_is_left_out_is_one_problem_with_all_its_claims(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["claims"] += [claim(f"more-{number}", excerpt=f"word {number}") for number in range(31)]
    rows["articles"][0]["published"] = "8 November 2022"
    folder = write_folder(rows)
    (line,) = groups(folder)
    assert line.startswith(
        "articles.csv:2 (paper): published: “8 November 2022” is not a valid EDTF"
    )
    assert (
        "; and 36 rows that refer to it (claims.csv 2, 3, 4, 5, 6, …; media.csv 2) (found" in line
    )
    # lost records are still known individually
    lost = [item for item in load(folder).problems if item.effect is Effect.RECORD]
    assert [item.record for item in lost][:3] == ["paper", "c1", "c2"]
    assert len(lost) == 36


def test_what_follows_from_a_consequence_follows_from_its_cause(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["places"][0]["kind"] = (
        "halt"  # its routes are left out, and references to them in claims are removed
    )
    (line,) = groups(write_folder(rows))
    assert line.startswith("places.geojson:1 (feature 1, north): kind: “halt” is not one of")
    assert "and 8 rows that refer to it (routes.geojson line, lane; claims.csv 2, 3, 4, …)" in line


def test_an_id_that_is_missing_everywhere_is_one_problem_per_column(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    del rows["places"][1]
    lines = groups(write_folder(rows))
    assert [line.partition(" the id")[0] for line in lines] == [
        "routes.geojson:1 (feature 1, line): to:",
        "routes.geojson:1 (feature 2, lane): from:",
        "claims.csv:4 (c3): features:",
    ]
    assert all("(found “south”)" in line for line in lines)
    assert "; the same in 1 more row (claims.csv 5)" in lines[2]


def test_every_column_of_a_row_with_an_unknown_id_is_named(write_folder: WriteFolder) -> None:
    rows = small_rows()
    unknown = {"source": "nobody", "relayed_by": "nobody", "allegation": "nobody"}
    rows["claims"][1].update(unknown)
    lines = groups(write_folder(rows))
    assert len(lines) == len(unknown)
    for key, table in (
        ("source", "sources"),
        ("relayed_by", "sources"),
        ("allegation", "allegations"),
    ):
        (line,) = (line for line in lines if f" {key}: " in line)
        assert line.startswith("claims.csv:3 (c2): ")
        assert f"the id does not exist in {table}" in line


def test_a_file_that_is_not_read_is_one_problem(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["media"][0]["claims"] = "c1"
    folder = write_folder(rows)
    (folder / "sources.csv").unlink()
    (line,) = groups(folder)
    assert line == (
        "sources.csv: file: the file cannot be read (no such file or directory); "
        "its records are not shown; "
        "and 6 rows that refer to it (claims.csv; media.csv 2)"
    )


def test_the_same_wrong_word_is_told_once(write_folder: WriteFolder) -> None:
    rows = small_rows()
    for row in rows["claims"][:3]:
        row["stance"] = "say"
    rows["claims"][3]["stance"] = "tell"
    rows["media"][0]["claims"] = "c1"
    lines = groups(write_folder(rows))
    assert "; the same in 2 more rows (claims.csv 3, 4); and 1 row that refers to them" in lines[0]
    assert "more rows" not in lines[1]


def test_every_problem_is_in_one_group(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["places"][0]["kind"] = rows["sources"][0]["kind"] = "wrong"
    rows["claims"][1].update(features="north;nowhere", source="nobody")
    problems = load(write_folder(rows)).problems
    shown = folded(problems)
    assert sorted(map(repr, problems)) == sorted(
        repr(item) for group in shown for item in (group.cause, *group.others)
    )


def test_a_geojson_problem_names_feature_number_and_line(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["places"][2]["precision"] = "vague"
    folder = write_folder(rows)
    path = folder / "places.geojson"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=2))
    line = path.read_text(encoding="utf-8").splitlines().index('        "id": "area",') - 2
    (problem,) = (p for p in load(folder).problems if p.file == "places.geojson")
    assert (problem.row, problem.line, problem.record) == (3, line, "area")
    assert str(problem).startswith(f"places.geojson:{line} (feature 3, area): precision: ")


DOCUMENTS = st.lists(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=8,
    ),
    max_size=6,
)


@given(DOCUMENTS, st.integers(0, 3), st.booleans())
def test_lines_of_features_are_those_of_the_file(
    features: list[object], indent: int, before: bool
) -> None:
    marked = [{"mark": number, "holds": item} for number, item in enumerate(features)]
    document: dict[str, object] = {"features": marked, "bbox": [1, 2]}
    if before:
        document = {"nested": {"features": [1, "\n"]}, **document}
    text = json.dumps(document, indent=indent or None)
    lines = text.splitlines()
    found = feature_lines(text.encode())
    assert len(found) == len(features)
    for number, line in enumerate(found):
        rest = "".join(lines[line - 1 : line + 1]).replace(" ", "")
        assert f'{{"mark":{number},' in rest


def test_lines_of_the_shipped_features_are_their_own() -> None:
    for table in TABLES[:2]:
        content = (SHIPPED / table.file).read_bytes()
        lines = content.decode().splitlines()
        for line, feature in zip(
            feature_lines(content), json.loads(content)["features"], strict=True
        ):
            assert f'"id": "{feature["properties"]["id"]}"' in lines[line - 1]


def test_a_long_value_is_told_by_its_beginning() -> None:
    problem = Problem("claims.csv", 2, "note", "long " * 1_000, "word " * 900, code="value-long")
    assert len(problem.value) == 400
    assert len(problem.message) == 1_000


def test_every_finding_is_documented_and_has_a_severity() -> None:
    for code, finding in FINDINGS.items():
        assert finding.code == code
        assert finding.meaning.endswith(".")
        assert finding.severity in Severity


@pytest.mark.parametrize("code", FINDINGS)
def test_every_code_is_used_by_a_check(code: str) -> None:
    folder = Path(load.__code__.co_filename).parent
    sources = [path for path in folder.rglob("*.py") if path.name != "findings.py"]
    assert any(f'"{code}"' in path.read_text(encoding="utf-8") for path in sources)
