"""Playback in a browser, with a test in the place of the server and its own clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import routemap.ui.parts.timeline
from routemap.map.join_modules import join_modules

FILE = Path(routemap.ui.parts.timeline.__file__).parent / "timeline" / "playback.js"
START = """() => {
  window.asked = [];
  const { playback } = routemap.modules["playback.js"];
  window.player = playback((days) => asked.push(days), () => undefined);
  window.answer = (first, last, known) =>
    player.show({ first, last, known, months: ["2022-09", "2022-12"] });
}"""
NEXT = "() => player.step(1)"
PLAY = "() => player.toggle()"


class Player:
    """Playback of the months from September to December 2022."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.clock.install(time=0)
        page.clock.pause_at(1_000)
        page.add_script_tag(content="const routemap = { modules: {} };" + join_modules(FILE))
        page.evaluate(START)
        self.answer()

    @property
    def asked(self) -> list[str]:
        """What playback has asked for: the days from and to."""
        found = self.page.evaluate("() => asked.map(({ first, last }) => `${first}/${last}`)")
        assert all(self.page.evaluate("() => asked.map(({ after }) => Boolean(after))"))
        return found

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self.page.evaluate("() => player.now.playing")

    def answer(self, first: str = "", last: str = "", *, known: bool = False) -> None:
        """Send a page with these days."""
        self.page.evaluate("([...days]) => answer(...days)", [first, last, known])

    def agree(self) -> None:
        """Send a page with the days that were asked for last."""
        first, last = self.asked[-1].split("/")
        self.answer(first, last, known=True)

    def wait(self, ms: int) -> None:
        """Let time pass."""
        self.page.clock.run_for(ms)


@pytest.fixture
def player(chromium: Browser) -> Iterator[Player]:
    page = chromium.new_page()
    yield Player(page)
    page.close()


def test_it_asks_for_a_month_a_second_and_stops_at_the_end(player: Player) -> None:
    player.page.evaluate(PLAY)
    for number in range(1, 5):
        assert len(player.asked) == number
        player.agree()
        player.wait(999)
        assert len(player.asked) == number
        player.wait(1)
    assert player.asked == ["/2022-09-30", "/2022-10-31", "/2022-11-30", "/2022-12-31"]
    assert not player.playing
    player.wait(10_000)
    assert len(player.asked) == 4
    # played again, it begins at the first month
    player.page.evaluate(PLAY)
    assert player.asked[4:] == ["/2022-09-30"]


def test_it_waits_for_a_slow_server_and_asks_only_once(player: Player) -> None:
    player.page.evaluate(PLAY)
    player.agree()
    player.wait(1_000)
    before = player.asked[0].split("/")
    player.wait(5_000)
    player.answer(*before, known=True)  # a page for another reason, such as a search
    player.wait(5_000)
    assert len(player.asked) == 2
    assert player.playing
    player.agree()
    player.wait(99)
    assert len(player.asked) == 2
    player.wait(1)
    assert len(player.asked) == 3


def test_it_names_the_days_that_were_shown_as_it_asked(player: Player) -> None:
    player.page.evaluate(PLAY)
    player.agree()
    player.wait(1_000)
    assert player.page.evaluate("() => asked.map(({ after }) => after)") == [
        {"first": "", "last": "", "known": False},
        {"first": "", "last": "2022-09-30", "known": True},
    ]


def test_it_stops_if_there_is_no_answer(player: Player) -> None:
    player.page.evaluate(PLAY)
    player.wait(20_000)
    assert not player.playing
    player.agree()
    player.wait(5_000)
    assert len(player.asked) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda player: player.answer(), id="reset"),
        pytest.param(lambda player: player.answer("2022-09-01", "2022-10-15"), id="brush"),
        pytest.param(lambda player: player.answer("", "2022-10-31"), id="another-kind-of-date"),
        pytest.param(lambda player: player.page.evaluate(PLAY), id="pause"),
        pytest.param(lambda player: player.page.evaluate("() => player.stop()"), id="leave"),
    ],
)
def test_it_stops_when_the_reader_does_something_else(
    player: Player, other: Callable[[Player], object]
) -> None:
    player.page.evaluate(PLAY)
    player.agree()
    player.wait(1_000)
    player.agree()
    other(player)
    assert not player.playing
    player.wait(10_000)
    assert len(player.asked) == 2


def test_a_step_is_one_month_from_the_days_that_are_shown(player: Player) -> None:
    for shown, by, asked in (
        (("", ""), 1, "/2022-09-30"),
        (("", ""), -1, "/2022-12-31"),
        (("2022-09-01", "2022-10-31"), -1, "/2022-09-30"),
        (("2022-01-01", "2022-10-05"), 1, "/2022-11-30"),
        (("", "2013-01-01"), 1, "/2022-09-30"),
        (("", "2099-01-01"), -1, "/2022-12-31"),
    ):
        player.answer(*shown)
        player.page.evaluate("(by) => player.step(by)", by)
        assert player.asked[-1] == asked
        player.agree()


def test_one_month_is_asked_for_from_its_first_day(player: Player) -> None:
    player.page.evaluate("() => player.changePace()")
    assert player.asked == []  # no days of playback are shown yet
    player.page.evaluate(NEXT)
    assert player.asked == ["2022-09-01/2022-09-30"]
    player.agree()
    player.page.evaluate("() => player.changePace()")
    assert player.asked[1:] == ["/2022-09-30"]
    player.agree()
    player.answer("2022-09-05", "2022-09-30", known=True)  # the reader's own days stay
    player.page.evaluate("() => player.changePace()")
    assert len(player.asked) == 2


def test_speed_changes_the_interval(player: Player) -> None:
    player.page.evaluate("() => player.faster()")
    assert player.page.evaluate("() => player.speed()") == "2×"
    player.page.evaluate(PLAY)
    player.agree()
    player.wait(500)
    assert len(player.asked) == 2
