"""The audit fails when it must, and reports what it does not know."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from audit.advisories import (
    EXCEPTIONS,
    Accepted,
    Advisory,
    Answer,
    ask,
    judge,
    read_answer,
    read_exceptions,
)
from audit.licences import DOCUMENT, VENDORED, Row, allowed, document, faults, rows, unlisted
from audit.pins import ROOT, pins

TODAY = date(2026, 11, 24)
PINNED = {"jinja2": "2.4.1", "click": "8.5.1"}
KNOWN = Advisory("jinja2", "2.4.1", frozenset({"GHSA-0000", "CVE-1"}), ("2.7.2",))
ACCEPTED = Accepted("CVE-1", "jinja2", "Never called.", date(2026, 11, 1), date(2027, 1, 1))


class Osv(BaseHTTPRequestHandler):
    """A service in the form of https://osv.dev with one advisory."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        name = asked["package"]["name"]
        fixed = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.7.2"}]}
        package = {"name": name, "ecosystem": "PyPI"}
        found = {
            "id": "GHSA-0000", "aliases": ["CVE-1"], "summary": "Bad.",
            "affected": [{"package": package, "ranges": [fixed]}],
        }  # fmt: skip
        body = json.dumps({"vulns": [found]} if name == "jinja2" else {}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        return


@pytest.fixture
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Osv) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def options(url: str) -> list[str]:
    return ["--vulnerability-service", "osv", "--osv-url", url]


def test_an_advisory_against_a_pinned_package_fails(service: str) -> None:
    answer = ask(PINNED, options(service))
    assert answer == Answer(("jinja2", "click"), {}, (KNOWN,))
    verdict = judge(answer, (), TODAY)
    assert verdict.fails(strict=False)
    assert "advisory: jinja2 2.4.1: CVE-1, GHSA-0000; fixed in 2.7.2" in verdict.lines
    assert not judge(answer, (ACCEPTED,), TODAY).fails(strict=True)


def test_a_service_that_does_not_answer_is_said_and_not_passed_off_as_sound() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unheard.getsockname()[1]}/"
        answer = ask(PINNED, options(url))
    assert set(answer.unaudited) == set(PINNED)
    verdict = judge(answer, (ACCEPTED,), TODAY)
    assert "0 of 2 packages were audited for advisories" in verdict.lines
    assert any(line.startswith("NOT AUDITED: 2 of 2 packages") for line in verdict.lines)
    assert not verdict.fails(strict=False)
    assert verdict.fails(strict=True)


def test_packages_that_the_service_does_not_know_are_not_counted_as_sound() -> None:
    unknown = {"name": "click", "skip_reason": "Dependency not found on PyPI"}
    answer = read_answer(
        {"dependencies": [{"name": "jinja2", "version": "3", "vulns": []}, unknown]}
    )
    verdict = judge(answer, (), TODAY)
    assert verdict.lines[0] == "1 of 2 packages were audited for advisories"
    assert "Dependency not found on PyPI" in verdict.lines[1]
    assert not verdict.complete


@pytest.mark.parametrize(
    ("exception", "told"),
    [
        (
            Accepted("CVE-1", "jinja2", "x", date(2026, 1, 1), date(2026, 11, 1)),
            "renew or remove it",
        ),
        (Accepted("CVE-2", "click", "x", TODAY, date(2027, 1, 1)), "matches no advisory"),
        (Accepted("CVE-1", "click", "x", TODAY, date(2027, 1, 1)), "advisory: jinja2"),
    ],
)
def test_an_exception_that_is_old_or_idle_or_of_another_package_fails(
    exception: Accepted, told: str
) -> None:
    verdict = judge(Answer(("jinja2", "click"), {}, (KNOWN,)), (exception,), TODAY)
    assert any(told in line for line in verdict.lines)
    assert verdict.fails(strict=False)


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("reason = 'Why.'", "reason = ' '"),
               lambda text: text.replace("2027", "2025"),
               lambda text: text.replace("until = 2027-01-01", "")],
)  # fmt: skip
def test_an_exception_needs_a_reason_and_an_end(change: Callable[[str], str]) -> None:
    text = (
        "[[exception]]\nid = 'CVE-1'\npackage = 'jinja2'\nreason = 'Why.'\n"
        "date = 2026-11-24\nuntil = 2027-01-01\n"
    )
    assert read_exceptions(text)[0].id == "CVE-1"
    with pytest.raises((TypeError, ValueError)):
        read_exceptions(change(text))


def test_the_list_of_exceptions_can_be_read() -> None:
    read_exceptions(EXCEPTIONS.read_text(encoding="utf-8"))


def test_licences_are_listed_and_may_all_stand_here() -> None:
    listed = rows(pins("requirements.txt"))
    assert len(listed) > 50
    assert faults(listed) == []
    assert DOCUMENT.read_text(encoding="utf-8") == document(listed)


def test_another_licence_and_a_list_out_of_date_are_faults() -> None:
    strange = Row("strange", "GPL-3.0-only", "")
    told = faults([*rows(pins("requirements.txt")), strange])
    assert told[0].startswith("licence of strange: GPL-3.0-only is not an allowed licence")
    assert told[1].startswith("docs/licences.md is out of date")
    assert not allowed("UNKNOWN")


def test_everything_that_is_not_ours_says_whose_it_is() -> None:
    assert unlisted() == []
    for pattern, _ in VENDORED:
        assert list(ROOT.glob(pattern)), pattern
