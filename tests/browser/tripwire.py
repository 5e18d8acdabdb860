"""A page that records every script, dialog, download, outside request and error."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as Late

from tests.browser.conftest import DESKTOP, PATIENCE, STILL
from tests.browser.contexts import note_outside

# added to every frame before any other script
_WIRES = """
(() => {
  const tell = (what) => window.__tripped(`${what} in ${location.pathname}`);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...given) => { tell(`${name}(${given.map(String).join().slice(0, 60)})`); };
  }
  const write = document.write.bind(document);
  document.write = (...given) => { tell("document.write"); write(...given); };
  document.addEventListener("securitypolicyviolation", (event) =>
    tell(`${event.violatedDirective} kept ${event.blockedURI} ${event.sample} out`));
})();
"""

# Elements that text can become if it is treated as HTML: event handlers, addresses that run
# code, and elements that load or run something. The dashboard has none of these.
_SMUGGLED = """
() => {
  const runs = /^[\\s\\x00-\\x20]*(javascript|vbscript|data\\s*:\\s*text)/i;
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      for (const { name, value } of element.attributes) {
        const runsAt = ["href", "src", "action", "formaction", "xlink:href", "srcdoc"].includes(name) && runs.test(value);
        if (name.startsWith("on") || runsAt) found.push(`<${element.localName} ${name}="${value.slice(0, 60)}">`);
      }
      const outside = element.localName === "img" && !/^(data:image|blob:|http:\\/\\/127\\.|\\/|media\\/|\\.)/.test(element.src);
      const odd = ["object", "embed", "marquee", "base", "applet", "xss", "math", "frameset"].includes(element.localName);
      if (outside || odd) found.push(element.outerHTML.slice(0, 80));
    }
  };
  look(document);
  return found;
}
"""  # noqa: E501


# Blocks whose content is wider than the block: a word overflows its box.
_OVERFLOWING = """
() => [...document.querySelectorAll(
    ".rm-evidence, .rm-evidence :is(h2, p, dd, blockquote), .rm-sides :is(h2, p, li, button), " +
    "[data-testid=stAlert] p, [data-testid=stRadioOption] p, [data-testid=stMain]")]
  .filter((block) => block.scrollWidth > block.clientWidth + 1 && block.clientWidth)
  .map((block) => `${block.outerHTML.slice(0, 120)} ${block.scrollWidth} > ${block.clientWidth}`)
"""


@dataclass
class Wired:
    """A page with tripwires.

    ``tripped`` lists what ran, opened or was downloaded; ``outside`` lists requests to other
    hosts; ``errors`` lists the errors in the console.
    """

    page: Page
    origin: str
    tripped: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def assert_harmless(self) -> None:
        """Fail if anything ran, was injected, reached another host, or is shown as an exception."""
        assert self.page.locator('[data-testid="stException"]').count() == 0
        for frame in self.page.frames:
            smuggled = frame.evaluate(_SMUGGLED)
            assert smuggled == [], (frame.url, smuggled)
        assert self.tripped == [], self.tripped
        assert self.outside == [], self.outside
        assert self.errors == [], self.errors

    def assert_nothing_runs_out_of_its_box(self) -> None:
        """Fail if a long word overflows its box, at desktop or phone width."""
        for width in (1440, 390):
            self.page.set_viewport_size({"width": width, "height": 900})
            expect(self.page.locator("body")).to_have_js_property("clientWidth", width)
            with contextlib.suppress(Late):  # wait until the map and the chart have their new width
                self.page.wait_for_function(f"() => ({_OVERFLOWING})().length === 0")
            overflowing = self.page.evaluate(_OVERFLOWING)
            assert overflowing == [], "\n".join([str(width), *overflowing])


def wired(chromium: Browser, url: str, **options: Any) -> tuple[BrowserContext, Wired]:
    """Open a browser whose pages have tripwires; the caller closes the context."""
    context = chromium.new_context(**{"viewport": DESKTOP, "reduced_motion": STILL, **options})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    watched = Wired(page, url.split("/", 3)[2])

    def trip(what: str) -> None:
        watched.tripped.append(what)

    context.expose_function("__tripped", trip)
    context.add_init_script(_WIRES)

    def listen(message: Any) -> None:
        # Streamlit first looks for its server below the path of the page, and gets 404
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            watched.errors.append(message.text)

    def dismiss(dialog: Any) -> None:
        watched.tripped.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def arrived(frame: Any) -> None:
        scheme = url.split(":", 1)[0]
        if frame.url.split(":", 1)[0] not in (scheme, "about", "blob"):
            watched.tripped.append(f"went to {frame.url[:60]}")

    note_outside(context, watched.origin, watched.outside)
    context.on("page", lambda other: watched.tripped.append(f"opened {other.url[:60]}"))
    page.on("console", listen)
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("dialog", dismiss)
    page.on("download", lambda download: watched.tripped.append(f"download {download.url[:60]}"))
    page.on("framenavigated", arrived)
    return context, watched
