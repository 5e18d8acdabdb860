"""A page of a browser that Playwright does not drive, with the same commands in each of them.

Firefox speaks WebDriver BiDi and WebKit the older WebDriver; both take the same input actions.
"""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from io import BytesIO
from typing import Any

from PIL import Image

_PATIENCE = 45.0  # seconds; only a condition that never becomes true takes this long
DESKTOP = (1440, 900)
# What every expression may call. `all` looks into open shadow roots and frames of the same origin
# for the elements that are drawn; `says` is the start of the name or text of an element.
_WORDS = """
const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap((node) => {
  const inner = node.shadowRoot ?? (node.localName === "iframe" ? node.contentDocument : null);
  return inner ? roots(inner) : [];
})];
const named = (node) => (node.ariaLabel ?? node.textContent).trim();
const all = (css, says = "") => roots(document)
  .flatMap((root) => [...root.querySelectorAll(css)])
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .filter((node) => named(node).startsWith(says));
const one = (css, says) => all(css, says)[0];
const box = (node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  const frame = node.ownerDocument.defaultView.frameElement;
  const outer = frame ? box(frame) : { x: 0, y: 0 };
  return { x: x + outer.x, y: y + outer.y, width, height };
};
const middle = (node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
};
const clickable = (node) => {
  if (!node) return false;
  const [x, y] = middle(node);
  const place = JSON.stringify(box(node));
  if (node.lastPlace !== place) {
    node.lastPlace = place; // it may be moving: look again
    return false;
  }
  const hit = node.getRootNode().elementFromPoint(x, y);
  return Boolean(hit) && (node.contains(hit) || hit.contains(node));
};
const holds = (condition) => new Promise((resolve) => {
  const end = performance.now() + 2000; // then Python asks again
  const look = () => {
    let found = false;
    try {
      found = Boolean(condition());
    } catch {
      // what it reads is not drawn yet
    }
    if (found || performance.now() > end) resolve(found);
    else setTimeout(look, 50);
  };
  look();
});
"""


class DriverError(RuntimeError):
    """A browser did not start, or refused a command."""


class Driven(ABC):
    """A page of a browser, and the errors that its console or its scripts reported."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    @abstractmethod
    def open(self, url: str) -> None:
        """Open an address and wait until it is loaded."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Set the size of the page, in CSS pixels."""

    @abstractmethod
    def _evaluate(self, script: str) -> Any:
        """Return the value of a promise, as JSON has it."""

    @abstractmethod
    def _perform(self, *sources: dict[str, Any]) -> None:
        """Perform the input actions of one or more devices."""

    @abstractmethod
    def screenshot(self) -> bytes:
        """Return a picture of the page as PNG."""

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, or of the promise that it is, as JSON has it."""
        return self._evaluate(f"(async () => {{ {_WORDS} return {expression}; }})()")

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true."""
        deadline = time.monotonic() + _PATIENCE
        while not self.evaluate(f"holds(() => {expression})"):
            assert time.monotonic() < deadline, f"it never came true: {expression}"

    def pixels(self, css: str) -> bytes:
        """Return the pixels of the first visible element with a selector."""
        area = self.evaluate(f"box(one({json.dumps(css)}))")
        x, y, width, height = (area[key] for key in ("x", "y", "width", "height"))
        with Image.open(BytesIO(self.screenshot())) as page:
            return page.crop((round(x), round(y), round(x + width), round(y + height))).tobytes()

    def click(self, css: str, says: str = "") -> None:
        """Click on the first visible element with a selector and the start of its name."""
        found = f"one({json.dumps(css)}, {json.dumps(says)})"
        self.wait_for(f"{found} !== undefined")
        self.evaluate(f"void {found}.scrollIntoView({{ block: 'nearest' }})")
        self.wait_for(f"clickable({found})")
        area = self.evaluate(f"box({found})")
        point = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
        self.drag(point, point)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press the mouse at a point of the page, and release it at another."""
        stops = [start] if start == end else [start, _between(start, end), end]
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0} for x, y in stops
        ]
        button = {"button": 0}
        steps = [moves[0], {"type": "pointerDown", **button}, *moves[1:]]
        steps.append({"type": "pointerUp", **button})
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self._perform({**mouse, "actions": steps})

    def press(self, key: str) -> None:
        """Press a key: a character, or its code in the WebDriver standard."""
        steps = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keyboard", "actions": steps})


def _between(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    return (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
