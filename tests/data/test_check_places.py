"""Places outside their country, and lines that follow no track, and what must pass."""

from __future__ import annotations

import pytest
from tests.conftest import WriteFolder, small_rows

from routemap.data.load import load
from routemap.model.problem import Problem

PYONGYANG, SUZDAL = (125.75, 39.03), (40.4498, 56.4241)


def found(
    write_folder: WriteFolder, at: tuple[float, float], country: str, uncertainty_km: float = 1
) -> tuple[Problem, ...]:
    rows = small_rows()
    rows["places"][2].update(
        country=country,
        uncertainty_km=uncertainty_km,
        geometry={"type": "Point", "coordinates": list(at)},
    )
    loaded = load(write_folder(rows))
    return (*loaded.problems, *loaded.notices)


@pytest.mark.parametrize(
    ("at", "around", "countries"),
    [
        (PYONGYANG, "PRK", ("PRT", "RWA", "PRY", "PRI", "GIB", "TUV", "XKX")),
        (SUZDAL, "RUS", ("DNK", "SGP", "PSE", "MLT", "FRO", "ROU", "CCK", "GUF", "SYR")),
        ((10.75, 59.9), "NOR", ("DNK", "REU")),  # not in the basemap at all
    ],
)
def test_a_country_that_the_basemap_does_not_have_is_no_excuse_for_a_wrong_code(
    at: tuple[float, float], around: str, countries: tuple[str, ...], write_folder: WriteFolder
) -> None:
    for country in countries:
        (problem,) = found(write_folder, at, country)
        assert (problem.code, problem.value) == ("place-country", country)
        assert f"the point is in {around}, " in problem.message
        assert "correct the country or the coordinates" in problem.message


@pytest.mark.parametrize(
    ("country", "at"),
    [
        ("SGP", (103.82, 1.27)),
        ("MLT", (14.51, 35.9)),
        ("DNK", (12.6, 55.69)),
        ("FRO", (-6.77, 62.01)),
        ("PSE", (35.2, 31.9)),
        ("VAT", (12.453, 41.902)),
        ("MCO", (7.42, 43.73)),
        ("GIB", (-5.35, 36.14)),
        ("HKG", (114.17, 22.3)),
        ("MAC", (113.54, 22.19)),
        ("GUF", (-52.3, 4.9)),
        ("GLP", (-61.7, 16.0)),
        ("REU", (55.5, -21.1)),
        ("SJM", (15.6, 78.2)),
        ("BES", (-68.27, 12.15)),
        ("XKX", (21.16, 42.66)),
        ("SRB", (21.16, 42.66)),
        ("ESH", (-13.2, 27.1)),
        ("SYR", (35.82, 33.13)),
        ("TUV", (179.2, -8.5)),
        ("MNG", (106.92, 47.92)),
        ("KAZ", (51.37, 51.23)),
        ("GRC", (19.0, 35.5)),  # at sea, where a small island may be
    ],
)
def test_a_place_in_a_country_that_the_basemap_does_not_have_is_not_reported(
    country: str, at: tuple[float, float], write_folder: WriteFolder
) -> None:
    assert found(write_folder, at, country) == ()


def test_a_place_across_the_border_of_such_a_country_is_within_its_uncertainty(
    write_folder: WriteFolder,
) -> None:
    in_china = (107.0, 41.5)  # 90 km from Mongolia
    assert found(write_folder, in_china, "MNG", uncertainty_km=100) == ()
    assert [item.code for item in found(write_folder, in_china, "MNG")] == ["place-country"]
