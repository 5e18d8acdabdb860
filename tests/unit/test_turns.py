"""Clients take turns: one who asks for much waits for their own requests, not the others."""

from __future__ import annotations

import threading
from collections.abc import Callable

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from routemap.errors import BusyError, TooManyError
from routemap.turns import CLIENT, Turns, Watch, in_turn

PATIENCE = 20


def in_loop(test: Callable[[], object]) -> None:
    async def run() -> None:
        with anyio.fail_after(PATIENCE):
            await test()  # type: ignore[misc]

    anyio.run(run)


def request(client: str, receive: Callable[[], object]) -> Request:
    scope = {"type": "http", "method": "GET", "headers": [], CLIENT: client}
    return Request(scope, receive)  # type: ignore[arg-type]


async def stays() -> Message:
    await anyio.sleep_forever()
    raise AssertionError("never")


def test_another_client_is_served_next_however_many_one_client_asks() -> None:
    async def test() -> None:
        turns, served, go = Turns(at_once=1), list[str](), anyio.Event()

        async def ask(client: str) -> None:
            async with turns.turn(client):
                served.append(client)
                await go.wait()

        async with anyio.create_task_group() as group:
            for client in [*["many"] * 20, "one"]:
                group.start_soon(ask, client)
            await anyio.wait_all_tasks_blocked()
            go.set()
        assert served[:3] == ["many", "one", "many"]
        assert len(served) == 21

    in_loop(test)


def test_one_client_has_one_turn_at_a_time_where_there_are_several() -> None:
    async def test() -> None:
        turns, inside, most, go = Turns(at_once=3), 0, 0, anyio.Event()

        async def ask() -> None:
            nonlocal inside, most
            async with turns.turn("many"):
                inside += 1
                most = max(most, inside)
                await go.wait()
                inside -= 1

        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(ask)
            await anyio.wait_all_tasks_blocked()
            go.set()
        assert most == 1

    in_loop(test)


def test_more_than_may_wait_are_refused_and_there_is_room_again_afterwards() -> None:
    async def test() -> None:
        turns, go = Turns(at_once=1, waiting=2, clients=2), anyio.Event()

        async def ask(client: str) -> None:
            async with turns.turn(client):
                await go.wait()

        async with anyio.create_task_group() as group:
            for client in ("a", "a", "a", "b"):
                group.start_soon(ask, client)
                await anyio.wait_all_tasks_blocked()
            with pytest.raises(TooManyError):
                await ask("a")
            with pytest.raises(BusyError):
                await ask("c")
            go.set()
        await ask("a")
        await ask("c")
        assert turns._lines == {}
        assert turns._served == set()

    in_loop(test)


def test_who_goes_while_waiting_leaves_the_line() -> None:
    async def test() -> None:
        turns = Turns(at_once=1)
        async with turns.turn("first"):
            with anyio.move_on_after(0):
                async with turns.turn("second"):
                    raise AssertionError("never")
            assert turns._lines == {}
        async with turns.turn("third"):
            pass

    in_loop(test)


def test_work_for_a_client_that_has_gone_is_told_so_and_its_turn_is_free() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def test() -> None:
        turns = Turns(at_once=1)

        async def goes() -> Message:
            await anyio.to_thread.run_sync(begun.wait, PATIENCE)
            return {"type": "http.disconnect"}

        def draw(watch: Watch) -> Response:
            begun.set()
            try:
                while True:
                    watch(0.5)
            finally:
                ended.set()

        assert await in_turn(request("gone", goes), turns, draw) is None
        assert ended.is_set()
        made = await in_turn(request("other", stays), turns, lambda _watch: Response("made"))
        assert made is not None
        assert made.body == b"made"

    in_loop(test)


def test_what_fails_is_raised_as_it_is() -> None:
    async def test() -> None:
        def fail(_watch: Watch) -> Response:
            raise BusyError("of the work")

        with pytest.raises(BusyError, match="of the work"):
            await in_turn(request("a", stays), Turns(), fail)

    in_loop(test)
