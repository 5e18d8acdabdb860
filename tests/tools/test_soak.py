"""The soak test: it detects faults, and a short run has none."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from benchmarks.editions import PATTERN, WAYS, Edition, make_editions
from benchmarks.followers import faults
from benchmarks.page import Reader, Run, SessionError
from benchmarks.scene import Scene, Seen
from benchmarks.soak import _Soak, soak
from benchmarks.soak_report import table
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from routemap.data.load import load
from routemap.questions.query import Query

ALL, DENIALS = Query(), Query(stance=("denies",))


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, ...]:
    return make_editions(tmp_path_factory.mktemp("editions"), 3)


def answer(edition: Edition, **changes: object) -> Run:
    given = {
        "texts": [f"<p>{edition.counts[ALL]}</p>"],
        "mark": edition.revision,
        "found": {str(edition.number).encode()},
        "question": ALL,
    }
    return Run(**{**given, **changes})


def test_every_file_of_an_edition_says_its_number_and_nothing_is_wrong_with_it(
    editions: tuple[Edition, ...],
) -> None:
    for edition in editions:
        assert load(edition.folder).problems == ()
        for path in edition.folder.iterdir():
            content = path.read_bytes()
            if content.count(b"\n") != 1:  # a file with only a header has no text
                assert set(PATTERN.findall(content)) == {str(edition.number).encode()}
    assert len({edition.revision for edition in editions}) == 3
    assert len({edition.counts[ALL] for edition in editions}) == 3


@pytest.mark.parametrize("way", WAYS)
def test_every_way_ends_with_the_whole_edition(
    way: object, editions: tuple[Edition, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "geodata"
    WAYS[-1](folder, editions[0])
    way(folder, editions[1])
    assert load(folder).dataset.revision == editions[1].revision


def test_no_revision_is_taken_for_the_number_of_an_edition() -> None:
    """A page has its revision in brackets; “ed0703229980” was taken for an edition once."""
    assert PATTERN.findall(b"Data read 28 November 2026, 05:03 UTC (ed0703229980)") == []
    assert PATTERN.findall(b"Khasan (edition 20)") == [b"20"]


def test_what_is_wrong_with_an_answer_is_told(editions: tuple[Edition, ...]) -> None:
    now = time.monotonic()
    scene = Scene("", editions, 1.0, coming=2, finished=[(now - 90, 0), (now - 60, 1)])
    _, good, coming = editions
    assert faults(scene, answer(good), ALL, now) == []
    assert faults(scene, answer(coming), ALL, now) == []
    assert faults(scene, answer(good, drafts=[{b"0"}]), ALL, now) == []
    assert faults(scene, answer(good, mark=f"{good.revision}.0badcafe"), ALL, now) == []
    wrong = {
        "belongs to no edition": answer(good, mark="0123456789ab"),
        "words of 0, 1": answer(good, found={b"0", b"1"}),
        "words of none": answer(good, found=set()),
        "does not answer": answer(good, texts=[editions[0].counts[ALL]]),
        "after a later one": answer(editions[0]),
        "show “stance=denies” and not “everything”": answer(
            good, question=DENIALS, texts=[good.counts[DENIALS]]
        ),
        "ended early shows words of 0, 1": answer(good, drafts=[{b"0"}, {b"0", b"1"}]),
    }
    for told, run in wrong.items():
        (found,) = faults(scene, run, ALL, now)
        assert told in found


class Sent:
    """A socket on which a server has sent some messages."""

    def __init__(self, *messages: ForwardMsg) -> None:
        self._messages = iter(messages)

    async def send(self, _message: bytes) -> None:
        pass

    async def recv(self, *, decode: bool) -> bytes:
        assert not decode
        return next(self._messages).SerializeToString()


END = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)


def drawn(text: str) -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.html.body = text
    return message


# as after a restart, if an edit ends between the first run of a page and the next
def test_what_a_run_drew_that_ended_early_is_not_taken_for_what_the_page_shows() -> None:
    early = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    socket = Sent(
        drawn("one (edition 8)"), drawn("two (edition 8)"), early, drawn("one (edition 9)"), END
    )
    run = asyncio.run(Reader("", socket, PATTERN).run())  # type: ignore[arg-type]
    assert (run.texts, run.found, run.drafts) == (["one (edition 9)"], {b"9"}, [{b"8"}])


def filters() -> list[ForwardMsg]:
    search, stance = ForwardMsg(), ForwardMsg()
    search.delta.new_element.text_input.label = "Search"
    search.delta.new_element.text_input.id = "search"
    stance.delta.new_element.multiselect.label = "Stance"
    stance.delta.new_element.multiselect.id = "stance"
    return [search, stance]


def test_a_page_without_filters_is_asked_nothing() -> None:
    """The reader appeared to have sent a query that no browser could send."""
    reader = Reader("", Sent(*filters(), END, drawn("no data"), END))  # type: ignore[arg-type]
    assert asyncio.run(reader.run()).question == ALL
    reader.ask(DENIALS)
    assert asyncio.run(reader.run()).question is None
    assert not reader.can_ask
    with pytest.raises(SessionError, match="Search"):
        reader.ask(DENIALS)


def test_only_a_server_that_starts_during_an_edit_may_show_nothing(
    editions: tuple[Edition, ...],
) -> None:
    now = time.monotonic()
    scene = Scene("", editions, 1.0, coming=1, finished=[(now - 90, 0)], began=[now - 5])
    nothing = answer(editions[0], mark=".0badcafe", found=set(), texts=[])
    assert faults(scene, nothing, ALL, now) == ["the mark “.0badcafe” belongs to no edition"]
    scene.started_at = now - 3
    assert faults(scene, nothing, ALL, now) == []
    assert faults(scene, answer(editions[0], mark=".0badcafe"), ALL, now) != []
    scene.finished.append((now - 1, 1))
    assert faults(scene, nothing, ALL, now) == []
    assert faults(scene, nothing, ALL, now + 60) == ["the mark “.0badcafe” belongs to no edition"]
    scene.started_at = now
    assert faults(scene, nothing, ALL, now) == ["the mark “.0badcafe” belongs to no edition"]


# as on a busy machine, on which the pages come back late
def test_memory_is_measured_also_if_the_end_has_passed(editions: tuple[Edition, ...]) -> None:
    now = time.monotonic()
    scene = Scene("", editions, 1.0, started_at=now - 3600)
    fleet = SimpleNamespace(memory=lambda: 7)
    running = _Soak(None, fleet, scene, Seen(), 1.0)  # type: ignore[arg-type]
    running._sample_until(now - 1)
    assert running.memory == [7]


# tests/tools/test_soak_store.py runs one with a store in `make test`
@pytest.mark.thorough
def test_a_short_soak_shows_nothing_wrong_and_every_page_comes_back() -> None:
    report = soak(sessions=6, seconds=25)
    assert report.wrong == ()
    assert report.errors == ()
    # each kind of result was seen; how many depends on the load of the machine
    assert report.edits
    assert report.reruns
    assert report.renewals
    assert len(report.recoveries) == 6
    assert report.answers >= report.reruns + len(report.renewals)
    assert max(report.memory) < 1e9
    told = table(report)
    assert "| wrong answers | 0 |" in told
    assert told.count("\n") == 11
