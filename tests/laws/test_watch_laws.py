"""Whatever a writer does in any order, readers see only complete editions, and soon the last one.

A typo that makes a record or a value unreadable is never shown and always reported, in any cell and
whenever the server is restarted.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.conftest import Rows, examples, small_rows, write_rows

from routemap.data.load import load
from routemap.data.watch import Intervals, Watch
from routemap.model.columns import Kind, Table
from routemap.model.tables import TABLES

PACE = Intervals(look=0.5, settle=1, doubt=6, stalled=20, compare=10)
FILES = tuple(table.file for table in TABLES)
# no valid value of these kinds ends with an exclamation mark
TYPED = (Kind.ID, Kind.TERM, Kind.REFERENCE, Kind.EDTF, Kind.NUMBER)


def edition(place: Path, number: int) -> Path:
    """Write a folder in which every file contains the number, with additional claims."""
    return write_rows(place / str(number), edition_rows(number))


def edition_rows(number: int) -> Rows:
    rows = small_rows()
    for table in ("places", "routes"):
        for row in rows[table]:
            row["name_en"] += f" {number}"
    for row in rows["claims"]:
        row["excerpt"] += f" {number}"
    rows["claims"] += [{**rows["claims"][0], "id": f"d{extra}"} for extra in range(number % 4)]
    for row in rows["articles"]:
        row["title"] += f" {number}"
    return rows


class Writing(RuleBasedStateMachine):
    """One writer and one watch; time passes only when a rule says so."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.whole: dict[str, int] = {}
        self.count = self.latest = 0
        self.folder = self.place / "geodata"
        self.real = self.new()
        self.folder.symlink_to(self.real)
        self.open: tuple[BinaryIO, bytes] | None = None
        self.typo: tuple[str, bytes] | None = None
        self.now = 0.0
        self.watch = Watch(self.folder, PACE)
        self.shown = None
        self.look(2.0)
        assert self.shown.loaded

    def new(self) -> Path:
        made = edition(self.place, self.count)
        self.whole[load(made).dataset.revision] = self.count
        self.count += 1
        return made

    def look(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            self.now += PACE.look
            self.shown = self.watch.look(self.now) or self.shown
            self.watch.save_last_good()

    @property
    def is_at_rest(self) -> bool:
        """Whether every file is from the latest edition."""
        return self.open is None and self.typo is None

    def put(self, name: str, source: Path) -> None:
        shutil.copyfile(source / name, self.folder / name)

    @precondition(lambda self: self.is_at_rest)
    @rule(
        order=st.permutations(FILES),
        pauses=st.lists(st.sampled_from([0, 0.5]), min_size=len(FILES)),
    )
    def save_in_place(self, order: list[str], pauses: list[float]) -> None:
        made = self.new()
        for name, pause in zip(order, pauses, strict=False):
            self.put(name, made)
            if pause:
                self.look(pause)
        self.latest = self.count - 1

    @precondition(lambda self: self.is_at_rest)
    @rule(data=st.data())
    def save_by_renaming(self, data: st.DataObject) -> None:
        made = self.new()
        for name in data.draw(st.permutations(FILES)):
            shutil.copyfile(made / name, self.folder / "new")
            (self.folder / "new").replace(self.folder / name)
        self.latest = self.count - 1

    @precondition(lambda self: self.is_at_rest)
    @rule()
    def set_the_link_to_another_folder(self) -> None:
        self.real = self.new()
        (self.place / "next").symlink_to(self.real)
        (self.place / "next").replace(self.folder)
        self.latest = self.count - 1

    @precondition(lambda self: self.is_at_rest)
    @rule(
        name=st.sampled_from(FILES), share=st.floats(0, 0.999), stall=st.sampled_from([0, 0.5, 3])
    )
    def begin_to_write(self, name: str, share: float, stall: float) -> None:
        content = (self.folder / name).read_bytes()
        file = (self.folder / name).open("wb", buffering=0)
        at = int(len(content) * share)
        file.write(content[:at])
        self.open = file, content[at:]
        self.look(stall)

    @precondition(lambda self: self.open is not None)
    @rule()
    def write_the_rest(self) -> None:
        file, rest = self.open
        file.write(rest)
        file.close()
        self.open = None

    @precondition(lambda self: self.is_at_rest)
    @rule(name=st.sampled_from(FILES), gone=st.sampled_from([0.5, 3]))
    def delete_and_put_back(self, name: str, gone: float) -> None:
        content = (self.folder / name).read_bytes()
        (self.folder / name).unlink()
        self.look(gone)
        (self.folder / name).write_bytes(content)

    @precondition(lambda self: self.is_at_rest)
    @rule(data=st.data(), table=st.sampled_from(TABLES), end=st.sampled_from(["!", "x!", " !"]))
    def make_a_typo(self, data: st.DataObject, table: Table, end: str) -> None:
        self.rest()
        rows = edition_rows(self.latest)
        column = data.draw(st.sampled_from([c.key for c in table.columns if c.kind in TYPED]))
        filled = [row for row in rows[table.name] if row.get(column)]
        if not filled:
            return
        row = data.draw(st.sampled_from(filled))
        row[column] = f"{row[column]}{end}"
        written = write_rows(self.place / "typo", rows)
        self.typo = table.file, (self.folder / table.file).read_bytes()
        self.put(table.file, written)
        self.look(PACE.doubt + 2)
        self.says_where_the_typo_is()

    def says_where_the_typo_is(self) -> None:
        assert self.typo[0] in self.shown.loaded.warning
        assert "!”" in self.shown.loaded.warning

    @precondition(lambda self: self.typo is not None)
    @rule()
    def mend_the_typo(self) -> None:
        name, content = self.typo
        (self.folder / name).write_bytes(content)
        self.typo = None
        self.rest()

    @precondition(lambda self: self.typo is not None)
    @rule()
    def restart_with_the_typo(self) -> None:
        self.restart()
        self.look(PACE.doubt + 2)
        self.says_where_the_typo_is()

    @rule()
    def restart(self) -> None:
        self.watch, self.shown = Watch(self.folder, PACE), None

    @precondition(lambda self: self.open is None)
    @rule(seconds=st.sampled_from([0.5, 1.5, 3]))
    def wait(self, seconds: float) -> None:
        self.look(seconds)

    @precondition(lambda self: self.is_at_rest)
    @rule()
    def rest(self) -> None:
        self.look(PACE.doubt + 2)
        assert self.shown.loaded.warning == ""
        assert self.whole[self.shown.loaded.dataset.revision] == self.latest

    @invariant()
    def what_is_shown_is_an_edition(self) -> None:
        if self.shown:
            assert self.shown.loaded, self.shown.reason
            assert self.shown.loaded.dataset.revision in self.whole

    def teardown(self) -> None:
        if self.open:
            self.open[0].close()
        shutil.rmtree(self.place)


TestWriting = Writing.TestCase
TestWriting.settings = settings(examples(12), stateful_step_count=12)
