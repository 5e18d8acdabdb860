"""Errors are logged completely, and readers see only an error id."""

from __future__ import annotations

import json
import re
from pathlib import Path

from benchmarks.serving import ROOT
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.serving import serve


def error_id(page: Page) -> str:
    """Return the error id that the page shows, and check that it shows nothing else."""
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("could not be displayed")
    whole = page.locator("body").inner_text()
    for secret in ("secret", "/home", "RuntimeError", "Traceback", "broken_page", str(ROOT)):
        assert secret not in whole
    return str(alert.locator("code").inner_text())


def test_readers_see_an_error_id_and_the_log_has_the_error(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "log"
    app = ROOT / "tests" / "browser" / "broken_app.py"
    numbers = []
    with path.open("w+b") as log, serve(app, None, log=log) as (url, _process):
        watched = visit(url, None)
        page = watched.page
        page.goto(url)
        page.get_by_text("Break", exact=True).click()
        numbers.append(error_id(page))
        expect(page.get_by_role("heading", name="What could be drawn")).to_be_visible()
        page.get_by_text("Break", exact=True).click()
        expect(page.get_by_test_id("stAlert")).to_have_count(0)
        # a callback fails before anything is rendered
        page.get_by_role("button", name="Press").click()
        numbers.append(error_id(page))
        answer = page.request.get(f"{url}api/broken")
        assert answer.status == 500
        assert "secret" not in answer.text()
        numbers.append(answer.json()["request_id"])
        # the limits apply to a real server, too
        statuses = (page.request.get(f"{url}api/nowhere").status for _ in range(700))
        assert 429 in statuses
    assert len(set(numbers)) == 3

    written = path.read_text(encoding="utf-8").splitlines()
    # lines before the start of the server are for people who start it manually
    begun = next(number for number, line in enumerate(written) if '"event": "open"' in line)
    lines = [json.loads(line) for line in written[begun:] if line]
    failed = [line for line in lines if "secret" in json.dumps(line)]
    assert [line["request_id"] for line in failed] == numbers
    traceback = re.compile(r"Traceback.*broken_(page|app)\.py.*a secret of /home/desk", re.DOTALL)
    for line in failed:
        assert line["level"] == "error"
        assert traceback.search(line["exception"])
