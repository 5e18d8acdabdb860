"""Links with misspelled or escaped parameter names."""

from __future__ import annotations

import pytest

from routemap.questions.parameter_names import nearest
from routemap.questions.query import LINK_KEYS, Query, read_params

DENIES = Query(stance=("denies",))


def test_a_link_escaped_for_html_keeps_its_filters() -> None:
    params = {"stance": ["denies"], "amp;source": ["kremlin"], "amp;amp;q": ["horses"]}
    query, notices = read_params(params)
    assert query == Query(stance=("denies",), source=("kremlin",), text="horses")
    assert notices == []


def test_a_parameter_given_plainly_and_escaped_has_both_values() -> None:
    query, _ = read_params({"stance": ["denies"], "amp;stance": ["asserts"]})
    assert query.stance == ("asserts", "denies")


@pytest.mark.parametrize("name", ["Stance", "STANCE", "stance[]", "stance[0]", "Stance[]"])
def test_a_parameter_of_other_case_or_with_brackets_is_read_and_named(name: str) -> None:
    query, notices = read_params({name: ["denies"]})
    assert query == DENIES
    assert notices == [f"The parameter “{name}” in the link was read as “stance”."]


def test_repeated_brackets_are_one_list() -> None:
    assert read_params({"stance[0]": ["denies"], "stance[1]": ["asserts"]})[0].stance == (
        "asserts",
        "denies",
    )


def test_a_parameter_under_its_own_name_wins_over_one_that_is_nearly_it() -> None:
    query, notices = read_params({"Stance": ["asserts"], "stance": ["denies"]})
    assert query == DENIES
    assert notices == ["Unknown parameter “Stance” in the link was ignored. Did you mean “stance”?"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("stanse", "stance"), ("stances", "stance"), ("sourc", "source"), ("form", "from"),
        ("publsiher", "publisher"), ("modes", "mode"), ("cargos", "cargo"), ("aricle", "article"),
    ],
)  # fmt: skip
def test_a_mistyped_parameter_is_named_and_not_read(name: str, meant: str) -> None:
    query, notices = read_params({name: ["denies"]})
    assert query == Query()
    assert notices == [
        f"Unknown parameter “{name}” in the link was ignored. Did you mean “{meant}”?"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "utm_source", "utm_medium", "utm_campaign", "fbclid", "gclid", "dclid", "msclkid",
        "twclid", "igshid", "mc_cid", "ref", "ref_src", "si", "s", "t", "code", "state", "id",
        "page", "embed", "embed_options", "theme", "lang", "hl", "_ga", "", "amp;", "[]",
    ],
)  # fmt: skip
def test_what_other_sites_add_stays_unmentioned(name: str) -> None:
    assert read_params({name: ["denies"]}) == (Query(), [])


def test_the_data_revision_is_a_known_name() -> None:
    assert read_params({"rev": ["0123456789ab"], "amp;rev": ["x"]}) == (Query(), [])
    assert nearest("REV", LINK_KEYS) == "rev"


def test_a_notice_shows_no_more_than_a_name() -> None:
    names = {f"stance{'[]' * 90}": ["x"], "sta\u202ence": ["x"]}
    for notice in read_params(names)[1]:
        assert len(notice) < 200
        assert "\u202e" not in notice
