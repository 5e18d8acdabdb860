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


@pytest.mark.parametrize(
    "name",
    [
        "amp;source", "AMP;source", "Amp;amp;source", "#38;source", "#038;source", "#x26;source",
        "#X26;source", "amp;#38;source", "amp%3Bsource", "%23038%3Bsource", "?source", " source",
    ],
)  # fmt: skip
def test_a_separator_escaped_in_any_way_keeps_the_filter_after_it(name: str) -> None:
    query, notices = read_params({"stance": ["denies"], name: ["kremlin"]})
    assert query == Query(stance=("denies",), source=("kremlin",))
    assert notices == []


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"stance=denies": [""]}, DENIES),
        ({"stance%3Ddenies": [""]}, DENIES),
        ({"amp;stance=denies": [""]}, DENIES),
        ({"stance=denies&source=kremlin": [""]}, Query(stance=("denies",), source=("kremlin",))),
        ({"stance=denies&source": ["kremlin"]}, Query(stance=("denies",), source=("kremlin",))),
        ({"stance=denies&amp;q=a=b": [""]}, Query(stance=("denies",), text="a=b")),
        ({"q=a": ["b"]}, Query(text="a=b")),
        ({"stance=denies": [""], "stance": ["asserts"]}, Query(stance=("asserts", "denies"))),
        ({"q=Tumen%20River": [""]}, Query(text="Tumen River")),
    ],
)
def test_an_escaped_equals_sign_keeps_the_filter(
    params: dict[str, list[str]], expected: Query
) -> None:
    assert read_params(params) == (expected, [])


def test_a_parameter_given_plainly_and_escaped_has_both_values() -> None:
    query, _ = read_params({"stance": ["denies"], "amp;stance": ["asserts"]})
    assert query.stance == ("asserts", "denies")


@pytest.mark.parametrize(
    "name",
    [
        "Stance", "STANCE", "stance[]", "stance[0]", "Stance[]", "stance[][]", "stance[a]",
        "stance[a][]", "stance['a']", "stance[", "stance()", "stance(0)", "stance{0}",
        "STANCE[0][b]",
    ],
)  # fmt: skip
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
        ("source_id", "source"), ("source-ids", "source"), ("claim_source", "source"),
        ("claimSource", "source"), ("ClaimSourceID", "source"), ("filter[source]", "source"),
        ("filter[source][]", "source"), ("f.source", "source"), ("source__in", "source"),
        ("ampsource", "source"), ("my_stance", "stance"), ("stance.0", "stance"),
        ("date_from", "from"), ("from_date", "from"), ("dateFrom", "from"), ("datefrom", "from"),
        ("date_to", "to"), ("toDate", "to"), ("filter[to]", "to"), ("transport_mode", "mode"),
        ("publisher_id", "publisher"), ("asOf", "as_of"), ("order_by", "order"),
        ("[stance]", "stance"),
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
        # what campaigns, newsletters and social media add with a known name as a part
        "utm_source_platform", "utm_id", "mtm_source", "pk_source", "itm_source", "hsa_src",
        "gad_source", "gad_campaignid", "fb_source", "ref_source", "email_source", "nl_source",
        "newsletter_source", "newsletterSource", "campaign_source", "traffic_source",
        "tracking_source", "share_source", "vd_source", "xsec_source", "redirect_source",
        "internalSource", "__source", "sourceid", "share_from", "refer_from",
        "spm_id_from", "from_source", "from_search", "redirectedFrom", "is_from_webapp", "_from",
        "return_to", "redirect_to", "reply_to", "sort_by", "posted_by", "preview", "page_view",
        "dark_mode", "qs", "sid", "srsltid", "_hsenc", "mkt_tok", "trk", "src", "wt_mc", "amp",
        # words that are near to known names, and parameters of other sites
        "date", "day", "today", "year", "time", "when", "text", "search", "type", "resource",
        "course", "outsource", "abc==", "2023", "=", "==", "&", "?", "%", "%3D", "#38;",
    ],
)  # fmt: skip
def test_what_other_sites_add_stays_unmentioned(name: str) -> None:
    assert read_params({name: ["denies"]}) == (Query(), [])


@pytest.mark.parametrize("name", ["source[not]", "source[NE]", "source(!)", "source[not_in]"])
def test_a_filter_that_leaves_something_out_is_not_read_as_its_opposite(name: str) -> None:
    query, notices = read_params({name: ["kremlin"]})
    assert query == Query()
    assert notices == [
        f"Unknown parameter “{name}” in the link was ignored. Did you mean “source”?"
    ]


def test_the_data_revision_is_a_known_name() -> None:
    assert read_params({"rev": ["0123456789ab"], "amp;rev": ["x"]}) == (Query(), [])
    assert nearest("REV", LINK_KEYS) == "rev"


def test_a_notice_shows_no_more_than_a_name() -> None:
    names = {f"stance{'[]' * 90}": ["x"], "sta\u202ence": ["x"]}
    for notice in read_params(names)[1]:
        assert len(notice) < 200
        assert "\u202e" not in notice
