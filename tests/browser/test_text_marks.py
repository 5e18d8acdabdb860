"""The text with marks: by mouse, keyboard and finger, with letters of every kind."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import pytest
from benchmarks.serving import ROOT
from playwright.sync_api import Browser, Locator, Page, expect

from routemap.model.text import shown
from tests.browser.conftest import FONTS_LOADED, Visit
from tests.browser.line import Line
from tests.browser.test_accessibility import DONE, THEMES, serious
from tests.browser.text_marks_texts import EMOJI, ENGLISH, KOREAN, TEXTS
from tests.browser.tripwire import Wired, wired
from tests.serving import serve

Show = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
SENTENCE = "According to the Strait Courier, the Grey Heron sailed last Wednesday."
NEXT = "The ministry denied it."
# Select words like a reader who drags over them.
SELECT = """(words) => {
  const root = [...document.querySelectorAll("*")].find((node) =>
    node.shadowRoot?.querySelector(".text")).shadowRoot;
  const runs = [...root.querySelectorAll(".text .run")].map((run) => run.firstChild);
  const all = runs.map((text) => text.data).join("");
  const at = (place) => {
    for (const text of runs) {
      if (place <= text.data.length) return [text, place];
      place -= text.data.length;
    }
  };
  const start = all.indexOf(words);
  document.getSelection().setBaseAndExtent(...at(start), ...at(start + words.length));
}"""


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    script = ROOT / "tests" / "browser" / "text_marks_app.py"
    with serve(script, None, environment={"PYTHONPATH": path}) as (url, _process):
        yield url


@pytest.fixture(scope="module")
def watched(chromium: Browser, app: str) -> Iterator[Wired]:
    """A page that all tests of this file use, because opening it takes the most time."""
    context, watched = wired(chromium, app, color_scheme="light")
    watched.page.goto(app)
    yield watched
    watched.assert_harmless()
    context.close()


@pytest.fixture
def show(watched: Wired) -> Show:
    """Show a text as if the page had just been opened."""
    page = watched.page

    def start(name: str) -> Page:
        page.mouse.move(0, 0)
        page.get_by_role("button", name="empty").click()
        expect(page.get_by_role("listbox")).to_have_count(0)
        page.get_by_role("button", name=name).click()
        expect(sentences(page).first).to_be_visible()
        page.wait_for_function(FONTS_LOADED)
        return page

    return start


def sentences(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Sentences of the article").get_by_role("option")


def sentence(page: Page, words: str) -> Locator:
    return sentences(page).filter(has_text=words)


def run(page: Page, words: str) -> Locator:
    return page.locator(".text .run", has_text=words)


def button(page: Page) -> Locator:
    return page.get_by_role("button", name="Mark as excerpt")


def expect_marks(page: Page, *texts: str) -> None:
    """Wait until the server has these marks, and the page shows as many numbers."""
    listed = page.get_by_test_id("stText").first
    expect(listed).to_have_text(json.dumps(texts, ensure_ascii=False))
    expect(page.locator(".text .number")).to_have_count(len(texts))
    expect(page.locator(".waiting")).to_have_count(0)


def test_words_that_a_mouse_drags_over_become_a_mark(show: Show) -> None:
    page = show("english")
    expect(button(page)).to_be_hidden()
    first = run(page, "Grey Heron").bounding_box()
    last = run(page, "last Wednesday").bounding_box()
    page.mouse.move(first["x"] + 1, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 1, last["y"] + 10, steps=4)
    expect(button(page)).to_be_hidden()
    page.mouse.up()
    button(page).click()
    expect_marks(page, "Grey Heron sailed last Wednesday")
    expect(page.get_by_role("status")).to_have_text("Marked: Grey Heron sailed last Wednesday")
    expect(button(page)).to_be_hidden()
    marked = page.locator(".text .marked")
    expect(marked).to_have_text(["Grey Heron", " sailed ", "last Wednesday"])


def test_a_sentence_is_marked_by_click_twice_and_a_mark_is_chosen(show: Show) -> None:
    page = show("english")
    sentence(page, SENTENCE).click(position={"x": 120, "y": 10})
    expect(sentence(page, SENTENCE)).to_have_attribute("aria-selected", "true")
    button(page).click()
    expect_marks(page, SENTENCE)
    page.keyboard.press("Enter")  # the sentence still has the focus
    expect_marks(page, SENTENCE, SENTENCE)
    chosen = page.get_by_test_id("stText").last
    page.locator(".text .number").first.click()
    expect(chosen).to_contain_text("chosen m0")
    expect(page.locator(".text .number.chosen")).to_have_attribute("data-number", "1")
    expect(page.locator(".text .run.chosen").first).to_be_visible()
    run(page, "Grey Heron").click()  # the other one at this place
    expect(chosen).to_contain_text("chosen m1")
    expect(page.locator(".text .number.chosen")).to_have_attribute("data-number", "2")
    expect(button(page)).to_be_hidden()


def test_a_keyboard_does_everything_and_keeps_its_place(show: Show) -> None:
    page = show("english")
    page.get_by_role("button", name="How to mark").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    expect(sentences(page).first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run again")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(sentences(page).first).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(sentence(page, SENTENCE)).to_be_focused()
    expect(page.locator(".tip")).to_contain_text("Vessel: Grey Heron")
    page.keyboard.press("m")
    expect_marks(page, SENTENCE)
    expect(sentence(page, SENTENCE)).to_be_focused()
    described = sentence(page, SENTENCE).get_attribute("aria-description")
    assert described.startswith("Excerpt 1: claim 1 of the ministry; Reports; Vessel: Grey Heron")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator('[aria-selected="true"]')).to_have_text([SENTENCE, NEXT])
    page.keyboard.press("Escape")
    expect(page.locator('[aria-selected="true"]')).to_have_count(0)
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect_marks(page, SENTENCE, f"{SENTENCE} {NEXT}")
    page.keyboard.press("Space")
    expect(page.get_by_test_id("stText").last).to_contain_text("chosen m0")
    page.keyboard.press("Home")
    expect(sentences(page).first).to_be_focused()


def test_marks_that_are_made_while_the_server_answers_all_arrive(visit: Visit, app: str) -> None:
    watched = visit(app, None, apart=True)
    line = Line(watched.page)
    page = watched.page
    page.goto(f"{app}?text=english")
    sentences(page).first.focus()
    line.hold()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator(".waiting")).not_to_have_count(0)
    line.let_go()
    texts = [sentences(page).first.text_content(), sentences(page).last.text_content()]
    expect_marks(page, *texts)


def test_a_mark_that_was_lost_on_the_way_is_sent_again(show: Show) -> None:
    page = show("korean")
    page.locator(".marks").evaluate("""({ content: { queue } }) => {
      const { transmit } = queue;
      queue.transmit = () => (queue.transmit = transmit);
    }""")
    sentences(page).last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".text .waiting")).not_to_have_count(0)
    expect_marks(page, "회색왜가리호는 지난 수요일 출항했다.")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param(
            "korean",
            ["5월 2일", "떠났다고 밝혔다", "항구성은 이를 부인했다.", "회색왜가리호"],
            marks=pytest.mark.thorough,
        ),
        ("emoji", ["🚂", "👩\u200d🚀 left 𝔈ast", "🛳\ufe0f", "\u1112\u1161\u11ab", "e\u0301 🇰🇷"]),
        ("english", ["“No timber left our quays,”", "denied it.\nA second"]),
    ],
)
def test_marks_have_exactly_the_selected_letters(show: Show, name: str, words: list[str]) -> None:
    page = show(name)
    for number, text in enumerate(words, start=1):
        page.evaluate(SELECT, text.replace("\n", ""))
        button(page).click()
        expect_marks(page, *words[:number])
    first = {"korean": KOREAN, "emoji": EMOJI, "english": ENGLISH}[name].split()[0]
    expect(sentences(page).first).to_contain_text(first)


def test_a_selection_that_leaves_the_text_ends_with_it(show: Show) -> None:
    page = show("korean")
    last = sentences(page).last.bounding_box()
    page.mouse.move(last["x"] + 1, last["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + 200, last["y"] + 260, steps=4)
    page.mouse.up()
    button(page).click()
    expect_marks(page, "회색왜가리호는 지난 수요일 출항했다.")


def test_a_finger_taps_a_sentence(visit: Visit, app: str) -> None:
    watched = visit(app, None, apart=True, viewport=PHONE, has_touch=True)
    page = watched.page
    page.goto(f"{app}?text=english&marks=1")
    run(page, "Grey Heron").tap()
    expect(page.locator(".tip")).to_have_text("Vessel: Grey Heron")
    button(page).tap()
    expect_marks(page, "Strait ferries carried timber, harbour office says", SENTENCE)
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    lines = page.locator(".legend li").evaluate_all(
        "(items) => new Set(items.map((item) => item.offsetTop)).size"
    )
    assert lines == 1


def test_hostile_text_is_shown_as_text(show: Show, watched: Wired) -> None:
    page = show("hostile")
    told = page.locator(".text > div").all_text_contents()
    assert told == [shown(line) for line in TEXTS["hostile"].split("\n")]
    watched.assert_harmless()


def test_marking_a_long_text_changes_only_what_is_marked(show: Show) -> None:
    page = show("long")
    assert len(TEXTS["long"]) > 100_000
    assert page.locator(".text [data-kind]").count() > 2_000
    changed = page.locator(".text").evaluate_handle("""(text) => {
      const found = [];
      new MutationObserver((records) => found.push(...records)).observe(text, {
        childList: true, subtree: true, attributeFilter: ["class"],
      });
      return found;
    }""")
    at = sentences(page).nth(900)
    at.scroll_into_view_if_needed()
    at.focus()
    top = page.locator(".box").evaluate("(box) => box.scrollTop")
    assert top > 10_000
    page.keyboard.press("Enter")
    expect(page.locator(".text .number")).to_have_count(1)
    expect(page.locator(".waiting")).to_have_count(0)
    assert changed.evaluate("(records) => records.length") < 40
    runs = int(page.get_by_test_id("stText").last.text_content().split()[-1])
    page.get_by_role("button", name="Run again").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stText").last).to_contain_text(f"run {runs + 1}")
    assert page.locator(".box").evaluate("(box) => box.scrollTop") == top
    assert at.get_attribute("tabindex") == "0"


@pytest.mark.thorough
def test_no_serious_violation(show: Show) -> None:
    page = show("english")
    sentences(page).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".text .number")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator(".text .number.chosen")).to_have_count(1)
    sentence(page, SENTENCE).click(position={"x": 120, "y": 10})
    expect(button(page)).to_be_visible()
    for scheme, ground in THEMES.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("background-color", ground)
        page.wait_for_selector(DONE, state="attached")
        assert serious(page) == []
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="How to mark").click()
    expect(page.get_by_role("region", name="How to mark")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
