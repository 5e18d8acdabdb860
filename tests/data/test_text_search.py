"""A search finds a place or route by any of its names, in any spelling."""

from __future__ import annotations

import re

import pytest
from tests.conftest import WriteFolder, place, small_rows

from routemap.data.dataset import Dataset
from routemap.data.load import SHIPPED, load
from routemap.data.text_search import claims_with, parts, phrases
from routemap.data.word_index import MOST_WORDS
from routemap.questions.parameter_values import searched
from routemap.questions.query import Query
from routemap.questions.search import highlight, ranked
from routemap.questions.selection import select


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(SHIPPED).dataset


def found(dataset: Dataset, text: str) -> list[str]:
    return list(dataset.claims.index[claims_with(dataset, text)])


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(
            ["Tumangang", "두만강", "Туманган", "Tumen River", "TUMEN RIVER STATION", "두만강역"],
            id="station",
        ),
        pytest.param(
            ["Tumangang", '"Tumangang"', "“Tumangang”", "(Tumangang)", "Tumangang.", "Tumangang’s"],
            id="with punctuation",
        ),
        pytest.param(["Khasan", "하산", "Хасан", "Khasan railway station"], id="other station"),
        pytest.param(["Najin", "라진항", "라진", "Порт Раджин", "Раджин", "Rajin Port"], id="port"),
        pytest.param(["North Korea", "DPRK", "북한", "Северная Корея"], id="country"),
        pytest.param(["Friendship Bridge", "Tumangang-Khasan", "Tumangang–Khasan"], id="crossing"),
    ],
)
def test_every_name_of_one_place_finds_the_same_claims_in_the_same_order(
    names: list[str], shipped: Dataset
) -> None:
    expected = found(shipped, names[0])
    assert expected
    order = ranked(select(shipped, Query(text=names[0]))).tolist()
    for name in names[1:]:
        assert found(shipped, name) == expected, name
        assert ranked(select(shipped, Query(text=name))).tolist() == order, name


# how readers write a word for a kind of place with a name
WITH_KIND = {
    "station": [
        "{} station", "{} Railway Station", "{} train station", "station {}", "станция {}",
        "железнодорожная станция {}", "{} вокзал", "{}역", "{} 역", "{}기차역", "{} 기차역",
    ],
    "port": [
        "{} port", "Port {}", "port of {}", "{} harbour", "{} Harbor", "порт {}", "{} порт",
        "{}항", "{} 항", "{}항구", "{} 항구",
    ],
}  # fmt: skip
WITHOUT_KIND = r"^(port|порт) | (railway station|station|port)$|[역항]$"


def test_every_name_of_every_feature_finds_the_same_claims_with_and_without_its_kind(
    shipped: Dataset,
) -> None:
    columns = [*shipped.name_columns]
    rows = shipped.features.to_dict("index")
    names = {
        key: [name for name in (*(row[column] for column in columns), *row["aliases"]) if name]
        for key, row in rows.items()
    }
    owners = {name.lower(): key for key, own in names.items() for name in own}
    different = []
    for key, own in names.items():
        kind = rows[key]["kind"]
        bare = [re.sub(WITHOUT_KIND, "", name, flags=re.IGNORECASE) for name in own]
        bare = bare if kind in WITH_KIND else []
        typed = [*own, *(name for name in bare if owners.get(name.lower(), key) == key)]
        typed += [form.format(name) for form in WITH_KIND.get(kind, ()) for name in bare]
        expected = found(shipped, own[0])
        assert expected, own[0]
        different += [(key, name) for name in typed if found(shipped, name) != expected]
    assert different == []
    assert len(owners) == sum(map(len, names.values())), "no two features share a full name"


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (["라선", "Rason", "Расон", "Rajin-Sonbong"], 28),
        (["하산역", "하산 역", "станция Хасан", "Хасан", "Khasan station", "station Khasan"], 48),
        (["두만강역", "두만강 역", "станция Туманган", "Tumangang railway station"], 47),
        (
            ["Rason Port", "port of Rason", "Rajin harbour", "порт Раджин", "라진항", "라진 항구"],
            30,
        ),
    ],
)
def test_a_name_with_a_word_for_its_kind_finds_as_many_claims_as_the_name(
    names: list[str], count: int, shipped: Dataset
) -> None:
    found_by = {name: len(select(shipped, Query(text=name)).claims) for name in names}
    assert found_by == dict.fromkeys(names, count)


