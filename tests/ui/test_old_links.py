"""Links to the pages as they were before map and panel shared one screen open the same view.

The links are those of the tests and the documentation of that time. What each opened was recorded
with the code of that time (commit fb1896c) and the data of revision 67ae6f4af8ae. If the data
changes, the numbers change with it.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs

import pytest
from tests.ui.test_reading_pages import html, open_page

TITLES = {
    "": "Reported supply routes between North Korea and Russia",
    "claims": "Who says what",
    "articles": "Articles",
    "export": "Export",
    "data": "Data",  # then "The data"
}


class Old(NamedTuple):
    """A link, and what it opened.

    Attributes
    ----------
    link
        The path of the page, and its query.
    claims
        The number of claims that the page said it shows; ``None`` for the Data page.
    cards
        The number of claims on the page with their words.
    first
        The id of the first of them.
    address
        The query that the page wrote into the address: filters, selection and view.
    """

    link: str
    claims: int | None
    cards: int
    first: str
    address: str


OLD = (
    Old("?stance=denies", 19, 0, "", "stance=denies"),
    Old(
        "?feature=dprk-russia-artillery",
        101,
        36,
        "joongang-2022-11-08-14",
        "feature=dprk-russia-artillery",
    ),
    Old(
        "?feature=khasan-tumen-river-crossing",
        101,
        31,
        "38north-2022-09-01",
        "feature=khasan-tumen-river-crossing",
    ),
    Old("?feature=rason-port", 101, 10, "interfax-2022-11-02-05", "feature=rason-port"),
    Old(
        "?feature=khasan-tumen-river-horses",
        101,
        4,
        "nknews-2022-11-01",
        "feature=khasan-tumen-river-horses",
    ),
    Old("?stance=denies&feature=rason-port", 19, 0, "", "stance=denies&feature=rason-port"),
    Old(
        "?stance=denies&feature=dprk-russia-artillery",
        19,
        17,
        "joongang-2022-11-08-15",
        "stance=denies&feature=dprk-russia-artillery",
    ),
    Old(
        "?stance=asserts&stance=reports&feature=khasan-tumen-river-crossing&view=42.4615,130.6218,12",
        48,
        18,
        "38north-2022-09-01",
        "stance=asserts&stance=reports&feature=khasan-tumen-river-crossing&view=42.4615,130.6218,12",
    ),
    Old(
        "?source=interfax&from=2022-11-01&feature=khasan-tumen-river-horses",
        2,
        1,
        "joongang-2022-11-08-23",
        "source=interfax&from=2022-11-01&feature=khasan-tumen-river-horses",
    ),
    Old(
        "?source=interfax&source=ria-novosti&to=2022-11&feature=khasan-tumen-river-horses",
        4,
        2,
        "joongang-2022-11-08-22",
        "to=2022-11-30&source=interfax&source=ria-novosti&feature=khasan-tumen-river-horses",
    ),
    Old(
        "?source=korea-joongang-daily&from=2013-01-01&feature=khasan-tumen-river-crossing",
        6,
        3,
        "joongang-2022-11-08-24",
        "source=korea-joongang-daily&from=2013-01-01&feature=khasan-tumen-river-crossing",
    ),
    Old(
        "?from=2022-11&to=2022-11&feature=dprk-russia-artillery",
        58,
        29,
        "joongang-2022-11-08-15",
        "from=2022-11-01&to=2022-11-30&feature=dprk-russia-artillery",
    ),
    Old("?from=1950&to=1951", 0, 0, "", "from=1950-01-01&to=1951-12-31"),
    Old("?by=known", 101, 0, "", "by=known"),
    Old(
        "?to=2023-01-31&by=known&feature=dprk-russia-artillery",
        65,
        28,
        "joongang-2022-11-08-14",
        "to=2023-01-31&by=known&feature=dprk-russia-artillery",
    ),
    Old(
        "?compare=us-nsc&compare=dprk-defence-ministry",
        16,
        0,
        "",
        "compare=us-nsc&compare=dprk-defence-ministry",
    ),
    Old("?stance=asserts&publisher=The+Paper", 41, 0, "", "stance=asserts"),
    Old("?q=by+rail", 30, 10, "yonhap-2022-12-23-03", "q=by+rail"),
    Old(
        "?q=%EB%91%90%EB%A7%8C%EA%B0%95",
        47,
        10,
        "38north-2022-11-01",
        "q=%EB%91%90%EB%A7%8C%EA%B0%95",
    ),
    Old("?stance=asserts&omitted=publisher", 41, 0, "", "stance=asserts"),
    Old("?stance=denies&amp;source=kremlin&utm_source=x", 1, 0, "", "source=kremlin&stance=denies"),
    Old("?Stance=denies&publsiher=KBS", 19, 0, "", "stance=denies"),
    Old(
        "?from=2022-99-99&to=x&by=never&source=nobody&stance=maybe&cargo=gold&mode=rocket",
        101,
        0,
        "",
        "",
    ),
    Old("claims?source=kremlin", 1, 1, "moscow-times-2023-10-17-01", "source=kremlin"),
    Old(
        "claims?source=us-nsc&allegation=dprk-arms-to-russia",
        5,
        5,
        "joongang-2022-11-08-07",
        "source=us-nsc&allegation=dprk-arms-to-russia",
    ),
    Old(
        "claims?source=kremlin&allegation=dprk-arms-to-russia",
        1,
        1,
        "moscow-times-2023-10-17-01",
        "source=kremlin&allegation=dprk-arms-to-russia",
    ),
    Old("articles?article=kbs-2023-10-14", 17, 17, "kbs-2023-10-14-01", "article=kbs-2023-10-14"),
    Old(
        "articles?article=joongang-2022-11-08",
        42,
        42,
        "joongang-2022-11-08-01",
        "article=joongang-2022-11-08",
    ),
    Old("export?stance=asserts", 41, 0, "", "stance=asserts"),
    Old(
        "data?source=interfax&feature=khasan-tumen-river-horses",
        None,
        0,
        "",
        "source=interfax&feature=khasan-tumen-river-horses",
    ),
)


@pytest.mark.parametrize("old", OLD, ids=[old.link for old in OLD])
def test_an_old_link_opens_what_it_opened(old: Old) -> None:
    page, _, query = old.link.partition("?")
    app = open_page(f"{page or 'map'}.py", **parse_qs(query))
    assert not app.exception
    assert app.title[0].value == TITLES[page]
    text = html(app)
    shown = re.search(r"<b>([\d,]+)</b>(?: of [\d,]+)? claims", text)
    assert (int(shown[1]) if shown else None) == old.claims
    cards = re.findall(r'<article class="rm-claim" data-claim="([^"]+)"', text)
    assert (len(cards), cards[0] if cards else "") == (old.cards, old.first)
    address = {key: app.query_params[key] for key in app.query_params}
    assert address == {
        key: values if len(values) > 1 else values[0]
        for key, values in parse_qs(old.address).items()
    }
