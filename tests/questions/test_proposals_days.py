"""Dates in texts are resolved from the day of publication, and never made more precise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.model.dates import parse
from routemap.model.errors import DateError
from routemap.questions.proposals import day_readings
from routemap.questions.proposals.day_readings import Reading
from routemap.questions.proposals.day_rules import DAY_RULES
from routemap.questions.proposals.days import days_in

# publication, text, and the dates in it; 9 November 2022 was a Wednesday
EXAMPLES = [
    ("2022-11-09", "He said so on Tuesday.", "2022-11-08"),
    ("2022-11-09", "He said so on Wednesday.", "2022-11-09"),
    ("2022-11-08/2022-11-09", "in a statement Tuesday, calling it", "2022-11-08"),
    ("2022-11-08/2022-11-09", "The Gazette reported last Wednesday that", "2022-11-02"),
    ("2022-11-10", "It reported last Wednesday that", ""),
    ("2022-11-09", "Tuesday last week", "2022-11-01"),
    ("2022-11-09", "He will arrive on Tuesday.", ""),
    ("2022-11-09", "every Tuesday the boat", ""),
    ("2022-11-09", "next Tuesday the boat", ""),
    ("2022-11-09", "yesterday", "2022-11-08"),
    ("2022-11-09", "the day before yesterday", "2022-11-07"),
    ("2022-11-09", "In September, the port said", "2022-09"),
    ("2022-11-09", "in late October", "2022-10"),
    ("2022-11-09", "late October saw", "2022-10"),
    ("2022-11-09", "in December", ""),
    ("2023-01-09", "in December", "2022-12"),
    ("2022-11-09", "since August", "2022-08/.."),
    ("2022-11-09", "before September", ""),
    ("2022-11-09", "in April 2019", "2019-04"),
    ("2022-11-09", "opened in 2013 but shut in February 2020", "2013;2020-02"),
    ("2022-11-09", "adopted in September 2017, which", "2017-09"),
    ("2022-11-09", "on Monday, Nov. 7, it", "2022-11-07"),
    ("2022-11-09", "on Monday, Nov. 8, it", ""),
    ("2022-11-09", "on November 7, 2022, it", "2022-11-07"),
    ("2022-11-09", "on 7 November it", "2022-11-07"),
    ("2022-11-09", "on the 7th of November 2021", "2021-11-07"),
    ("2022-11-09", "from Nov. 2 to Nov. 4", "2022-11-02/2022-11-04"),
    ("2022-11-09", "Nov. 2-4", "2022-11-02/2022-11-04"),
    ("2022-11-09", "between 2 and 4 November 2021", "2021-11-02/2021-11-04"),
    ("2022-11-09", "from August to October", "2022-08/2022-10"),
    ("2022-11-09", "two days ago", "2022-11-07"),
    ("2022-11-09", "three weeks ago", "2022-10-19~"),
    ("2022-11-09", "two months ago", "2022-09~"),
    ("2022-11-09", "ten years ago", "2012~"),
    ("2022-11-09", "last week", "2022-10-30/2022-11-06"),
    ("2022-11-09", "over the last week", ""),
    ("2022-11-09", "last month", "2022-10"),
    ("2022-11-09", "last year", "2021"),
    ("2022-11-09", "earlier this month", "2022-11"),
    ("2022-11-09", "last September", ""),
    ("2023-02-09", "last September", "2022-09"),
    ("2022-11-09", "September last year", "2021-09"),
    ("2022-11-09", "The report may follow in May", "2022-05"),
    ("2022-11-09", "around 2 November", "2022-11-02~"),
    ("2022-11-09", "2022-11-02", "2022-11-02"),
    ("2022-11-09", "in the summer of 2022", "2022-22"),
    ("2022-11-09", "30 horses and 2,022 sheep at 10.30 a.m.", ""),
    ("2022-11-09", "in March", "2022-03"),
    ("2022-11-09", "They march on.", ""),
    ("2022-11-09", "on Feb. 30", ""),
    ("2022-11-09", "등대는 2일 밝혔다", "2022-11-02"),
    ("2022-11-09", "31일 밝혔다", "2022-10-31"),
    ("2022-11-09", "30일 밝혔다", "2022-10-30"),
    ("2022-11-09", "2일간 머물렀다", ""),
    ("2022-11-09", "2일 만에", ""),
    ("2022-11-09", "오는 20일 방문", ""),
    ("2022-11-09", "지난 수요일", "2022-11-02"),
    ("2022-11-10", "지난 수요일", ""),
    ("2022-11-09", "지난주 수요일", "2022-11-02"),
    ("2022-11-09", "지난달 25일", "2022-10-25"),
    ("2022-11-09", "지난달", "2022-10"),
    ("2022-11-09", "지난해 9월", "2021-09"),
    ("2022-11-09", "올해 9월", "2022-09"),
    ("2022-11-09", "2022년 11월 2일", "2022-11-02"),
    ("2022-11-09", "2022년 9월", "2022-09"),
    ("2022-11-09", "2013년에", "2013"),
    ("2022-11-09", "11월 2일", "2022-11-02"),
    ("2022-11-09", "8일(현지시간)", "2022-11-08"),
    ("2022-11-09", "9월부터", "2022-09/.."),
    ("2022-11-09", "2∼4일", "2022-11-02/2022-11-04"),
    ("2022-11-09", "어제", "2022-11-08"),
    ("2022-11-09", "사흘 전", "2022-11-06"),
    ("2022-11-09", "2개월 전", "2022-09~"),
    ("2022-11-09", "3개월 동안", ""),
    ("2022-11-09", "2일경", "2022-11-02~"),
    ("2022-11-09", "지난주", "2022-10-31/2022-11-06"),
    ("2022-11-09", "в среду", "2022-11-09"),
    ("2022-11-09", "во вторник заявил", "2022-11-08"),
    ("2022-11-09", "в прошлую среду", "2022-11-02"),
    ("2022-11-09", "вчера", "2022-11-08"),
    ("2022-11-09", "позавчера", "2022-11-07"),
    ("2022-11-09", "2 ноября", "2022-11-02"),
    ("2022-11-09", "2 ноября 2022 года", "2022-11-02"),
    ("2022-11-09", "в сентябре", "2022-09"),
    ("2022-11-09", "в сентябре 2021 года", "2021-09"),
    ("2022-11-09", "в 2013 году", "2013"),
    ("2022-11-09", "в конце октября", "2022-10"),
    ("2022-11-09", "на прошлой неделе", "2022-10-31/2022-11-06"),
    ("2022-11-09", "в прошлом месяце", "2022-10"),
    ("2022-11-09", "в прошлом году", "2021"),
    ("2022-11-09", "в сентябре прошлого года", "2021-09"),
    ("2022-11-09", "с 2 по 4 ноября", "2022-11-02/2022-11-04"),
    ("2022-11-09", "Дата: 02.11.2022", "2022-11-02"),
    ("2022-11-09", "два дня назад", "2022-11-07"),
    ("2022-11-09", "неделю назад", "2022-11-02~"),
    ("2022-11-09", "после 2 ноября", ""),
    ("2022-11-09", "с августа", "2022-08/.."),
    ("2022-11-09", "около 2 ноября", "2022-11-02~"),
    ("2022-11", "on Tuesday", ""),
    ("2022-11", "in September", "2022-09"),
    ("2022-11", "on 2 November 2022", "2022-11-02"),
    ("2022-11-09~", "on Tuesday 2 November 2021", "2021-11-02"),
    ("2022-11-09~", "on Tuesday", ""),
    ("2022", "2일", ""),
    ("2022-11-09", "kelp was sent to Vellmar on Tuesday", "2022-11-08"),
    ("2022-11-09", "a report from September", ""),
    ("2022-11-09", "it would sail on Tuesday", ""),
    ("2022-11-09", "встреча пройдёт в среду", ""),
]


@pytest.mark.parametrize(("published", "text", "expected"), EXAMPLES)
def test_words_become_the_date_that_they_mean(published: str, text: str, expected: str) -> None:
    assert ";".join(day.edtf for day in days_in(text, published)) == expected


@pytest.mark.parametrize(
    ("text", "words", "rule"),
    [
        (
            "It said so on Tuesday.",
            "Tuesday",
            "The latest day with this name up to the day of publication: Tuesday 8 November 2022",
        ),
        ("only in September", "September", "The latest such date up to the day of publication: "
         "September 2022"),
        ("항구는 2일 밝혔다", "2일", "The day of the month of publication, or of the month before "
         "if it is later than the day of publication: Wednesday 2 November 2022"),
        ("since August 2022", "August 2022", "The date as written: since August 2022"),
        ("about 2 November", "2 November", "The latest such date up to the day of publication: "
         "around 2 November 2022"),
    ],
)  # fmt: skip
def test_a_date_shows_its_words_and_its_rule(text: str, words: str, rule: str) -> None:
    (day,) = days_in(text, "2022-11-09")
    assert (day.words, day.rule) == (words, rule)
    assert text[day.start : day.end] == words


def test_a_month_or_year_never_becomes_a_day() -> None:
    for published, text, _ in EXAMPLES:
        for day in days_in(text, published):
            has_day = re.search(
                r"\d{1,2}(?:st|[nr]d|th)?\b|\d일|day|ago|전$|요일|어제|сред|вторник|вчера"
                r"|назад|week|недел|지난주",
                day.words,
            )
            is_day = bool(re.search(r"\d{4}-\d\d-\d\d", day.edtf))
            assert not is_day or has_day, day


@pytest.mark.parametrize("published", ["", "soon", "2022-13"])
def test_the_day_of_publication_must_be_a_date(published: str) -> None:
    with pytest.raises(DateError):
        days_in("on Tuesday", published)


def test_every_reading_is_used_and_says_its_rule() -> None:
    rows = [value for value in vars(day_readings).values() if isinstance(value, Reading)]
    assert {rule.reading for _, rules in DAY_RULES for rule in rules} == set(rows)
    assert [row for row in rows if not row.sentence] == [day_readings.UNSURE]
    assert len({row.sentence for row in rows}) == len(rows)


WORDS = sorted({word for _, text, _ in EXAMPLES for word in text.split()})


@given(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.sampled_from(["2022-11-09", "2022-11", "2024-02-29", "0001-01-01", "9999-12-31", "../2022"]),
)
def test_all_dates_are_valid_and_in_order(text: str, published: str) -> None:
    days = days_in(text, published)
    for day in days:
        assert parse(day.edtf).text == day.edtf
        assert day.words == text[day.start : day.end].strip() != ""
    ends = [0, *(day.end for day in days)]
    assert all(end <= day.start for end, day in zip(ends, days, strict=False))


def test_the_coding_guide_asks_for_what_the_rules_do() -> None:
    guide = Path(__file__, "../../../docs/coding-guide.md").resolve().read_text(encoding="utf-8")
    assert "Precision is never added: a month stays a month" in guide
    assert "“Tuesday” are resolved from the day of publication" in " ".join(guide.split())
