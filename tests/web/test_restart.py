"""A page that stays open while its server is restarted."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from benchmarks.page import Run, connected, opened
from benchmarks.serving import ROOT
from benchmarks.sessions import counted
from tests.serving import serve

from routemap.data.cache import VARIABLE
from routemap.data.load import SHIPPED, load
from routemap.questions.query import Query

NO_CACHE = {VARIABLE: ""}
ANSWER = re.compile(rb"<b>[\d,]+</b> of [\d,]+ claims")
DENIALS, RAIL = Query(stance=("denies",)), Query(text="rail", stance=("asserts",))


def test_a_restarted_server_answers_what_the_widgets_ask_and_nothing_else() -> None:
    async def visit() -> Run:
        with serve(ROOT / "app.py", None) as (url, process):
            async with opened(url, patience=60, pattern=ANSWER) as reader:
                await reader.run()
                reader.ask(DENIALS)
                assert (await reader.run()).found
                process.kill()
        # the reader changes the filters while the server is down: the address does not have them
        reader.ask(RAIL)
        with serve(ROOT / "app.py", None, port=urlsplit(url).port):
            async with connected(url, patience=60) as socket:
                reader.resume(socket)
                return await reader.run()

    run = asyncio.run(visit())
    counts = counted(load(SHIPPED).dataset, (DENIALS, RAIL))
    assert run.errors == []
    assert run.question == RAIL
    assert any(counts[RAIL] in text for text in run.texts)
    assert not any(counts[DENIALS] in text for text in run.texts)
    assert not any(run.drafts), "an answer to another query was drawn first"


# with a cache, the last good state is shown
@pytest.mark.thorough
def test_a_change_that_no_server_answered_is_sent_again_when_there_is_data(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "geodata"
    shutil.copytree(SHIPPED, folder)
    claims = folder / "claims.csv"
    whole = claims.read_bytes()

    async def visit() -> tuple[Run, Run]:
        with serve(ROOT / "app.py", folder, environment=NO_CACHE) as (url, process):
            async with opened(url, patience=60) as reader:
                await reader.run()
                reader.ask(DENIALS)
                await reader.run()
                process.suspend()
                reader.ask(RAIL)
                await reader.send()
                process.kill()
        claims.write_bytes(b"")
        port = urlsplit(url).port
        with serve(ROOT / "app.py", folder, environment=NO_CACHE, port=port):
            async with connected(url, patience=60) as socket:
                reader.resume(socket)
                empty = await reader.run()
                claims.write_bytes(whole)
                while (run := await reader.run()).question is None:
                    await asyncio.sleep(0.1)
                return empty, run

    empty, run = asyncio.run(visit())
    assert empty.question is None
    assert run.question == RAIL
    assert any(counted(load(SHIPPED).dataset, (RAIL,))[RAIL] in text for text in run.texts)
