"""Clients take turns: one that sends many requests delays only its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from routemap.exports.fair_queue import CLIENT, FairQueue, FairThreads, Watch, answer_fairly
from routemap.model.errors import BusyError, TooManyError

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


def test_another_client_is_served_next_even_if_one_client_sends_many_requests() -> None:
    async def test() -> None:
        queue, served, go = FairQueue(at_once=1), list[str](), anyio.Event()

        async def ask(client: str) -> None:
            async with queue.place(client):
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


def test_a_client_has_one_running_request_even_if_capacity_is_free() -> None:
    async def test() -> None:
        queue, inside, most, go = FairQueue(at_once=3), 0, 0, anyio.Event()

        async def ask() -> None:
            nonlocal inside, most
            async with queue.place("many"):
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


def test_too_many_waiting_requests_are_refused_until_others_have_ended() -> None:
    async def test() -> None:
        queue, go = FairQueue(at_once=1, waiting=2, clients=2), anyio.Event()

        async def ask(client: str) -> None:
            async with queue.place(client):
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
        assert len(queue._clients) == 0
        assert queue._clients._served == set()

    in_loop(test)


def test_a_client_that_disconnects_while_waiting_leaves_the_queue() -> None:
    async def test() -> None:
        queue = FairQueue(at_once=1)
        async with queue.place("first"):
            with anyio.move_on_after(0):
                async with queue.place("second"):
                    raise AssertionError("never")
            assert len(queue._clients) == 0
        async with queue.place("third"):
            pass

    in_loop(test)


def test_work_for_a_disconnected_client_ends_and_frees_its_slot() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def test() -> None:
        queue = FairQueue(at_once=1)

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

        assert await answer_fairly(request("gone", goes), queue, draw) is None
        assert ended.is_set()
        made = await answer_fairly(request("other", stays), queue, lambda _watch: Response("made"))
        assert made is not None
        assert made.body == b"made"

    in_loop(test)


def test_errors_of_the_work_are_raised_unchanged() -> None:
    async def test() -> None:
        def fail(_watch: Watch) -> Response:
            raise BusyError("of the work")

        with pytest.raises(BusyError, match="of the work"):
            await answer_fairly(request("a", stays), FairQueue(), fail)

    in_loop(test)


def test_errors_while_reading_the_request_are_raised_unchanged() -> None:
    class TooLargeError(Exception):
        pass

    async def test() -> None:
        async def too_much() -> Message:
            raise TooLargeError

        def draw(watch: Watch) -> Response:
            while True:
                watch(0.5)

        with pytest.raises(TooLargeError):
            await answer_fairly(request("a", too_much), FairQueue(), draw)

    in_loop(test)


def test_threads_run_one_job_per_client_at_a_time() -> None:
    threads, go, done = FairThreads(2, "test"), threading.Event(), list[str]()

    def work(name: str) -> str:
        assert go.wait(PATIENCE)
        done.append(name)
        return name

    many = [threads.submit("many", lambda n=n: work(f"many {n}")) for n in range(3)]  # type: ignore[misc]
    one = threads.submit("one", lambda: work("one"))
    assert [future.running() for future in (*many, one)] == [True, False, False, True]
    assert many[2].cancel()
    go.set()
    assert [future.result(PATIENCE) for future in (*many[:2], one)] == ["many 0", "many 1", "one"]
    assert done.index("many 0") < done.index("many 1")


def test_a_job_that_fails_raises_its_error_and_the_next_job_runs() -> None:
    threads = FairThreads(1, "test")
    broken = threads.submit("a", lambda: 1 // 0)
    assert threads.submit("a", lambda: "next").result(PATIENCE) == "next"
    with pytest.raises(ZeroDivisionError):
        broken.result(PATIENCE)
