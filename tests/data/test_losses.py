"""Losses of an edit are found and named, and a deliberate removal is not a loss."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Rows, claim, place, route, small_rows, write_rows

from routemap.data.load import Loaded, load
from routemap.data.losses import losses
from routemap.data.published import held_back

Change = Callable[[Rows], object]
Feature = dict[str, Any]


def full_rows() -> Rows:
    """Rows in which every optional column that can be lost has a value."""
    rows = small_rows()
    lane = rows["routes"][1]
    lane["via"] = "area;north"
    rows["articles"].append({**rows["articles"][0], "id": "reprint", "reprint_of": "paper"})
    rows["allegations"].append(
        {"id": "artillery", "statement": "Artillery shells move.", "part_of": "shells"}
    )
    rows["claims"][0]["note"] = "a note"
    return rows


def lost(tmp_path: Path, change: Change, *, rows: Callable[[], Rows] = full_rows) -> list[str]:
    """Return the losses when rows are changed."""
    good = load(write_rows(tmp_path / "good", rows()))
    changed = rows()
    change(changed)
    return [str(loss) for loss in losses(good, load(write_rows(tmp_path / "new", changed)))]


def in_file(tmp_path: Path, file: str, old: bytes, new: bytes, count: int = -1) -> list[str]:
    """Return the losses when the bytes of a file are changed."""
    good = load(write_rows(tmp_path / "good", full_rows()))
    folder = write_rows(tmp_path / "new", full_rows())
    content = (folder / file).read_bytes()
    assert old in content
    (folder / file).write_bytes(content.replace(old, new, count))
    loaded = load(folder)
    assert not loaded.unread
    assert not loaded.cut
    return [str(loss) for loss in losses(good, loaded)]


def cell(table: str, at: int, column: str, value: object) -> Change:
    return lambda rows: rows[table][at].update({column: value})


CELLS = [
    ("places", 0, "kind", "statoin", "places.geojson, feature 1, place “north”, kind “statoin”: "),
    ("places", 2, "country", "PRC?", "feature 3, place “area”, country “PRC?”: "),
    ("places", 0, "uncertainty_km", "a", "place “north”, uncertainty_km “a”: the value must be a"),
    ("places", 0, "name_en", "", "place “north”, name_en: a required value is missing"),
    ("places", 0, "name_ko", ["두만강역"], "place “north”, name_ko “[\"\\ub450"),
    ("routes", 0, "from", "nroth", "feature 1, route “line”, from “nroth”: the id does not exist"),
    ("routes", 1, "via", "area;nroth", "route “lane”, via “nroth”: the id does not exist"),
    ("routes", 0, "mode", "rial", "route “line”, mode “rial”: "),
    ("routes", 0, "geometry", {"type": "Point", "coordinates": [1, 2]}, "“line”, geometry: "),
    ("sources", 2, "kind", "medai", "sources.csv, row 4, claim source “agency”, kind “medai”: "),
    ("sources", 0, "country", "PKR", "claim source “ministry”, country “PKR”: "),
    ("articles", 0, "published", "8 Nov", "row 2, article “paper”, published “8 Nov”: "),
    ("articles", 0, "url", "paper.example", "article “paper”, url “paper.example”: "),
    ("articles", 1, "reprint_of", "papre", "reprint_of “papre”: the id does not"),
    ("allegations", 0, "statement", "", "row 2, allegation “shells”, statement: a required"),
    ("allegations", 2, "part_of", "shels", "part_of “shels”: the id does not"),
    ("claims", 1, "stance", "deny", "claims.csv, row 3, claim “c2”, stance “deny”: “deny” is not "),
    ("claims", 1, "stance", "", "row 3, claim “c2”, stance: a required value"),
    ("claims", 1, "source", "minstry", "claim “c2”, source “minstry”: the id does not"),
    ("claims", 1, "article", "papre", "claim “c2”, article “papre”: the id does not exist"),
    ("claims", 1, "allegation", "shels", "claim “c2”, allegation “shels”: the id does not exist"),
    ("claims", 1, "relayed_by", "agnecy", "claim “c2”, relayed_by “agnecy”: the id does not exist"),
    ("claims", 1, "features", "nroth;line", "claim “c2”, features “nroth”: the id does not"),
    ("claims", 1, "features", "north,line", "features “north,line”: ids are separated by ;"),
    ("claims", 1, "said", "2022-13-02", "claim “c2”, said “2022-13-02”: "),
    ("claims", 0, "happened", "September", "claim “c1”, happened “September”: "),
    ("claims", 0, "cargo", "amrs", "claim “c1”, cargo “amrs”: "),
    ("claims", 1, "excerpt_kind", "parphrase", "claim “c2”, excerpt_kind “parphrase”: "),
    ("claims", 1, "excerpt", "x" * 20_001, "claim “c2”, excerpt “xxx"),
    ("claims", 1, "id", "c 2", "claims.csv, row 3, claim “c2”, id “c 2”: use lower-case"),
    ("claims", 1, "id", "", "claims.csv, row 3, claim “c2”, id: a required value is missing"),
    ("claims", 1, "id", "c1", "claims.csv, row 3, claim “c2”, id “c1”: "),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), [(cell(*case[:4]), case[4]) for case in CELLS])
def test_a_typo_in_any_column_is_named_with_file_row_record_field_and_value(
    change: Change, said: str, tmp_path: Path
) -> None:
    found = lost(tmp_path, change)
    assert any(said in line for line in found), found


def test_a_typo_in_the_id_of_a_place_is_held_back_for_what_refers_to_it(tmp_path: Path) -> None:
    found = lost(tmp_path, cell("places", 0, "id", "nroth"))
    assert [line.partition(":")[0] for line in found] == [
        "routes.geojson, feature 1, route “line”, from “north”",
        "routes.geojson, feature 2, route “lane”, to “north”",
        "claims.csv, row 2, claim “c1”, features “north; line”",
        "claims.csv, row 3, claim “c2”, features “north; line”",
        "claims.csv, row 4, claim “c3”, features “lane; north”",
    ]


def test_a_row_that_takes_the_id_of_a_later_one_loses_that_one(tmp_path: Path) -> None:
    def take_the_id(rows: Rows) -> None:
        rows["claims"].insert(0, claim("c2", source="council", excerpt="others", features="area"))

    (found,) = lost(tmp_path, take_the_id)
    assert found.startswith("claims.csv, row 4, claim “c2”, id “c2”: ")


def test_a_new_row_with_a_known_id_loses_nothing(tmp_path: Path) -> None:
    assert lost(tmp_path, lambda rows: rows["claims"].append(claim("c2", excerpt="more"))) == []


BYTES = [
    pytest.param("claims.csv", b"c2,paper,", b"c2,paper,,", "claim “c2”", id="a cell too many"),
    pytest.param("claims.csv", b"c2,paper,", b"c2,paper", "claim “c2”", id="a cell too few"),
    pytest.param("claims.csv", b"what c2 says", b'"what c2" says', "claim “c2”", id="a quote"),
    pytest.param("claims.csv", b"what c2 says", b"caf\xe9", "claim “c2”", id="not UTF-8"),
    pytest.param(
        "places.geojson", b'"properties": {"id": "north"', b'"propertis": {"id": "north"',
        "place “north”", id="no properties",
    ),
    pytest.param(
        "places.geojson", b'{"id": "north"', b'{"di": "north"', "place “north”", id="no id",
    ),
    pytest.param(
        "places.geojson", b'"type": "Point", "coordinates": [130.6', b'"coordinates": [130.6',
        "place “north”", id="a geometry without a type",
    ),
    pytest.param(
        "places.geojson", b"[130.6, 42.4]", b"[42.4, 130.6]", "place “north”, geometry: ",
        id="coordinates the other way round",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BYTES)
def test_a_record_that_cannot_be_taken_apart_is_lost(
    file: str, old: bytes, new: bytes, said: str, tmp_path: Path
) -> None:
    found = in_file(tmp_path, file, old, new, 1)
    assert found[0].startswith(f"{file}, "), found
    assert said in found[0], found


TORN = [
    pytest.param(
        "claims.csv", b"\nc2,", b'\n"c2,', "claim “c2”", id="a quotation mark before an id"
    ),
    pytest.param("claims.csv", b"\nc2,", b"\nc2", "claim “c2”", id="no comma after an id"),
    pytest.param("claims.csv", b"\nc2,", b"\nc,2,", "claim “c2”", id="a comma in an id"),
    pytest.param("claims.csv", b"\nc2,", b"\nc;2", "claim “c2”", id="a semicolon for a comma"),
    pytest.param("claims.csv", b"\nc2,", b"c2,", "claim “c2”", id="no line break before a row"),
    pytest.param(
        "allegations.csv", b"\nshells,", b"\nshells", "allegation “shells”", id="short row"
    ),
    pytest.param("sources.csv", b"\nagency,", b"\nagency", "claim source “agency”", id="a source"),
    pytest.param(
        "articles.csv", b"\nreprint,", b"\nre,print,", "article “reprint”", id="an article"
    ),
    pytest.param("vessels.csv", b"\nship,", b"\nship", "vessel “ship”", id="a ship"),
    pytest.param("media.csv", b"\nphoto,", b"\nphoto", "media item “photo”", id="an image"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), TORN)
def test_a_wrong_character_at_the_id_of_a_row_hides_no_record(
    file: str, old: bytes, new: bytes, said: str, tmp_path: Path
) -> None:
    rows = full_rows()
    rows["claims"][3]["note"] = "with a comma, so in quotation marks"
    good = load(write_rows(tmp_path / "good", rows))
    folder = write_rows(tmp_path / "new", rows)
    content = (folder / file).read_bytes().replace(b"\r\n", b"\n")
    assert old in content
    (folder / file).write_bytes(content.replace(old, new, 1))
    found = held_back(load(folder), good)
    assert any(line.startswith(f"{file}, row ") and said in line for line in found), found


def test_every_row_of_a_torn_region_is_named(tmp_path: Path) -> None:
    good = load(write_rows(tmp_path / "good", full_rows()))
    folder = write_rows(tmp_path / "new", full_rows())
    content = (folder / "claims.csv").read_bytes().replace(b"\r\n", b"\n")
    # the quotation mark swallows the next row, and the ids of both have lost their commas
    content = content.replace(b"\nc2,", b'\n"c2').replace(b"\nc3,", b"\nc3")
    content = content.replace(b"\nc4,", b'\n"",c4,')
    (folder / "claims.csv").write_bytes(content)
    found = [str(loss) for loss in losses(good, load(folder))]
    for key, row in (("c2", 3), ("c3", 4), ("c4", 5)):
        assert any(line.startswith(f"claims.csv, row {row}, claim “{key}”") for line in found), (
            found
        )


def test_a_row_that_could_not_be_read_before_is_not_taken_for_one_that_is_removed(
    tmp_path: Path,
) -> None:
    def torn(folder: Path, rows: Rows) -> Path:
        path = write_rows(folder, rows) / "claims.csv"
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join([*lines, lines[1].replace(b"c1,", b"old")]))
        return folder

    rows = full_rows()
    good = load(torn(tmp_path / "good", rows))
    without(rows, "claims", "c1")
    path = torn(tmp_path / "new", full_rows()) / "claims.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert losses(good, load(path.parent)) == ()


def nested(feature: Feature) -> Feature:
    return {"type": "Feature", "properties": {"properties": feature["properties"]}}


STRUCTURES: dict[str, Callable[[Feature], object]] = {
    "a list": lambda feature: [feature],
    "a collection": lambda feature: {"type": "FeatureCollection", "features": [feature]},
    "text": json.dumps,
    "wrapped": lambda feature: {"feature": feature},
    "properties are a list": lambda f: {**f, "properties": [f["properties"]]},
    "properties are text": lambda f: {**f, "properties": json.dumps(f["properties"])},
    "properties in the geometry": lambda f: {"geometry": {**f["geometry"], **f["properties"]}},
    "properties in properties": nested,
    "no properties": lambda f: {"type": "Feature", **f["properties"], "geometry": f["geometry"]},
    "properties and id misspelt": lambda f: {
        "propertes": {**f["properties"], "id": None, "ID": f["properties"]["id"]}
    },
}


@pytest.mark.parametrize("file", ["places.geojson", "routes.geojson"])
@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_feature_with_a_damaged_structure_is_lost(
    structure: str, file: str, tmp_path: Path
) -> None:
    good, folder, document = features_of(tmp_path, file)
    key = document["features"][1]["properties"]["id"]
    document["features"][1] = STRUCTURES[structure](document["features"][1])
    (folder / file).write_text(json.dumps(document), encoding="utf-8")
    found = [str(loss) for loss in losses(good, load(folder))]
    assert any(line.startswith(f"{file}, feature 2, ") and f"“{key}”" in line for line in found)


def test_a_feature_without_its_type_is_still_read(tmp_path: Path) -> None:
    good, folder, document = features_of(tmp_path, "places.geojson")
    del document["features"][1]["type"]
    (folder / "places.geojson").write_text(json.dumps(document), encoding="utf-8")
    new = load(folder)
    assert list(new.dataset.places.index) == list(good.dataset.places.index)
    assert losses(good, new) == ()


MOVED: dict[str, Callable[[Feature, Feature], None]] = {
    "feature 1": lambda document, moved: document["features"][0].update(next=moved),
    "feature 1, ": lambda document, moved: document["features"][0]["properties"].update(next=moved),
    "place": lambda document, moved: document.update(others=[moved]),
}


@pytest.mark.parametrize("where", MOVED)
def test_a_feature_inside_of_another_value_is_lost(where: str, tmp_path: Path) -> None:
    good, folder, document = features_of(tmp_path, "places.geojson")
    MOVED[where](document, document["features"].pop(1))
    (folder / "places.geojson").write_text(json.dumps(document), encoding="utf-8")
    found = [str(loss) for loss in losses(good, load(folder))]
    assert found[0].startswith(f"places.geojson, {where}"), found
    assert "place “south”: it is not an item of “features”" in found[0]


def features_of(tmp_path: Path, file: str) -> tuple[Loaded, Path, Feature]:
    """Return a good state, a folder with the same files, and the document of a file."""
    good = load(write_rows(tmp_path / "good", full_rows()))
    folder = write_rows(tmp_path / "new", full_rows())
    return good, folder, json.loads((folder / file).read_bytes())


def test_rows_inside_of_an_open_quotation_mark_are_lost(tmp_path: Path) -> None:
    good = load(write_rows(tmp_path / "good", full_rows()))
    folder = write_rows(tmp_path / "new", full_rows())
    claims = folder / "claims.csv"
    content = claims.read_bytes().replace(b"what c2 says", b'"what c2 says')
    claims.write_bytes(content.replace(b"c4,paper,", b'c4,paper,"",'))
    new = load(folder)
    found = [str(loss) for loss in losses(good, new)]
    missing = set(good.dataset.claims.index) - set(new.dataset.claims.index)
    assert missing >= {"c2", "c3"}
    for key in missing:
        assert any(f"claim “{key}”" in line for line in found), found


def test_a_typo_in_the_header_is_named_once_with_the_number_of_values(tmp_path: Path) -> None:
    found = in_file(tmp_path, "claims.csv", b",features,", b",faetures,")
    assert found == [
        "claims.csv, row 1, features: the column is missing, but 4 records had a value in it"
    ]


def test_a_column_that_is_gone_and_held_nothing_is_no_loss(tmp_path: Path) -> None:
    assert in_file(tmp_path, "claims.csv", b",quantity,", b",amount,") == []


def test_a_misspelt_property_is_named(tmp_path: Path) -> None:
    found = in_file(tmp_path, "routes.geojson", b'"via": "area;north"', b'"vai": "area;north"')
    assert found == [
        "routes.geojson, feature 2, route “lane”, via: the property is missing, "
        "but 1 record had a value in it"
    ]


def without(rows: Rows, table: str, key: str) -> None:
    rows[table] = [row for row in rows[table] if row["id"] != key]


def without_the_line(rows: Rows) -> None:
    without(rows, "routes", "line")
    for row in rows["claims"]:
        row["features"] = row["features"].replace("north;line", "north")


def without_the_ministry(rows: Rows) -> None:
    without(rows, "sources", "ministry")
    rows["claims"] = [row for row in rows["claims"] if row["source"] != "ministry"]


ON_PURPOSE = [
    pytest.param(lambda rows: rows.copy(), id="nothing"),
    pytest.param(lambda rows: rows["claims"].reverse(), id="another order"),
    pytest.param(lambda rows: without(rows, "claims", "c2"), id="a record is removed"),
    pytest.param(without_the_line, id="a route is removed and nothing refers to it"),
    pytest.param(without_the_ministry, id="a source is removed with its claims"),
    pytest.param(cell("claims", 1, "features", "line"), id="a reference is removed"),
    pytest.param(cell("claims", 1, "features", "south;line"), id="a reference is exchanged"),
    pytest.param(cell("claims", 0, "note", ""), id="a cell is emptied"),
    pytest.param(cell("claims", 0, "happened", ""), id="a date is emptied"),
    pytest.param(cell("claims", 1, "relayed_by", "council"), id="a single reference is exchanged"),
    pytest.param(cell("claims", 0, "relayed_by", ""), id="a cell without references stays so"),
    pytest.param(
        lambda rows: (
            without(rows, "allegations", "shells"), without(rows, "allegations", "artillery"),
            [row.update(allegation="") for row in rows["claims"] if row["allegation"] == "shells"],
        ),
        id="references to a record that is removed are emptied",
    ),
    pytest.param(
        lambda rows: (
            rows["claims"].append({**rows["claims"][1], "id": "c8", "allegation": ""}),
            without(rows, "claims", "c2"),
        ),
        id="a record is removed and added again without a reference",
    ),
    pytest.param(cell("places", 0, "name_ko", None), id="a property is emptied"),
    pytest.param(cell("claims", 1, "stance", "asserts"), id="another stance"),
    pytest.param(cell("claims", 1, "id", "c2b"), id="another id that nothing refers to"),
    pytest.param(cell("claims", 1, "excerpt", "other words"), id="other words"),
    pytest.param(cell("claims", 3, "features", "area;south;moon"), id="a new unknown reference"),
    pytest.param(
        lambda rows: rows["claims"].append(claim("c9", stance="deny")), id="a bad one is added"
    ),
    pytest.param(
        lambda rows: (without(rows, "claims", "c4"), rows["claims"].append(
            {"id": "C9", "article": "papre", "stance": "x", "excerpt": "y"})),
        id="one removed and an unlike bad one added",
    ),
    pytest.param(
        lambda rows: (
            rows["places"].append(place("east", (131.0, 42.3))),
            rows["routes"].append(route("new", rows["places"][0], rows["places"][-1])),
        ),
        id="features are added",
    ),
]  # fmt: skip


@pytest.mark.parametrize("change", ON_PURPOSE)
def test_what_an_editor_removes_or_adds_is_no_loss(change: Change, tmp_path: Path) -> None:
    assert lost(tmp_path, change) == []


EMPTIED = [
    (cell("claims", 1, "allegation", ""), "claims.csv, row 3, claim “c2”, allegation", "shells"),
    (cell("claims", 1, "features", ""), "claims.csv, row 3, claim “c2”, features", "north;line"),
    (cell("claims", 1, "features", " ; "), "claims.csv, row 3, claim “c2”, features", "north;line"),
    (cell("claims", 1, "relayed_by", " "), "claims.csv, row 3, claim “c2”, relayed_by", "agency"),
    (cell("claims", 2, "vessels", ";"), "claims.csv, row 4, claim “c3”, vessels", "ship"),
    (cell("articles", 1, "reprint_of", ""), "row 3, article “reprint”, reprint_of", "paper"),
    (cell("allegations", 2, "part_of", ""), "row 4, allegation “artillery”, part_of", "shells"),
    (cell("routes", 1, "via", ""), "routes.geojson, feature 2, route “lane”, via", "area;north"),
    (cell("routes", 1, "via", " ;"), "routes.geojson, feature 2, route “lane”, via", "area;north"),
]


@pytest.mark.parametrize(("change", "where", "was"), EMPTIED)
def test_a_cell_of_references_that_is_emptied_is_held_back(
    change: Change, where: str, was: str, tmp_path: Path
) -> None:
    (found,) = lost(tmp_path, change)
    fix = "put it back, or empty it in a draft"
    assert f"{where}: the cell is empty, but it had “{was}”; {fix}" in found


def test_an_emptied_cell_is_held_back_while_one_of_its_records_is_left(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows["places"] = [row for row in rows["places"] if row["id"] != "area"]
        rows["routes"][1]["via"] = ""
        rows["claims"][3]["features"] = ""

    found = lost(tmp_path, change)
    assert [line.partition(";")[0] for line in found] == [
        "routes.geojson, feature 2, route “lane”, via: the cell is empty, but it had “area",
        "claims.csv, row 5, claim “c4”, features: the cell is empty, but it had “area",
    ]


def test_a_cell_that_a_draft_has_emptied_is_no_loss(tmp_path: Path) -> None:
    good = load(write_rows(tmp_path / "good", full_rows()))
    changed = full_rows()
    changed["claims"][1].update(allegation="", relayed_by="")
    asked = []

    def emptied(since: datetime) -> set[tuple[str, str, str]]:
        asked.append(since)
        return {("claims", "c2", "allegation"), ("claims", "c1", "relayed_by")}

    (found,) = losses(good, load(write_rows(tmp_path / "new", changed)), emptied)
    assert (found.record, found.field) == ("claim “c2”", "relayed_by")
    assert asked == [good.loaded_at]
    changed = full_rows()
    changed["claims"][1]["stance"] = "deny"
    losses(good, load(write_rows(tmp_path / "typo", changed)), emptied)
    assert len(asked) == 1  # drafts are only read if they can matter


def test_what_was_wrong_before_is_no_loss(tmp_path: Path) -> None:
    def broken() -> Rows:
        rows = full_rows()
        rows["claims"][1]["stance"] = "deny"
        rows["claims"][2]["features"] = "lane;moon"
        rows["claims"].append(claim("c1", excerpt="the same id again"))
        return rows

    assert lost(tmp_path, cell("claims", 0, "excerpt", "other words"), rows=broken) == []
    mended = lost(tmp_path, cell("claims", 1, "stance", "denies"), rows=broken)
    assert mended == []


def test_no_text_of_a_file_can_break_the_line_that_names_it(tmp_path: Path) -> None:
    (found,) = lost(tmp_path, cell("claims", 1, "stance", "de\x1bny\u2028\nx"))
    assert len(found.splitlines()) == 1
    assert "\x1b" not in found


def test_a_removed_place_names_what_still_refers_to_it(tmp_path: Path) -> None:
    found = lost(tmp_path, lambda rows: without(rows, "places", "area"))
    assert [line.partition(":")[0] for line in found] == [
        "routes.geojson, feature 2, route “lane”, via “area”",
        "claims.csv, row 5, claim “c4”, features “area”",
    ]


def test_properties_that_a_program_does_not_write_are_no_loss(tmp_path: Path) -> None:
    good = load(write_rows(tmp_path / "good", full_rows()))
    folder = write_rows(tmp_path / "new", full_rows())
    path = folder / "places.geojson"
    document = json.loads(path.read_bytes())
    for feature in document["features"]:
        feature["properties"] = {k: v for k, v in feature["properties"].items() if v != ""}
    path.write_text(json.dumps(document), encoding="utf-8")
    assert losses(good, load(folder)) == ()
