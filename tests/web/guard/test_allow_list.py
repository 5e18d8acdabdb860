"""The allow-list: who has access, attempts that must fail, and the end of a sign-in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.model.errors import AccessError
from routemap.web.guard.allow_list import Access, Decision, plain_address, read_access

NOW = 1_700_000_000.0
LISTED = {"allowed": ["reader@desk.example", " @NewsRoom.example ", "@bücher.example"]}


def claims(email: object = "reader@desk.example", **changes: Any) -> dict[str, Any]:
    return {
        "is_logged_in": True, "iss": "https://id.example", "sub": "1", "iat": NOW - 60,
        "exp": NOW + 3600, "email": email, "email_verified": True, **changes,
    }  # fmt: skip


def verdict(said: dict[str, Any], **section: Any) -> Decision:
    return read_access({**LISTED, **section}).verdict(said, NOW)


@pytest.mark.parametrize(
    "email",
    [
        "reader@desk.example", "Reader@Desk.Example", "anybody@newsroom.example",
        "a+b@newsroom.example", "x@NEWSROOM.EXAMPLE", "x@bücher.example", "x@BÜCHER.example",
        "x@xn--bcher-kva.example",
    ],
)  # fmt: skip
def test_who_is_listed_comes_in(email: str) -> None:
    assert verdict(claims(email)) is Decision.ADMITTED


@pytest.mark.parametrize(
    "email",
    [
        # parts of listed addresses and domains, and similar ones
        "x@evilnewsroom.example", "x@newsroom.example.evil.example", "x@mail.newsroom.example",
        "x@newsroom.exampl", "x@example", "@newsroom.example", "newsroom.example",
        "reader@desk.example.evil.example", "other@desk.example", "xreader@desk.example",
        # different addresses, although some providers deliver them to the same person
        "reader+x@desk.example", "rea.der@desk.example", "reader @desk.example",
        # characters that a careless parser takes for the end of an address
        "x@evil.example@newsroom.example", "x@newsroom.example@evil.example",
        "x@evil.example\n@newsroom.example", "x@newsroom.example\n", " reader@desk.example",
        "reader@desk.example ", "reader@desk.example\x00", "x@evil.example,y@newsroom.example",
        "<reader@desk.example>", '"x@evil.example"@newsroom.example', "x(@newsroom.example",
        # letters that look like others or fold to them: Cyrillic a and e, full-width r, long s
        "re\u0430der@desk.example", "\uff52eader@desk.example", "reader@d\u0435sk.example",
        "reader@de\u017fk.exampl\u0435", "x@bucher.example", "x@newsroom\u3002evil.example",
        # not addresses
        "", None, 7, True, ["reader@desk.example"], {"reader@desk.example": 1}, "*",
        f"{'x' * 65}@newsroom.example",
    ],
)  # fmt: skip
def test_nobody_else_does(email: object) -> None:
    assert verdict(claims(email)) is Decision.UNLISTED


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_address_ends_or_begins_its_way_in(before: str, after: str) -> None:
    email = f"x@{before}newsroom.example{after}"
    if verdict(claims(email)) is Decision.ADMITTED:
        # UTS 46 ignores some characters, such as a soft hyphen: the domain is the same
        assert plain_address(email) == "x@newsroom.example"
        assert not (before + after).isascii() or before + after == ""


def test_case_of_letters_beyond_a_to_z_is_kept() -> None:
    # Unicode case folding turns the Kelvin sign into a k
    assert verdict(claims("\u212a@desk.example"), allowed=["k@desk.example"]) is Decision.UNLISTED


@pytest.mark.parametrize("verified", [False, None, 0, 1, "false", "yes", "True", "", [True]])
def test_an_address_must_be_verified(verified: object) -> None:
    assert verdict(claims(email_verified=verified)) is Decision.UNVERIFIED


def test_a_provider_may_write_true_as_a_word() -> None:
    assert verdict(claims(email_verified="true")) is Decision.ADMITTED


def test_a_provider_that_says_nothing_may_be_trusted_but_not_against_its_word() -> None:
    trusting = {"trust_unverified_email": True}
    silent = claims()
    del silent["email_verified"]
    assert verdict(silent) is Decision.UNVERIFIED
    assert verdict(silent, **trusting) is Decision.ADMITTED
    assert verdict(claims(email_verified=False), **trusting) is Decision.UNVERIFIED
    assert verdict({**silent, "email": "x@evil.example"}, **trusting) is Decision.UNLISTED


@pytest.mark.parametrize("section", [{}, {"allowed": []}])
def test_without_a_list_nobody_comes_in(section: dict[str, Any]) -> None:
    assert read_access(section).verdict(claims(), NOW) is Decision.UNLISTED


def test_a_star_admits_everybody_who_signs_in_but_nobody_else() -> None:
    everybody = read_access({"allowed": ["*"]})
    assert everybody.verdict(claims(email=None), NOW) is Decision.ADMITTED
    assert everybody.verdict({}, NOW) is Decision.SIGNED_OUT
    assert everybody.verdict(claims(exp=NOW - 1), NOW) is Decision.EXPIRED


@pytest.mark.parametrize("said", [{}, {"is_logged_in": False}, {"is_logged_in": "yes"}])
def test_readers_who_have_not_signed_in_have_no_access(said: dict[str, Any]) -> None:
    assert verdict({**claims(), "is_logged_in": None, **said}) is Decision.SIGNED_OUT


@pytest.mark.parametrize("exp", [NOW, NOW - 1, 0, None, "", str(NOW + 9), True, float("nan"), -1])
def test_a_sign_in_ends_when_its_token_does(exp: object) -> None:
    assert verdict(claims(exp=exp)) is Decision.EXPIRED


def test_the_hours_of_a_sign_in_can_be_set() -> None:
    eight = {"session_hours": 8}
    assert verdict(claims(exp=NOW - 1), **eight) is Decision.ADMITTED
    assert verdict(claims(iat=NOW - 8 * 3600 + 1), **eight) is Decision.ADMITTED
    assert verdict(claims(iat=NOW - 8 * 3600), **eight) is Decision.EXPIRED
    assert verdict(claims(iat=None), **eight) is Decision.EXPIRED


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"allowed": "@desk.example"}, "must be a list"),
        ({"allowed": ["desk.example"]}, "desk.example"),
        ({"allowed": ["*.desk.example"]}, "invalid entry in allowed"),
        ({"allowed": ["@"]}, "invalid entry in allowed"),
        ({"allowed": [7]}, "invalid entry in allowed"),
        ({"alowed": ["@desk.example"]}, "unknown setting “alowed”"),
        ({"session_hours": "8"}, "session_hours"),
        ({"session_hours": 0}, "session_hours"),
        ({"session_hours": True}, "session_hours"),
        ({"session_hours": 1000}, "session_hours"),
        ({"trust_unverified_email": "no"}, "trust_unverified_email"),
    ],
)
def test_an_invalid_list_is_an_error(section: dict[str, Any], message: str) -> None:
    with pytest.raises(AccessError, match=message.replace("*", r"\*")):
        read_access(section)


def test_an_access_without_anything_admits_nobody() -> None:
    assert Access().verdict(claims(), NOW) is Decision.UNLISTED
