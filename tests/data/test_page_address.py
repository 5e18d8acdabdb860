"""Spellings of one address, and different pages with similar addresses."""

from __future__ import annotations

import pytest
from tests.conftest import WriteFolder, small_rows

from routemap.data.load import load
from routemap.data.page_address import page_address, usual_address

PAGE = "https://paper.example/arms"
SPELLINGS = [
    f"{PAGE}?ref=home",
    f"{PAGE}?outputType=amp",
    f"{PAGE}?amp",
    f"{PAGE}?amp=1&ref=top.nav",
    f"{PAGE}/amp/",
    f"{PAGE}.amp",
    "https://paper.example/amp/arms",
    "https://m.paper.example/arms",
    "https://amp.paper.example/arms/",
    f"{PAGE}/index.html",
    f"{PAGE}/index.php?utm_source=x",
    "https://paper.example./arms",
    "https://www.paper.example.:443/arms",
    f"https://web.archive.org/web/20221108120000/{PAGE}",
    f"http://web.archive.org/web/2022id_/{PAGE}?ref=home",
]
OTHERS = [
    "https://paper.example/arms?ref=123",
    "https://paper.example/arms?id=2",
    "https://paper.example/arms-2",
    "https://paper.example/arms/ampere",
    "https://paper.example/camp/arms",
    "https://m.example/arms",
    "https://paper.example/arms/index.html/2",
    "https://paper.example/Arms",
    "https://example/arms",
]


def found(write_folder: WriteFolder, *addresses: str) -> list[tuple[str, str]]:
    rows = small_rows()
    (paper,) = rows["articles"]
    first, *others = addresses
    rows["articles"] = [{**paper, "url": first}] + [
        {**paper, "id": f"article-{number}", "url": url} for number, url in enumerate(others, 1)
    ]
    rows["claims"][0]["also_in"] = ";".join(row["id"] for row in rows["articles"][1:])
    loaded = load(write_folder(rows))
    return [(item.code, item.record) for item in (*loaded.problems, *loaded.notices)]


@pytest.mark.parametrize("url", SPELLINGS)
def test_another_spelling_of_an_address_is_a_notice(url: str, write_folder: WriteFolder) -> None:
    assert found(write_folder, PAGE, url) == [("url-alike", "article-1")]


@pytest.mark.parametrize("url", OTHERS)
def test_another_page_is_no_spelling_of_an_address(url: str, write_folder: WriteFolder) -> None:
    assert found(write_folder, PAGE, url) == []


@pytest.mark.parametrize("url", SPELLINGS)
def test_only_the_notice_ignores_so_much(url: str) -> None:
    assert usual_address(url) == usual_address(PAGE)
    assert page_address(url) != page_address(PAGE)


def test_the_same_address_after_another_spelling_is_still_a_problem(
    write_folder: WriteFolder,
) -> None:
    amp = f"{PAGE}/amp/"
    assert found(write_folder, PAGE, amp, amp) == [
        ("url-twice", "article-2"),
        ("url-alike", "article-1"),
    ]
