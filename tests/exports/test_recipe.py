"""The command and the API address on the Export page give the same file."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from routemap.cli import main
from routemap.exports import FORMATS, format_named
from routemap.exports.recipe import api_address, command_line
from routemap.questions.parameter_values import MapView
from routemap.questions.query import Query, read_params

QUERIES = [
    Query(),
    Query(source=("agency", "council"), first=date(2022, 9, 1), by="said"),
    Query(text="-rf \"two\" 'words' $HOME `id`", view=MapView(-33.5, 151.2, 9.0)),
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_command_writes_the_claims_of_the_query(
    query: Query, folder: Path, tmp_path: Path
) -> None:
    command = shlex.split(command_line(query, format_named("csv"), "https://map.example/"))
    assert command[:4] == ["python", "-m", "routemap", "export"]
    assert command[-2] == "-o"
    out = tmp_path / command[-1]
    assert main([*command[3:-1], str(out), "--data", str(folder)]) == 0
    link = f"https://map.example/?{query.to_string()}"
    text = out.read_text(encoding="utf-8-sig")
    assert text.startswith("id,")
    if query.text:
        assert text.count("\n") == 1
    else:
        assert link.rstrip("?") in text


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
@pytest.mark.parametrize("query", QUERIES)
def test_the_address_has_the_same_query(query: Query, row: object) -> None:
    parts = urlsplit(api_address(query, row, "https://map.example/routes/"))
    assert parts.path == f"/routes/api/export/{row.key}"
    assert read_params(parse_qs(parts.query)) == (query, [])
