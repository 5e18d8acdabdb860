"""Names of the months in the languages in which spreadsheets write dates."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "en": "january february march april may june july august september october november december",
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
        "novembre dicembre"
    ),
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "nl": (
        "januari februari maart mrt april mei juni juli augustus september oktober "
        "november december"
    ),
    "pl": (
        "stycznia styczeń lutego luty marca marzec kwietnia kwiecień maja czerwca "
        "czerwiec lipca lipiec sierpnia sierpień września wrzesień października "
        "listopada grudnia grudzień"
    ),
    "pt": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
    ),
    "ru": (
        "января январь февраля февраль марта апреля апрель мая май июня июнь июля "
        "июль августа сентября сентябрь октября октябрь ноября ноябрь декабря декабрь"
    ),
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "uk": (
        "січня січень лютого лютий березня березень квітня квітень травня травень "
        "червня червень липня липень серпня серпень вересня вересень жовтня жовтень "
        "листопада грудня грудень"
    ),
}
"""Names of the months in the Unicode CLDR (wide and abbreviated, in the forms of a date and alone),
by language; a name that is the beginning of another is left out. Source: Babel 2.19.
"""
