"""Whatever a file contains, valid records can be shown and all faults are reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.conftest import ReadWith, assert_it_can_be_shown, examples, outlined_rows, write_rows

from routemap.data.load import load
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import Table
from routemap.model.feature_tables import PLACES, ROUTES
from routemap.model.tables import TABLES

FILES = [table.file for table in TABLES]
CELLS = [(table, column.key) for table in TABLES for column in table.columns]
ODD_TEXT = (
    st.sampled_from(
        ["", "2022-25", "/..", "2022-XX-04", "2022-11-02/2022-11-02", "<script>", "a\nb",
         "a\u2028b", "\x1b[31m", ";;", "north;north", "1e999", "-1", "nan", "https://[", "\ufeff"]
    )
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
)  # fmt: skip
ODD_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.sampled_from([10**400, -1, 1e308, "\ud800", "\udcff<b>", "north"])
    | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
ODD_GEOMETRY = ODD_JSON | st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Point", "LineString", "MultiLineString", "Polygon"]) | ODD_JSON,
        "coordinates": st.lists(st.lists(st.floats(-200, 200), max_size=4), max_size=3) | ODD_JSON,
    }
)
ODD_BYTES = st.binary(max_size=6) | st.sampled_from(
    [b'"', b"\n", b",", b"\x00", b"\xe9", b"\\ud800", b"9" * 400, b"[", b"\xed\xa0\x80"]
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rows(tmp_path_factory.mktemp("whole"), outlined_rows())


@given(st.sampled_from(CELLS), ODD_TEXT)
@example((CLAIMS, "said"), "2022-25")
@example((CLAIMS, "stance"), "two\nlines")
@examples(20)
def test_any_text_in_any_cell_leaves_data_that_can_be_shown(
    tmp_path_factory: pytest.TempPathFactory, cell: tuple[Table, str], text: str
) -> None:
    table, column = cell
    rows = outlined_rows()
    rows[table.name][0][column] = text
    loaded = load(write_rows(tmp_path_factory.mktemp("cell"), rows))
    assert_it_can_be_shown(loaded)
    assert loaded.unread == ()
    assert loaded.counts[table.name] >= len(rows[table.name]) - 1 or column == "id"


@given(st.sampled_from(FILES), st.data())
@examples(16)
def test_a_damaged_file_leaves_data_that_can_be_shown(
    whole: Path, read_with: ReadWith, file: str, data: st.DataObject
) -> None:
    content = (whole / file).read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.integers(0, 30) | st.just(len(content)))
        content = content[:start] + data.draw(ODD_BYTES) + content[end:]
    assert_it_can_be_shown(read_with(whole, file, content))


@given(
    st.tuples(
        st.sampled_from([PLACES.file, ROUTES.file]),
        st.sampled_from(["id", "name_en", "unheard-of"]),
        ODD_JSON,
        ODD_GEOMETRY,
    )
)
@example(("places.geojson", "note", 0, {"type": "Point", "coordinates": [10**400, 42]}))
@example(("places.geojson", "note", "half: \ud800", {"type": "Point", "coordinates": [131, 42]}))
@example(("places.geojson", "name_en", "\ud800", {"type": "Point", "coordinates": [131, 42]}))
@examples(16)
def test_any_json_in_a_feature_leaves_the_other_features(
    whole: Path, read_with: ReadWith, odd: tuple[str, str, object, object]
) -> None:
    file, key, value, geometry = odd
    document = json.loads((whole / file).read_bytes())
    first, *others = document["features"]
    first["properties"][key] = value
    first["geometry"] = geometry
    loaded = read_with(whole, file, json.dumps(document).replace("Infinity", "1e999").encode())
    assert_it_can_be_shown(loaded)
    assert loaded.unread == ()
    if file == PLACES.file:
        assert {other["properties"]["id"] for other in others} <= set(loaded.dataset.places.index)
