"""Texts that a spreadsheet or an encoding has changed, and texts that only look like it."""

from __future__ import annotations

import pytest
from babel import Locale
from tests.conftest import WriteFolder, small_rows

from routemap.data.checks.month_names import MONTHS
from routemap.data.load import load


def codes(write_folder: WriteFolder, table: str, key: str, text: str) -> list[str]:
    rows = small_rows()
    rows[table][0][key] = text
    loaded = load(write_folder(rows))
    return [item.code for item in (*loaded.problems, *loaded.notices)]


@pytest.mark.parametrize(
    "text",
    [
        *("11. Feb", "11. Februar", "11.Mär", "11-févr.", "11-mars", "11/fev", "11-sept", "2-mrt"),
        *("11.фев", "11 февраля", "11.лют", "11-oct", "Nov-22", "11-Nov-2022", "lutego 2022"),
        *("03월 05일", "3월 5일", "2022년 3월 5일", "10月5日", "2022年10月5日"),
        *("01/30", "1/02", "02.11.", "2.11.", "2022-11-02 00:00:00", "01.03.2022"),
        *("#WERT!", "#BEZUG!", "#ЗНАЧ!", "#ССЫЛКА!", "#¡VALOR!", "#¿NOMBRE?", "#NOM?", "#VALEUR!"),
        *("#DIV/0!", "#ДЕЛ/0!", "#N/A", "#Н/Д", "#NV", "#REF!", "########"),
        *("1,00E+05", "1.00E+05", "1E+05", "2,5e6"),
    ],
)
def test_a_quantity_that_a_spreadsheet_has_replaced_is_named_in_every_language(
    text: str, write_folder: WriteFolder
) -> None:
    assert codes(write_folder, "claims", "quantity", text) == ["value-spreadsheet"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "5 mares",
            "3 decks",
            "2 marines",
            "10 octets",
            "1 set",
            "30 LED",
            "4 out",
            "12 magazines",
        ),
        *(
            "1/2",
            "3/4",
            "24/7",
            "10/30",
            "1.5",
            "30,5",
            "8.000",
            "5-6",
            "2022",
            "11,500 / 2022",
            "10-12",
        ),
        *("11 February cars", "March 2022 deliveries", "2 E-type locomotives", "5월호 3부", "3월"),
        *("№ 5", "#1 of 3", "#Korea!", "#5!", "C#", "10 t", "40 Mt", "12 mm", "5 mi", "10 мин"),
    ],
)
def test_a_quantity_that_only_resembles_a_date_or_an_error_is_not_reported(
    text: str, write_folder: WriteFolder
) -> None:
    assert codes(write_folder, "claims", "quantity", text) == []


def test_an_error_of_a_spreadsheet_is_named_in_any_text(write_folder: WriteFolder) -> None:
    assert codes(write_folder, "sources", "note", "#ИМЯ?") == ["value-spreadsheet"]


@pytest.mark.parametrize("language", MONTHS)
def test_the_names_of_months_are_those_of_the_cldr(language: str) -> None:
    months = Locale.parse(language).months
    names = MONTHS[language].split()
    for number in range(1, 13):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                name = months[form][width][number].rstrip(".").lower()
                assert any(known.startswith(name) for known in names), name


@pytest.mark.parametrize(
    "text", ["station ???", "Khasan (??)", "??? horses", "the ?? said", "“???” it said"]
)
def test_a_word_that_seems_to_be_lost_is_a_notice(text: str, write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0]["note"] = text
    loaded = load(write_folder(rows))
    assert loaded.problems == ()
    assert [(item.code, item.field) for item in loaded.notices] == [("value-lost-word", "note")]


WORDS = ("Туманган", "Хасан", "Владивосток", "북한의 두만강역", "두만강", "조선민주주의인민공화국")
READ_AS_LATIN = [
    *(word.encode(name).decode("latin-1") for word in WORDS[:3] for name in ("cp1251", "koi8-r")),
    *(word.encode("cp1251").decode("cp1252") for word in WORDS[:3]),
    *(word.encode("euc_kr").decode("latin-1") for word in WORDS[3:]),
]


@pytest.mark.parametrize("text", [*READ_AS_LATIN, "µÎ¸¸°\u00ad¿ª", "Òóìàíãàí", "station Õàñàí"])
def test_text_of_another_encoding_that_was_read_as_latin_1_is_named(
    text: str, write_folder: WriteFolder
) -> None:
    assert codes(write_folder, "claims", "note", text) == ["value-encoding"]


@pytest.mark.parametrize(
    "text",
    [
        *("Créée à Orléans", "Où ça ? Là-bas ?", "La Coruña, ¿qué?", "¡¿Qué?!", "Öäü ÄÖÜ ß"),
        *(
            "São João não",
            "Ações",
            "Straße “Größe”",
            "Ærøskøbing, Tórshavn",
            "þýðir",
            "Łódź",
            "Århus",
        ),
        *("»»»» 5°–6°", "½ ¼ ¾", "±0,5 °C ²", "£5 §§ 3", "…", "£££££", "ÄÄÄÄH", "l’été à créer"),
        *(
            "Is it true??",
            "“Really??” it asked",
            "Vraiment?",
            "a ? b",
            "who? what?",
            "https://a.example/?a=??",
        ),
        *("“?”", "(?)", "1?-2?", "두만강역 ?"),
    ],
)
def test_a_text_in_latin_letters_is_not_taken_for_another_encoding(
    text: str, write_folder: WriteFolder
) -> None:
    assert codes(write_folder, "claims", "note", text) == []
