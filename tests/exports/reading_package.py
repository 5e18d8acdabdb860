"""Read the data package with frictionless, GDAL and Route Map itself."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyogrio
from frictionless import Package

from routemap.data.load import load
from routemap.exports import extract
from routemap.model.findings import Effect
from routemap.questions.query import Query
from routemap.questions.selection import Selection
from tests.exports.found import Found, by_id


def read_package(content: bytes) -> Found:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = folder / "package.zip"
        archive.write_bytes(content)
        assert Package(str(archive)).validate().flatten(["type", "message"]) == []
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            opened.extractall(folder)
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        tables = {
            resource.name: resource.read_rows()
            for resource in Package(str(folder / "datapackage.json")).resources
            if resource.format == "csv"
        }
        features = {}
        for file in ("places", "routes"):
            frame = pyogrio.read_dataframe(folder / f"{file}.geojson")
            if len(frame):
                features |= dict(zip(frame["id"], frame.geometry, strict=True))
        loaded = load(folder)
    assert [problem for problem in loaded.problems if problem.effect is not Effect.NONE] == []
    sources = {row["id"]: row["name"] for row in tables["sources"]}
    selected = {row["claim"]: row["selected"] for row in tables["selected"]}
    dataset = loaded.dataset
    added = np.array([selected[str(key)] == "no" for key in dataset.claims.index], dtype=bool)
    selection = Selection(Query(), dataset, np.ones(len(added), dtype=bool), added, 0)
    whole = extract(selection, made=datetime(2026, 1, 1, tzinfo=UTC))
    citations = whole.claims.set_index("id")["citation"]
    drawn = whole.features.drop(columns="geometry")
    return Found(
        said=json.dumps(descriptor["provenance"], ensure_ascii=False),
        claims={
            row["id"]: {
                "stance": row["stance"],
                "excerpt": row["excerpt"],
                "source": sources[row["source"]],
                "citation": citations[row["id"]],
                "selected": selected[row["id"]],
            }
            for row in tables["claims"]
        },
        # the package also has places that are only ends of its routes
        features={key: features[key] for key in drawn["id"]},
        # summaries say what the query hides, which the tables alone do not contain
        attributes=by_id(drawn.drop(columns="summary").to_dict("records")),
        articles=by_id(row.to_dict() for row in tables["articles"]),
    )
