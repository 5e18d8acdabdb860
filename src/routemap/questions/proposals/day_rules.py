"""Words for days, months and years in English, Russian and Korean, one row per rule.

A row has a pattern and the reading of its parts. Where several patterns match at one place, the
longest match is used; a row that is unsure keeps shorter matches from being used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from routemap.questions.proposals import day_readings as readings
from routemap.questions.proposals.day_readings import Reading

_YEAR: Final = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
_DASH: Final = r"\s?[-–—~∼〜]\s?"
_S: Final = r"\s{1,4}"


@dataclass(frozen=True)
class DayRule:
    """Words for a date: a pattern whose named groups are the parts of the date, and its reading.

    The group ``lead`` contains words before the date that do not belong to it.
    """

    pattern: re.Pattern[str]
    reading: Reading


def _rules(flags: int, *rows: tuple[str, Reading]) -> tuple[DayRule, ...]:
    return tuple(
        DayRule(re.compile(rf"(?<![\w.,/-]){pattern}", flags), reading) for pattern, reading in rows
    )


_M: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sep(?:tember|t?\.|t)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
    r"(?![^\W\d_])"
)
_D: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|[nr]d|th)?(?![\w]|[.,:]\d)"
_W: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\w)"
_ON: Final = rf"(?P<lead>[Oo]n{_S})?"
_PART: Final = (
    rf"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[\s-]|[Tt]he{_S}(?:beginning|start|middle|end){_S}of{_S})"
)
_LEAD: Final = rf"(?P<lead>(?i:in|during|since|until|by|before|after){_S}{_PART}?|{_PART})"
_NUMBER: Final = r"(?P<count>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"

ENGLISH: Final = _rules(
    0,
    (r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])", readings.WRITTEN),
    (rf"{_ON}(?:(?P<weekday>{_W}),?{_S})?(?P<month>{_M}){_S}(?P<day>{_D})", readings.WITHOUT_YEAR),
    (
        rf"{_ON}(?:(?P<weekday>{_W}),?{_S})?(?P<month>{_M}){_S}(?P<day>{_D})(?:,{_S}?|{_S}){_YEAR}",
        readings.WRITTEN,
    ),
    (
        rf"{_ON}(?:(?P<weekday>{_W}),?{_S})?(?:the{_S})?(?P<day>{_D}){_S}(?:of{_S})?(?P<month>{_M})",
        readings.WITHOUT_YEAR,
    ),
    (
        rf"{_ON}(?:(?P<weekday>{_W}),?{_S})?(?:the{_S})?(?P<day>{_D}){_S}(?:of{_S})?(?P<month>{_M})"
        rf",?{_S}{_YEAR}",
        readings.WRITTEN,
    ),
    (
        rf"(?P<month>{_M}){_S}(?P<day>\d{{1,2}}){_DASH}(?:(?P<month2>{_M}){_S})?(?P<day2>{_D})",
        readings.WITHOUT_YEAR,
    ),
    (
        rf"(?P<month>{_M}){_S}(?P<day>\d{{1,2}}){_DASH}(?:(?P<month2>{_M}){_S})?(?P<day2>{_D}),?{_S}"
        rf"{_YEAR}",
        readings.WRITTEN,
    ),
    (
        rf"(?P<day>\d{{1,2}})(?:{_DASH}|{_S}(?:to|and){_S})(?P<day2>{_D}){_S}(?P<month>{_M})",
        readings.WITHOUT_YEAR,
    ),
    (
        rf"(?P<day>\d{{1,2}})(?:{_DASH}|{_S}(?:to|and){_S})(?P<day2>{_D}){_S}(?P<month>{_M}),?{_S}"
        rf"{_YEAR}",
        readings.WRITTEN,
    ),
    (
        rf"(?:[Ff]rom|[Bb]etween){_S}(?P<month>{_M}){_S}(?P<day>{_D}){_S}(?:to|and){_S}"
        rf"(?:(?P<month2>{_M}){_S})?(?P<day2>{_D})",
        readings.WITHOUT_YEAR,
    ),
    (
        rf"(?:[Ff]rom|[Bb]etween){_S}(?P<month>{_M}){_S}(?P<day>{_D}){_S}(?:to|and){_S}"
        rf"(?:(?P<month2>{_M}){_S})?(?P<day2>{_D}),?{_S}{_YEAR}",
        readings.WRITTEN,
    ),
    (
        rf"(?:[Ff]rom|[Bb]etween){_S}(?P<month>{_M}){_S}(?:to|and){_S}(?P<month2>{_M})",
        readings.WITHOUT_YEAR,
    ),
    (
        rf"(?:[Ff]rom|[Bb]etween){_S}(?P<month>{_M}){_S}(?:to|and){_S}(?P<month2>{_M}){_S}{_YEAR}",
        readings.WRITTEN,
    ),
    (rf"{_LEAD}?(?P<month>{_M}),?{_S}(?:of{_S})?{_YEAR}", readings.WRITTEN),
    (rf"{_LEAD}(?P<month>{_M})(?!{_S}\d)", readings.WITHOUT_YEAR),
    (rf"{_LEAD}?(?P<month>{_M}){_S}(?:of{_S})?(?P<ago>last){_S}year", readings.LAST_YEAR),
    (rf"{_LEAD}?(?P<month>{_M}){_S}(?:of{_S})?this{_S}year", readings.THIS_YEAR),
    (rf"(?P<lead>[Ii]n{_S})?[Ll]ast{_S}(?P<month>{_M})", readings.LAST_NAMED_MONTH),
    (rf"(?:[Tt]his|[Nn]ext|[Ee]very|[Ee]ach){_S}{_M}", readings.UNSURE),
    (rf"{_LEAD}{_YEAR}(?![-–]\d)", readings.WRITTEN),
    (
        rf"(?:{_LEAD}|[Tt]he{_S})?(?:the{_S})?(?P<season>spring|summer|autumn|fall){_S}(?:of{_S})?{_YEAR}",
        readings.WRITTEN,
    ),
    (rf"{_ON}(?P<weekday>{_W})", readings.LATEST_WEEKDAY),
    (rf"{_ON}[Ll]ast{_S}(?P<weekday>{_W})", readings.LAST_WEEKDAY),
    (rf"{_ON}(?P<weekday>{_W}){_S}(?:of{_S})?last{_S}week", readings.WEEKDAY_OF_LAST_WEEK),
    (
        rf"{_ON}(?:[Nn]ext|[Tt]his|[Ee]very|[Ee]ach|(?:[Tt]he|a){_S}(?:\w+{_S})?|[Gg]ood|Black"
        rf"|[Cc]oming|[Ff]ollowing|[Pp]revious){_S}?{_W}",
        readings.UNSURE,
    ),
    (rf"{_ON}{_W}{_S}(?:next|after{_S}next|before{_S}last|the{_S}week)", readings.UNSURE),
    (r"[Yy]esterday(?!\w)", readings.DAY_BEFORE),
    (rf"[Tt]he{_S}day{_S}before{_S}yesterday", readings.TWO_DAYS_BEFORE),
    (rf"(?:[Ee]arlier{_S})?today(?!\w)", readings.PUBLICATION),
    (rf"{_NUMBER}{_S}days?{_S}ago", readings.DAYS_AGO),
    (rf"{_NUMBER}{_S}weeks?{_S}ago", readings.WEEKS_AGO),
    (rf"{_NUMBER}{_S}months?{_S}ago", readings.MONTHS_AGO),
    (rf"{_NUMBER}{_S}years?{_S}ago", readings.YEARS_AGO),
    (rf"[Ll]ast{_S}week(?!\w)", readings.LAST_WEEK_ANYWHERE),
    (rf"[Ll]ast{_S}month(?!\w)", readings.LAST_MONTH),
    (rf"[Ll]ast{_S}year(?!\w)", readings.WHOLE_LAST_YEAR),
    (rf"(?:[Ee]arlier{_S}|[Ll]ater{_S})?[Tt]his{_S}month(?!\w)", readings.THIS_MONTH),
    (rf"(?:[Ee]arlier{_S})?[Tt]his{_S}year(?!\w)", readings.WHOLE_THIS_YEAR),
    (rf"(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts){_S}last{_S}(?:week|month|year)", readings.UNSURE),
)

_MR: Final = (
    r"(?:январ[яе]|феврал[яе]|марта?|марте|апрел[яе]|ма[яе]|июн[яе]|июл[яе]|августа?|августе"
    r"|сентябр[яе]|октябр[яе]|ноябр[яе]|декабр[яе])(?!\w)"
)
_DR: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:-?го)?(?![\w])"
_WR: Final = r"(?:понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресенье)(?!\w)"
_YR: Final = rf"{_YEAR}(?:{_S}(?:года|году|год|г\.))?"
_IN: Final = rf"(?P<lead>в{_S}(?:(?:начале|середине|конце){_S})?|с{_S}|до{_S}|после{_S}|к{_S})"
_PAST: Final = r"(?:прошл|минувш)"
_NR: Final = r"(?P<count>\d{1,2}|один|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)"

RUSSIAN: Final = _rules(
    re.IGNORECASE,
    (r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\.?\d)", readings.WRITTEN),
    (rf"(?P<day>{_DR}){_S}(?P<month>{_MR})", readings.WITHOUT_YEAR),
    (rf"(?P<day>{_DR}){_S}(?P<month>{_MR}){_S}{_YR}", readings.WRITTEN),
    (
        rf"(?:с{_S})?(?P<day>\d{{1,2}})(?:{_DASH}|{_S}(?:по|и){_S})(?P<day2>{_DR}){_S}(?P<month>{_MR})",
        readings.WITHOUT_YEAR,
    ),
    (
        rf"(?:с{_S})?(?P<day>\d{{1,2}})(?:{_DASH}|{_S}(?:по|и){_S})(?P<day2>{_DR}){_S}(?P<month>{_MR})"
        rf"{_S}{_YR}",
        readings.WRITTEN,
    ),
    (rf"{_IN}(?P<month>{_MR})(?!{_S}\d)", readings.WITHOUT_YEAR),
    (rf"{_IN}?(?P<month>{_MR}){_S}{_YR}", readings.WRITTEN),
    (rf"{_IN}?(?P<month>{_MR}){_S}(?P<ago>прошлого){_S}года", readings.LAST_YEAR),
    (rf"{_IN}?(?P<month>{_MR}){_S}(?:этого|текущего){_S}года", readings.THIS_YEAR),
    (rf"{_IN}{_YEAR}{_S}(?:году|года|г\.)", readings.WRITTEN),
    (rf"(?P<season>весной|летом|осенью){_S}{_YR}", readings.WRITTEN),
    (rf"(?P<lead>во?{_S})(?P<weekday>{_WR})", readings.LATEST_WEEKDAY),
    (
        rf"(?P<lead>во?{_S}){_PAST}(?:ий|ый|ую|ую|ее|ое){_S}(?P<weekday>{_WR})",
        readings.LAST_WEEKDAY,
    ),
    (
        rf"(?P<lead>во?{_S})(?P<weekday>{_WR}){_S}(?:на{_S})?{_PAST}ей?(?:ой)?{_S}недел[еи]",
        readings.WEEKDAY_OF_LAST_WEEK,
    ),
    (r"вчера(?!\w)", readings.DAY_BEFORE),
    (r"позавчера(?!\w)", readings.TWO_DAYS_BEFORE),
    (r"сегодня(?!\w)", readings.PUBLICATION),
    (rf"{_NR}{_S}(?:день|дня|дней){_S}назад", readings.DAYS_AGO),
    (rf"(?:{_NR}{_S})?недел[юиь]{_S}назад", readings.WEEKS_AGO),
    (rf"(?:{_NR}{_S})?месяц(?:а|ев)?{_S}назад", readings.MONTHS_AGO),
    (rf"(?:{_NR}{_S})?(?:год|года|лет){_S}назад", readings.YEARS_AGO),
    (rf"на{_S}{_PAST}(?:ой|ей){_S}неделе", readings.LAST_WEEK),
    (rf"(?P<lead>в{_S}){_PAST}(?:ом|ем){_S}месяце", readings.LAST_MONTH),
    (rf"(?P<lead>в{_S}){_PAST}(?:ом|ем){_S}году", readings.WHOLE_LAST_YEAR),
    (rf"(?P<lead>в{_S})(?:этом|текущем){_S}месяце", readings.THIS_MONTH),
    (rf"(?P<lead>в{_S})(?:этом|текущем){_S}году", readings.WHOLE_THIS_YEAR),
)

_T: Final = r"\s{0,3}"
_YK: Final = rf"(?P<year>(?:1[5-9]|20)\d\d)년{_T}"
_MK: Final = r"(?P<month>1[0-2]|0?[1-9])월"
_DK: Final = r"(?P<day>[12]\d|3[01]|0?[1-9])일"
_DAY_ONLY: Final = r"(?!\s?(?:간|동안|째|만에|뒤|후|전|치|분|이내|이상|이하|가량|넘))"
_WK: Final = r"(?P<weekday>[월화수목금토일]요일)"
_NK: Final = r"(?P<count>\d{1,2}|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)"
_DAYS_K: Final = r"(?P<count>하루|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘)"

KOREAN: Final = _rules(
    0,
    (
        r"(?P<year>\d{4})\.\s?(?P<month>\d{1,2})\.\s?(?P<day>\d{1,2})(?!\d)\.?",
        readings.WRITTEN,
    ),
    (rf"{_YK}{_MK}{_T}{_DK}{_DAY_ONLY}", readings.WRITTEN),
    (rf"{_YK}{_MK}", readings.WRITTEN),
    (r"(?P<year>(?:1[5-9]|20)\d\d)년(?!\s?(?:간|동안|째|만에|대))", readings.WRITTEN),
    (rf"{_YK}(?P<season>봄|여름|가을)", readings.WRITTEN),
    (rf"{_MK}{_T}{_DK}{_DAY_ONLY}", readings.WITHOUT_YEAR),
    (rf"{_MK}(?!\s?(?:\d|호|분))", readings.WITHOUT_YEAR),
    (rf"(?P<ago>지난해|작년){_T}{_MK}(?:{_T}{_DK}{_DAY_ONLY})?", readings.LAST_YEAR),
    (rf"올해{_T}{_MK}(?:{_T}{_DK}{_DAY_ONLY})?", readings.THIS_YEAR),
    (rf"(?:내년|이듬해|다음{_T}해|오는|내달){_T}(?:{_MK})?(?:{_T}{_DK})?", readings.UNSURE),
    (
        rf"{_MK}{_T}(?P<day>\d{{1,2}})일?{_DASH}(?P<day2>[12]\d|3[01]|0?[1-9])일{_DAY_ONLY}",
        readings.WITHOUT_YEAR,
    ),
    (
        rf"(?:지난{_T})?(?P<day>\d{{1,2}})일?{_DASH}(?P<day2>[12]\d|3[01]|0?[1-9])일{_DAY_ONLY}",
        readings.DAY_OF_MONTH,
    ),
    (rf"(?:지난{_T})?{_DK}{_DAY_ONLY}", readings.DAY_OF_MONTH),
    (rf"지난달{_T}{_DK}{_DAY_ONLY}", readings.DAY_OF_LAST_MONTH),
    (rf"(?:이달|이번{_T}달){_T}{_DK}{_DAY_ONLY}", readings.DAY_OF_THIS_MONTH),
    (rf"(?:같은|다음|그){_T}달{_T}(?:{_DK})?", readings.UNSURE),
    (_WK, readings.LATEST_WEEKDAY),
    (rf"지난{_T}{_WK}", readings.LAST_WEEKDAY),
    (rf"지난{_T}주{_T}{_WK}", readings.WEEKDAY_OF_LAST_WEEK),
    (rf"(?:다음{_T}주|이번{_T}주|매주|오는|이번){_T}{_WK}", readings.UNSURE),
    (r"어제", readings.DAY_BEFORE),
    (r"(?:그저께|그제)", readings.TWO_DAYS_BEFORE),
    (r"오늘(?!날)", readings.PUBLICATION),
    (rf"{_NK}{_T}주{_T}전", readings.WEEKS_AGO),
    (rf"{_NK}{_T}(?:달|개월){_T}전", readings.MONTHS_AGO),
    (rf"{_NK}{_T}(?:해|년){_T}전", readings.YEARS_AGO),
    (rf"(?P<count>\d{{1,2}})일{_T}전", readings.DAYS_AGO),
    (rf"{_DAYS_K}{_T}전", readings.DAYS_AGO),
    (r"지난\s?주(?!\s?말)(?=\s|[에와의는은,.]|$)", readings.LAST_WEEK),
    (r"지난달", readings.LAST_MONTH),
    (r"(?:지난해|작년)", readings.WHOLE_LAST_YEAR),
    (r"(?:이달|이번\s?달)", readings.THIS_MONTH),
    (r"올해", readings.WHOLE_THIS_YEAR),
)

DAY_RULES: Final = (
    (re.compile("[a-z0-9]"), ENGLISH),
    (re.compile("[а-яё]"), RUSSIAN),
    (re.compile("[가-힣]"), KOREAN),
)
"""The rules of each language, and a pattern of the letters that a text with such dates has."""
