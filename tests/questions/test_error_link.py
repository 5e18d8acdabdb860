"""“Report an error” leads to the contact of the case, with the claim filled in."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from routemap.model.case import Case
from routemap.questions.error_link import error_link

QUESTION = "What is wrong, and what shows it:"
LINK = "https://map.example/?claim=c1&rev=0123456789ab"


def link(contact: str) -> str:
    return error_link(Case(contact=contact), "c1", "0123456789ab", "https://map.example/")


def test_a_mail_names_claim_revision_and_link() -> None:
    parts = urlsplit(link("desk@map.example"))
    assert (parts.scheme, parts.path) == ("mailto", "desk@map.example")
    said = parse_qs(parts.query)
    assert said["subject"] == ["Error in claim c1"]
    lines = said["body"][0].split("\r\n")
    assert lines[:3] == ["Claim: c1", "Data revision: 0123456789ab", f"Link: {LINK}"]


@pytest.mark.parametrize(
    "contact",
    [
        "https://code.example/desk/issues/new",
        "https://code.example/desk/issues/new?labels=error#form",
        "https://code.example/new?summary={title}&description={body}",
    ],
)
def test_an_issue_tracker_gets_title_and_text(contact: str) -> None:
    parts = urlsplit(link(contact))
    assert parts.netloc == "code.example"
    assert parts.fragment == urlsplit(contact).fragment
    said = parse_qs(parts.query)
    assert "Error in claim c1" in {*said.get("title", []), *said.get("summary", [])}
    (body,) = said.get("body") or said["description"]
    assert LINK in body
    assert unquote(parts.query).count("Claim: c1") == 1


def test_without_a_contact_there_is_no_link() -> None:
    assert link("") == ""


def test_without_an_address_the_text_has_no_link() -> None:
    case = Case(contact="desk@map.example")
    (body,) = parse_qs(urlsplit(error_link(case, "c1", "0123456789ab", "")).query)["body"]
    assert body.split("\r\n")[1:4] == ["Data revision: 0123456789ab", "", QUESTION]
