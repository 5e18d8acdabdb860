"""The OpenAPI description: valid, complete, and consistent with the tables."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from starlette.testclient import TestClient
from tests.conftest import shipped

from routemap.exports import FORMATS
from routemap.exports.claim_fields import CLAIM_FIELDS
from routemap.exports.feature_fields import feature_fields
from routemap.model.tables import ALLEGATIONS, ARTICLES, SOURCES
from routemap.model.vocabulary import CARGO, MODES, STANCES
from routemap.questions.filters import PARAMETERS
from routemap.questions.query import Query
from routemap.questions.view_parameters import DRAFT
from routemap.web.api.openapi import document
from routemap.web.api.openapi30 import downgraded
from routemap.web.api.parameters import LARGEST_PAGE
from routemap.web.api.route_table import ENTRIES

DATASET = shipped().dataset
DOCUMENT = document(ENTRIES, DATASET, "https://map.example/routes/")
SCHEMAS = DOCUMENT["components"]["schemas"]
SENDING = DOCUMENT["paths"]["/api/drafts"]["post"]
SHARED = [parameter for parameter in PARAMETERS if parameter.key != DRAFT]
INPUTS = DOCUMENT["components"]["parameters"]


def test_an_independent_validator_accepts_it(client: TestClient) -> None:
    described = client.get("/api/openapi.json")
    assert described.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.1"
    assert described.json()["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(described.json()).validate()


def test_an_independent_validator_accepts_it_for_map_programs(client: TestClient) -> None:
    described = client.get("/api/openapi-3.0.json")
    assert described.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert described.json()["openapi"].startswith("3.0")
    OpenAPIV30SpecValidator(described.json()).validate()
    assert (
        described.json()["paths"].keys() == client.get("/api/openapi.json").json()["paths"].keys()
    )


def test_every_route_is_described_with_all_that_it_takes() -> None:
    assert list(DOCUMENT["paths"]) == [entry.path for entry in ENTRIES]
    for entry in ENTRIES:
        (rows,) = (row["parameters"] for row in DOCUMENT["paths"][entry.path].values())
        named = [row.get("name") or row["$ref"].rpartition("/")[2] for row in rows]
        assert named == [row.key for row in (*entry.parts, *entry.takes)]
        in_path = re.findall(r"{(\w+)}", entry.path)
        assert in_path == [row["name"] for row in rows if row.get("in") == "path"]


def test_the_described_defaults_are_those_of_a_query() -> None:
    described = {
        parameter.field: INPUTS[parameter.key]["schema"]["default"]
        for parameter in SHARED
        if "default" in INPUTS[parameter.key].get("schema", {})
    }
    assert described == {"by": Query().by}


def test_the_text_says_that_undated_claims_are_excluded() -> None:
    for key in ("from", "to", "datetime"):
        assert " are excluded." in INPUTS[key]["description"]


def test_the_parameters_are_those_of_a_link() -> None:
    for parameter in SHARED:
        assert INPUTS[parameter.key]["description"].startswith(parameter.meaning)
    for key, vocabulary in (("stance", STANCES), ("cargo", CARGO), ("mode", MODES)):
        assert INPUTS[key]["schema"]["items"]["enum"] == list(vocabulary.keys)
    assert INPUTS["source"]["schema"]["items"]["enum"] == list(DATASET.sources.index)
    assert INPUTS["feature"]["schema"]["enum"] == list(DATASET.features.index)


def test_the_formats_are_those_of_the_registry() -> None:
    operation = DOCUMENT["paths"]["/api/export/{format}"]["get"]
    assert operation["parameters"][0]["schema"]["enum"] == [row.key for row in FORMATS]
    assert list(operation["responses"]["200"]["content"]) == list(
        dict.fromkeys(row.media_type for row in FORMATS)
    )


def keys(name: str) -> list[str]:
    *required, own = (key for key in SCHEMAS[name]["properties"] if key != "area")
    assert SCHEMAS[name]["required"] == required
    assert own == "own"
    assert SCHEMAS[name]["additionalProperties"] is False
    return required


def test_the_rows_have_the_columns_of_the_tables() -> None:
    assert keys("Claim") == [field.key for field in CLAIM_FIELDS]
    assert keys("Properties") == [*(field.key for field in feature_fields(DATASET.case)), "claims"]
    for name, table in (("Article", ARTICLES), ("Source", SOURCES), ("Allegation", ALLEGATIONS)):
        assert keys(name)[: len(table.keys)] == list(table.keys)
    for field in CLAIM_FIELDS:
        assert SCHEMAS["Claim"]["properties"][field.key]["description"] == field.meaning


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(item) for item in value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_everything_that_is_described_is_used() -> None:
    used = references(DOCUMENT)
    for kind, rows in DOCUMENT["components"].items():
        if kind == "securitySchemes":
            assert [list(row) for row in SENDING["security"]] == [[*rows], []]
            continue
        assert {f"#/components/{kind}/{name}" for name in rows} <= used


def test_ids_are_listed_only_where_they_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routemap.web.api.openapi._MOST_IDS", len(DATASET.sources) - 1)
    large = document(ENTRIES, DATASET, "https://map.example/")["components"]["parameters"]
    assert "enum" not in large["source"]["schema"]["items"]
    assert "enum" in large["allegation"]["schema"]["items"]


def test_only_openapi_30_has_the_largest_page_as_a_maximum() -> None:
    assert "maximum" not in INPUTS["limit"]["schema"]
    older = downgraded(DOCUMENT)
    assert older["components"]["parameters"]["limit"]["schema"]["maximum"] == LARGEST_PAGE
    assert "maximum" not in INPUTS["limit"]["schema"]
    assert older["components"]["schemas"]["Claim"]["properties"]["said"]["nullable"] is True


def test_the_page_to_read_names_every_route_and_parameter(client: TestClient) -> None:
    page = client.get("/api/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for entry in ENTRIES:
        method = "" if entry.takes_body is None else "POST "
        assert f"<code>{method}{entry.path}</code>" in page.text
    for key in INPUTS:
        assert f'<dt id="{key}">' in page.text
    assert "<script" not in page.text
    lists = {key: INPUTS[key]["schema"].get("items", INPUTS[key]["schema"]) for key in INPUTS}
    folded = [len(row["enum"]) for row in lists.values() if len(row.get("enum", ())) > 12]
    assert len(DATASET.sources) in folded
    assert re.findall(r"<summary>One of (\d+) values", page.text) == list(map(str, folded))
    assert f"One of <code>{STANCES.keys[0]}</code>, " in page.text
    outside = re.findall(r'(?:href|src)="(http[^"]*)', page.text)
    licences = {row["path"] for row in DATASET.case.licences}
    assert {url for url in outside if not url.startswith("http://testserver")} == licences
