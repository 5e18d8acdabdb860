"""Entities are accepted by followthemoney as they are, and say no more than the claims."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from itertools import product
from string import ascii_lowercase

import pytest
from followthemoney import model, types
from followthemoney.exc import InvalidData
from followthemoney.proxy import EntityProxy
from rigour.langs import iso_639_alpha3

from routemap.data.load import load
from routemap.exports import Extract, extract, format_named
from routemap.exports.claim_fields import CLAIM_FIELDS
from routemap.exports.linked.ftm import ftm_date, ftm_language
from routemap.model.countries import COUNTRIES
from routemap.model.vocabulary import SOURCE_KINDS
from routemap.questions.article import citation
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import WriteFolder, shipped, small_rows
from tests.exports.reading_linked import entities

MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SHIPPED_WHOLE = extract(select(shipped().dataset, Query()), made=MADE)


def written(whole: Extract) -> dict[str, EntityProxy]:
    return entities(format_named("ftm").make(whole))


@cache
def shipped() -> dict[str, EntityProxy]:
    return written(SHIPPED_WHOLE)


def small(write_folder: WriteFolder) -> Extract:
    """Return data with a value in every column that becomes a property."""
    rows = small_rows()
    rows["vessels"][0] = {
        "id": "ship", "name": "The Ship", "name_ko": "배", "name_ru": "Судно",
        "aliases": "Ship One;Ship Two", "imo": "9074729", "mmsi": "273123456", "flag": "RUS",
        "links": "https://list.example/ship;https://other.example/1", "note": "Seen twice.",
    }  # fmt: skip
    rows["sources"] += [
        {"id": kind, "name": f"Some {kind}", "kind": kind, "country": "GBR", "note": "Of London."}
        for kind in SOURCE_KINDS.keys
    ]
    rows["articles"].append({**rows["articles"][0], "id": "wire", "url": "https://wire.example/1"})
    rows["claims"] += [
        {**rows["claims"][0], "id": f"by-{kind}", "source": kind, "coded_on": "2026-11-20"}
        for kind in SOURCE_KINDS.keys
    ]
    rows["claims"][2]["also_in"] = "wire"
    dataset = load(write_folder(rows)).dataset
    return extract(select(dataset, Query()), made=MADE, address="https://map.example/")


def assert_clean(item: EntityProxy) -> None:
    for prop, value in item.itervalues():
        assert prop.type.clean(value, format=prop.format, proxy=item) == value, (item.id, prop.name)
        assert len(value) <= prop.type.max_length


def test_no_value_is_changed_when_it_is_loaded(write_folder: WriteFolder) -> None:
    for item in (*shipped().values(), *written(small(write_folder)).values()):
        assert_clean(item)


def test_every_reference_leads_to_an_entity_of_its_range(write_folder: WriteFolder) -> None:
    for found in (shipped(), written(small(write_folder))):
        for item in found.values():
            for prop, value in item.itervalues():
                if prop.type == types.registry.entity:
                    assert found[value].schema.is_a(prop.range)


def test_no_link_event_or_topic_is_made_from_a_claim(write_folder: WriteFolder) -> None:
    every = (*shipped().values(), *written(small(write_folder)).values())
    assert {item.schema.name for item in every} == {
        "Article", "Document", "Documentation", "LegalEntity", "Note", "Organization", "PublicBody",
        "Vessel",
    }  # fmt: skip
    assert not any(item.get("topics", quiet=True) for item in every)


def test_a_ship_has_its_numbers_names_and_flag(write_folder: WriteFolder) -> None:
    ship = written(small(write_folder))["vessel-ship"]
    assert {name: sorted(values) for name, values in ship.to_dict()["properties"].items()} == {
        "name": ["The Ship"],
        "alias": ["Ship One", "Ship Two", "Судно", "배"],
        "imoNumber": ["IMO9074729"],
        "mmsi": ["273123456"],
        "flag": ["ru"],
        "sourceUrl": ["https://list.example/ship", "https://other.example/1"],
        "notes": ["Seen twice."],
    }


def test_ships_without_numbers_have_none() -> None:
    ships = [item for item in shipped().values() if item.schema.name == "Vessel"]
    assert {item.id for item in ships} == {f"vessel-{key}" for key in SHIPPED_WHOLE.vessels.index}
    for item in ships:
        row = SHIPPED_WHOLE.vessels.loc[item.id.removeprefix("vessel-")]
        assert item.get("name") == [row["name"]]
        assert item.has("imoNumber") == bool(row["imo"])
        assert item.has("flag") == bool(row["flag"])


def test_a_source_has_the_schema_of_its_kind(write_folder: WriteFolder) -> None:
    found = written(small(write_folder))
    schemata = {
        kind: found[f"source-{kind}"].schema.name
        for kind in SOURCE_KINDS.keys
        if f"source-{kind}" in found
    }
    assert schemata == {
        "government": "LegalEntity",
        "embassy": "PublicBody",
        "international": "Organization",
        "company": "LegalEntity",
        "media": "Organization",
        "analysts": "LegalEntity",
    }
    assert found["source-embassy"].to_dict()["properties"] == {
        "name": ["Some embassy"],
        "country": ["gb"],
        "classification": ["Embassies"],
        "notes": ["Of London."],
    }


def test_a_source_without_a_name_is_in_its_claims_only(write_folder: WriteFolder) -> None:
    found = written(small(write_folder))
    assert "source-unnamed" not in found
    assert not [key for key in found if key.startswith("claim-by-unnamed.")]
    assert found["claim-by-unnamed"].first("name") == "Some unnamed (asserts)"
    assert "Claim source: Some unnamed" in found["claim-by-unnamed"].get("notes")


def test_an_article_has_its_publication(write_folder: WriteFolder) -> None:
    found = written(small(write_folder))["article-paper"]
    assert found.to_dict()["properties"] == {
        "title": ["Arms and denials"],
        "author": ["A. Writer"],
        "publisher": ["The Paper"],
        "publishedAt": ["2022-11"],
        "language": ["eng"],
        "sourceUrl": ["https://paper.example/arms"],
        "summary": [
            "A. Writer, “Arms and denials”, The Paper, published between 8 and 9 November 2022"
        ],
    }


def test_every_article_is_read_back_field_by_field() -> None:
    for key, row in SHIPPED_WHOLE.articles.to_dict("index").items():
        item = shipped()[f"article-{key}"]
        assert item.get("title") == [row["title"]]
        assert sorted(item.get("author")) == sorted(row["author"])
        assert item.get("publisher") == [row["publisher"]]
        assert item.get("sourceUrl") == [row["url"]]
        assert item.get("summary") == [citation(row)]
        assert item.get("notes") == ([row["note"]] if row["note"] else [])
        assert item.get("language") == [types.registry.language.clean(row["language"])]
        assert item.get("publishedAt") == list(filter(None, [ftm_date(row["published"])]))


def test_a_note_names_articles_and_ships_and_who_says_it(write_folder: WriteFolder) -> None:
    note = written(small(write_folder))["claim-c3"]
    assert sorted(note.get("entity")) == ["article-paper", "article-wire", "vessel-ship"]
    assert sorted(note.get("proof")) == ["article-paper", "article-wire", "media-photo"]
    assert note.get("name") == ["The agency (reports)"]
    assert note.get("summary") == ["The agency (reports): Horses move."]
    assert note.get("description") == ["thirty horses left"]
    assert not note.has("createdAt")
    assert written(small(write_folder))["claim-by-media"].get("createdAt") == ["2026-11-20"]


def test_documentation_says_which_role_an_entity_has(write_folder: WriteFolder) -> None:
    found = written(small(write_folder))
    links = {
        key: (item.first("role"), item.first("entity"), sorted(item.get("document")))
        for key, item in found.items()
        if item.schema.name == "Documentation"
    }
    paper, both = ["article-paper"], ["article-paper", "article-wire"]
    assert links["claim-c2.claim.source-ministry"] == ("Claim source", "source-ministry", paper)
    assert links["claim-c2.relays.source-agency"] == ("Relays the claim", "source-agency", paper)
    assert links["claim-c3.named.vessel-ship"] == ("Named in the claim", "vessel-ship", both)
    denial = found["claim-c2.claim.source-ministry"]
    assert denial.get("summary") == ["The ministry (denies): Shells move."]
    assert denial.get("recordId") == ["c2"]
    assert denial.get("date") == ["2022-11"]


def test_denials_are_linked_as_affirmations_are() -> None:
    claims = SHIPPED_WHOLE.dataset.claims
    for key, claim in claims.iterrows():
        note = shipped()[f"claim-{key}"]
        assert {f"vessel-{ship}" for ship in claim["vessels"]} <= set(note.get("entity"))
        source = SHIPPED_WHOLE.sources.loc[claim["source"]]
        linked = f"claim-{key}.claim.source-{claim['source']}" in shipped()
        assert linked == (source["kind"] != "unnamed")


def test_ids_are_the_same_in_every_export() -> None:
    asked = select(SHIPPED_WHOLE.dataset, Query(stance=("denies",)))
    made = datetime(2027, 1, 1, tzinfo=UTC)
    for key, item in written(extract(asked, made=made)).items():
        if not key.startswith("export-"):
            assert item.schema == shipped()[key].schema


def test_labels_of_fields_are_unique() -> None:
    labels = [field.label for field in CLAIM_FIELDS]
    assert len(set(labels)) == len(labels)


@pytest.mark.filterwarnings("ignore:Install 'pyicu'")  # it only makes transliteration better
def test_every_country_has_a_code_of_followthemoney(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["vessels"] = [
        {"id": f"ship-{code.lower()}", "name": "Ship", "flag": code} for code in COUNTRIES.keys
    ]
    rows["claims"][2]["vessels"] = ";".join(row["id"] for row in rows["vessels"])
    found = written(extract(select(load(write_folder(rows)).dataset, Query()), made=MADE))
    for code in COUNTRIES.keys:
        flag = found[f"vessel-ship-{code.lower()}"].first("flag")
        assert types.registry.country.clean(flag) == flag
        # followthemoney does not know every alpha-3 code, such as that of Kosovo
        assert types.registry.country.clean(code) in (flag, None)


# withdrawn codes, which IANA's registry of language tags replaces
REPLACED = {"in", "iw", "mo"}


def test_every_language_has_a_code_of_followthemoney() -> None:
    for letters in product(ascii_lowercase, repeat=2):
        tag = "".join(letters)
        code = iso_639_alpha3(tag)
        if tag not in REPLACED:
            assert ftm_language(f"{tag}-XX") == (
                code if code in types.registry.language.codes else ""
            )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022", "2022"),
        ("2022-11", "2022-11"),
        ("2022-11-XX", "2022-11"),
        ("2022-22", "2022"),
        ("2022-11-08/2022-12-02", "2022"),
        ("2022-11/..", ""),
        ("2022-11-08?", ""),
        ("202X", ""),
        ("2022-12-31/2023-01-01", ""),
    ],
)
def test_a_date_is_never_more_precise_than_in_the_data(text: str, expected: str) -> None:
    assert ftm_date(text) == expected
    assert types.registry.date.clean(expected) == (expected or None)


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "Ship"},
        {"properties": {"name": ["Ship"], "captain": ["Nobody"]}},
        {"properties": {"mmsi": ["273123456"]}},
        {"properties": {"name": ["Ship"], "flag": ["RUS!"]}},
        {"id": "vessel ship"},
    ],
    ids=("schema", "property", "required", "type", "id"),
)
def test_the_reader_refuses_what_followthemoney_does_not_have(changes: dict[str, object]) -> None:
    row = {"id": "vessel-ship", "schema": "Vessel", "properties": {"name": ["Ship"]}}
    assert model.get_proxy(row).first("name") == "Ship"
    assert entities(json.dumps(row).encode() + b"\n")
    with pytest.raises((AssertionError, InvalidData)):
        entities(json.dumps({**row, **changes}).encode() + b"\n")