def test_a_full_name_wins_over_another_place_whose_name_begins_with_it(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["places"][0].update(name_en="Rason Station", name_ko="", name_ru="", aliases="Oldrail")
    rows["places"][2].update(name_en="Rason", name_ko="라선")
    rows["claims"][0].update(features="", excerpt="seen at Oldrail")
    rows["claims"][1].update(features="", excerpt="seen in 라선")
    dataset = load(write_folder(rows)).dataset
    # c3 is about Rason Station, whose name contains the other one; c4 is about Rason
    assert found(dataset, "Rason") == found(dataset, "라선") == ["c2", "c3", "c4"]
    for name in ("Rason Station", "station Rason", "Rason 역", "Oldrail station", "Oldrail"):
        assert found(dataset, name) == ["c1", "c3"], name


def test_a_name_without_its_kind_finds_the_place_if_no_other_has_that_name(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["places"][0].update(name_en="Rason Station", name_ko="", name_ru="", aliases="Oldrail")
    rows["claims"][3]["excerpt"] = "seen at Oldrail"
    dataset = load(write_folder(rows)).dataset
    assert found(dataset, "Rason") == found(dataset, "Rason Station") == ["c1", "c2", "c3", "c4"]


def test_a_word_for_another_kind_is_a_word_of_its_own(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0]["excerpt"] = "from the port of Vostok"
    dataset = load(write_folder(rows)).dataset
    assert found(dataset, "Tumangang port") == ["c1"]
    assert found(dataset, "port of Tumangang") == ["c1"]
    assert found(dataset, "Tumangang") == ["c1", "c2", "c3"]


def test_both_spellings_of_an_apostrophe_find_the_same_claims(shipped: Dataset) -> None:
    texts = shipped.claims["excerpt"] + shipped.claims["note"]
    for typed in ("Russia's", "Russia’s"):
        assert set(texts.index[texts.str.contains(typed)]) <= set(found(shipped, "Russia's"))
    assert found(shipped, "Russia’s") == found(shipped, "Russia's")


def test_a_name_finds_the_claims_about_its_place_and_those_with_another_name(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    for row, features, excerpt in zip(
        rows["claims"],
        ("north", "south", "south", "area"),
        ("no name", "at Tumangang", "at 두만강 today", "elsewhere"),
        strict=True,
    ):
        row.update(features=features, excerpt=excerpt, excerpt_kind="paraphrase")
    dataset = load(write_folder(rows)).dataset
    for name in ("North", "두만강역", "두만강", "туманган", "TUMANGANG"):
        assert found(dataset, name) == ["c1", "c2", "c3"], name
    assert found(dataset, "tumangang today") == ["c3"]
    assert found(dataset, "today Туманган") == ["c3"]


def test_a_part_of_a_name_is_a_plain_word(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["places"][0].update(name_en="North Tumen Station", aliases="")
    rows["claims"][3]["excerpt"] = "in the north of 두만강"
    dataset = load(write_folder(rows)).dataset
    assert "c4" not in found(dataset, "Tumen")
    assert "c4" in found(dataset, "North Tumen")


@pytest.mark.parametrize("name", ["-", "역", "Station", "Of Station", "\u200b"])
def test_a_name_of_hardly_any_letters_does_not_find_everything(
    name: str, write_folder: WriteFolder
) -> None:
    rows = small_rows()
    rows["places"][0].update(aliases=name, name_ko="", name_ru=name)
    rows["claims"][3]["excerpt"] = "one of 30 reports - at length"
    dataset = load(write_folder(rows)).dataset
    assert found(dataset, "North") == ["c1", "c2", "c3"]


def test_a_name_that_many_places_share_is_a_plain_word(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["places"] += [
        place(f"p{n}", (130 + n / 100, 42), name_en="Depot", aliases=f"Shed {n}") for n in range(21)
    ]
    rows["claims"][3]["excerpt"] = "at shed 7"
    dataset = load(write_folder(rows)).dataset
    assert found(dataset, "Depot") == []
    assert phrases(dataset, "Depot") == ("depot",)


def test_any_name_is_marked_and_no_word_that_is_only_a_part_of_one(shipped: Dataset) -> None:
    text = "From Tumen River Station (두만강역) along the river, near the station of Khasan"
    hits = [run for run, hit in highlight(text, phrases(shipped, "Tumangang")) if hit]
    assert hits == ["Tumen River", "두만강"]
    assert phrases(shipped, "uniforms Tumangang")[:2] == ("uniforms", "tumangang")
    assert phrases(shipped, "") == ()


def test_data_without_places_or_claims_is_searched_too(write_folder: WriteFolder) -> None:
    rows = {**small_rows(), "places": [], "routes": [], "claims": []}
    selection = select(load(write_folder(rows)).dataset, Query(text="any words"))
    assert ranked(selection).tolist() == []


def test_words_that_a_search_repeats_are_looked_up_once(shipped: Dataset) -> None:
    assert parts(shipped, "a " * 99) == parts(shipped, "a")
    looked_up = {
        word for part in parts(shipped, "ﷺ" * 200) for words in part.needed for word in words
    }
    assert len(looked_up) <= MOST_WORDS


def test_a_quotation_pasted_into_the_search_finds_its_claim(shipped: Dataset) -> None:
    long = [claim for claim, text in shipped.claims["excerpt"].items() if len(text.split()) > 20]
    assert long
    for claim in long:
        text = searched(shipped.claims["excerpt"][claim])
        assert claim in found(shipped, text)
