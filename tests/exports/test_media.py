"""Media in exports: by reference, with the claims of the export only."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports import Extract, extract
from routemap.exports.registry import format_named
from routemap.exports.standalone.content import content
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.cases import STRAIT
from tests.exports.reading_linked import entities

DATASET = load(STRAIT).dataset
MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
OF_WATCH = Query(source=("ostby-harbour-watch",), allegation=("night-boat",))


def of(query: Query, dataset: Dataset = DATASET) -> Extract:
    return extract(select(dataset, query), made=MADE)


def files(whole: Extract) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(format_named("package").make(whole))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_package_has_the_records_and_not_the_files(tmp_path: Path) -> None:
    found = files(of(Query()))
    assert not [name for name in found if name.startswith("media/")]
    assert b"The files that `media.csv` names are not included." in found["README.md"]
    for name, text in found.items():
        (tmp_path / name).write_bytes(text)
    again = load(tmp_path)
    assert not again.problems
    pd.testing.assert_frame_equal(again.dataset.media, DATASET.media)


def test_media_of_other_claims_are_not_exported() -> None:
    whole = of(OF_WATCH)
    assert whole.media.index.tolist() == ["watch-plate"]
    assert whole.claims["media_ids"].tolist() == ["watch-plate"] * len(whole.claims)
    assert b"pier" not in files(whole)["media.csv"]
    assert [row["label"] for row in content(whole)["map"]["footprints"]] == [
        "Taken in March 1931 · The harbour watch of Ostby"
    ]


def test_a_media_record_names_only_claims_of_the_export() -> None:
    media = DATASET.media.copy()
    media.at["watch-plate", "claims"] = ("gazette-1", "watch-2")
    row = of(OF_WATCH, replace(DATASET, media=media)).media.loc["watch-plate"]
    assert (row["claims"], row["article"]) == (("watch-2",), "watch-log")


def test_an_export_without_media_has_an_empty_table() -> None:
    whole = of(Query(), replace(DATASET, media=DATASET.media[:0]))
    assert files(whole)["media.csv"].count(b"\n") == 1
    assert set(whole.claims["media_ids"]) == {""}
    assert b"are not included" not in files(whole)["README.md"]


def test_a_geopackage_links_media_to_their_claims(tmp_path: Path) -> None:
    path = tmp_path / "file.gpkg"
    path.write_bytes(format_named("gpkg").make(of(Query())))
    with closing(sqlite3.connect(path)) as database:
        linked = database.execute(
            "SELECT m.id, c.id, l.media_id, l.claim_id FROM media_claims l "
            "JOIN media m ON m.fid = l.base_id JOIN claims c ON c.fid = l.related_id"
        ).fetchall()
        (file,) = database.execute("SELECT file FROM media WHERE id = 'pier-drawing'").fetchone()
    assert {(media, claim) for media, claim, *_ in linked} == {
        ("pier-drawing", "gazette-1"), ("pier-drawing", "gazette-2"),
        ("watch-plate", "watch-1"), ("watch-plate", "watch-2"), ("watch-plate", "watch-3"),
        ("watch-plate", "watch-4"),
    }  # fmt: skip
    assert all(row[:2] == row[2:] for row in linked)
    assert file == "pier.png"


def test_ftm_has_each_image_as_a_document_without_a_wrong_hash() -> None:
    found = entities(format_named("ftm").make(of(Query())))
    drawing, plate = found["media-pier-drawing"], found["media-watch-plate"]
    assert (drawing.schema.name, plate.schema.name) == ("Image", "Document")
    assert drawing.get("fileName") == ["pier.png"]
    assert not drawing.has("contentHash")  # it is SHA-1
    assert any(text.startswith("SHA-256: ") for text in drawing.get("notes"))
    assert plate.get("sourceUrl") == ["https://plates.example/strait/7"]
    assert "media-pier-drawing" in found["claim-gazette-1"].get("proof")
