"""Every control in the markup has a name before any code or state has reached the browser.

A screen reader can come to a button in the moment between the two. ``axe-core`` then finds it too,
but only on a machine slow enough.
"""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

import routemap

SOURCE = Path(routemap.__file__).parent
PAGES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.html"))


def unnamed(text: str) -> list[str]:
    """Return the controls in a piece of markup that have no name of their own and no label."""
    document = lxml.html.fromstring(f"<div>{text}</div>")
    labels = {label.get("for") for label in document.iterfind(".//label")}
    return [
        lxml.html.tostring(control, encoding="unicode", with_tail=False)
        for control in document.iter("button", "input", "select", "textarea")
        if not control.get("aria-label")
        and not (control.tag == "button" and control.text_content().strip())
        and control.get("id", "") not in labels
        and not any(
            parent.tag == "label" and parent.text_content().strip()
            for parent in control.iterancestors()
        )
        and control.get("type") != "hidden"
    ]


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name_in_the_markup(page: str) -> None:
    assert unnamed((SOURCE / page).read_text(encoding="utf-8")) == []


def test_a_control_without_a_name_is_found() -> None:
    assert unnamed('<button type="button" class="speed"><svg></svg></button>') != []
    assert unnamed('<label for="q">Words</label><input id="q"><input id="r">') == ['<input id="r">']
    assert unnamed("<label>From<input></label><button>Play</button>") == []
