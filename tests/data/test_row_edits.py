"""Writing a cell of a CSV file changes nothing else in the file."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.data.reading.edits import Edits
from routemap.data.reading.row_edits import with_rows
from routemap.model.errors import DataFileError

COLUMNS = ("id", "note", "sha256")


def edited(text: str, **cells: dict[str, str]) -> str:
    return with_rows(text.encode(), COLUMNS, "a.csv", Edits(changed=cells)).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id,sha256\na,\nb,x\n", "id,sha256\na,1\nb,x\n"),
        ('\ufeffid,sha256\r\n"a",old\r\n', '\ufeffid,sha256\r\n"a",1\r\n'),
        ('id,note,sha256\na,"\n""x""",\nb, y ,', 'id,note,sha256\na,"\n""x""",1\nb, y ,'),
        ("id,own\nb,2\na,3", "id,own,note,sha256\nb,2,,\na,3,,1"),
        ('sha256,id\n"0",a\n\n', 'sha256,id\n"1",a\n\n'),
        ("id,sha256\na,,,\nb,x,,\n", "id,sha256\na,1,,\nb,x,,\n"),
        ("id,sha256,,\u200b\na,\nb,x,,\n", "id,sha256,,\u200b\na,1\nb,x,,\n"),
        ("id,note,,\na,x\nb,y,,\n", "id,note,,,sha256\na,x,,,1\nb,y,,,\n"),
    ],
)  # fmt: skip
def test_only_the_cell_is_changed(before: str, after: str) -> None:
    assert edited(before, a={"sha256": "1"}) == after
    assert edited(after, a={"sha256": "1"}) == after


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a.csv: the file is empty"),
        ("id,sha256\nb,\n", "no row has the id “a”"),
        ("sha256\nb\n", "no row has the id “a”"),
        ("id,sha256\na,\na,\n", "two rows have the id “a”"),
        ("id,sha256\nb\na,\n", "a.csv:2: the row has not as many cells as the header"),
        ('id,sha256\na,"x"y\n', "row 2 is not valid CSV"),
        ('id,sha256\na,"x\n', "row 2 is not valid CSV"),
    ],
)
def test_a_file_that_cannot_be_edited_is_left_alone(text: str, told: str) -> None:
    with pytest.raises(DataFileError, match=told):
        edited(text, a={"sha256": "1"})


CELL = st.text(st.sampled_from('ab ,"\n\r;é'), max_size=5)


@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    CELL,
    st.data(),
)
def test_a_csv_reader_finds_one_other_cell(
    rows: list[tuple[str, str]], quoting: int, value: str, data: st.DataObject
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting)
    table = [["id", "note", "sha256"], *([f"r{n}", *row] for n, row in enumerate(rows))]
    writer.writerows(table)
    number = data.draw(st.integers(0, len(rows) - 1))
    after = edited(out.getvalue(), **{f"r{number}": {"note": value}})
    table[number + 1][1] = value
    assert list(csv.reader(io.StringIO(after, newline=""))) == table


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id,note\na,1\nb,2\n", "id,note\nb,2\nc,new\n"),
        ("id,note\r\nb,2\r\na,1", "id,note\r\nb,2\r\nc,new\r\n"),
        ('"id","note"\n"a","1\n2"\n\n"b","2"\n', '"id","note"\n"b","2"\n"c","new"\n'),
        ("note,id\n1,a\n", "note,id\nnew,c\n"),
        ("id\na\n", "id,note,sha256\nc,new,\n"),
    ],
)
def test_rows_are_added_at_the_end_and_removed_with_their_line(before: str, after: str) -> None:
    added = {"c": {"note": "new"}}
    found = with_rows(before.encode(), COLUMNS, "a.csv", Edits(added=added, removed=["a"]))
    assert found.decode() == after


def test_a_column_of_the_team_is_added_last() -> None:
    found = with_rows(b"id,note\na,\n", COLUMNS, "a.csv", Edits({"a": {"desk": "Seoul"}}))
    assert found == b"id,note,desk\na,,Seoul\n"


def test_an_id_is_never_added_twice() -> None:
    with pytest.raises(DataFileError, match="a row already has the id “a”"):
        with_rows(b"id,note\na,\n", COLUMNS, "a.csv", Edits(added={"a": {}}))
    with pytest.raises(DataFileError, match="no row has the id “x”"):
        with_rows(b"id,note\na,\n", COLUMNS, "a.csv", Edits(removed=["x"]))
